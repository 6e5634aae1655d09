"""Who acts: a person, an API key, or a command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Actor:
    """A name for the record, and the user if it is one.

    `may_publish` and `may_approve` are what a person may do by permissions; commands may do both.
    """

    name: str
    user: Any = None
    may_publish: bool = True
    may_approve: bool = True

    @classmethod
    def of(cls, user: Any) -> Actor:
        """The person who is logged in."""
        return cls(
            user.get_username(),
            user,
            user.has_perm("publishing.publish_draft"),
            user.has_perm("publishing.approve_draft"),
        )


COMMAND = Actor("command line")
