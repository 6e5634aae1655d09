"""Rules and ranking profiles in the admin."""

from searchapp.merchandising.admin.profile import ProfileAdmin
from searchapp.merchandising.admin.rule import QueryRuleAdmin

__all__ = ["ProfileAdmin", "QueryRuleAdmin"]
