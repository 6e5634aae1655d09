"""The index in the admin: its state, its rebuilds, what was verified, and what did not get in."""

from searchapp.indexing.admin.builds import IndexBuildAdmin
from searchapp.indexing.admin.overview import OverviewAdmin
from searchapp.indexing.admin.set_aside import SetAsideAdmin
from searchapp.indexing.admin.verifications import VerificationAdmin

__all__ = ["IndexBuildAdmin", "OverviewAdmin", "SetAsideAdmin", "VerificationAdmin"]
