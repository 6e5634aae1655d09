"""Tables of drafts, versions and changes, and what a row that goes through drafts is."""

from searchapp.publishing.models.audit import AuditEntry
from searchapp.publishing.models.draft import Draft, Status
from searchapp.publishing.models.drafted import Drafted, Problem
from searchapp.publishing.models.version import Version, VersionDamaged

__all__ = ["AuditEntry", "Draft", "Drafted", "Problem", "Status", "Version", "VersionDamaged"]
