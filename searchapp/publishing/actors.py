"""Who acts: a person, an API key, or a command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Actor:
    """A name for the record, and the user if it is one.

    `writes_all`: also the drafts that are someone's own. `may_publish` and `may_approve` are what a
    person may do by permissions; commands and keys may do both.
    """

    name: str
    user: Any = None
    writes_all: bool = False
    may_publish: bool = True
    may_approve: bool = True

    @classmethod
    def of(cls, user: Any) -> Actor:
        """The person who is logged in."""
        return cls(
            user.get_username(),
            user,
            user.is_superuser,
            user.has_perm("publishing.publish_draft"),
            user.has_perm("publishing.approve_draft"),
        )


COMMAND = Actor("command line", writes_all=True)
