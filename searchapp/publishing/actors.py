"""Who acts: a person, an API key, or a command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Actor:
    """A name for the record, and the user if it is one.

    `writes_all`: also the drafts that are someone's own. `may_publish` and `may_approve` are what a
    person may do by permissions; commands and keys may do both. Who acts for a `seller` (its id)
    writes that seller's draft and no other.
    """

    name: str
    user: Any = None
    writes_all: bool = False
    may_publish: bool = True
    may_approve: bool = True
    seller: str = ""

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

    @classmethod
    def for_seller(cls, user: Any, seller: str) -> Actor:
        """The person at work for a seller, whatever else they may do in the shop. They publish
        where SEARCHAPP_SELLERS_PUBLISH lets them.
        """
        may_publish = settings.ENVIRONMENT["SEARCHAPP_SELLERS_PUBLISH"]
        return cls(user.get_username(), user, False, may_publish, False, seller)


COMMAND = Actor("command line", writes_all=True)
