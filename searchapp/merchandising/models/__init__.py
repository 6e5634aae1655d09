"""Tables of rules and profiles."""

from searchapp.merchandising.models.profile import Profile
from searchapp.merchandising.models.rule import QueryRule

__all__ = ["Profile", "QueryRule"]
