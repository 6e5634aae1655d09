"""Drafts, versions and changes in the admin, and what the admin of drafted rows has in common."""

from searchapp.publishing.admin.drafted import DraftedAdmin
from searchapp.publishing.admin.history import AuditEntryAdmin, DraftAdmin, VersionAdmin

__all__ = ["AuditEntryAdmin", "DraftAdmin", "DraftedAdmin", "VersionAdmin"]
