"""Drafts as they are named on a command line."""

from __future__ import annotations

from django.db.models import Q

from searchapp.publishing.models import Draft
from searchapp.publishing.models.draft import ALIVE


class AmbiguousDraft(ValueError):
    """Several drafts have the name; says how to tell them apart."""


def draft_named(name: str) -> Draft | None:
    """The draft of this name, or number, that is still alive. Raises AmbiguousDraft."""
    called = Q(name=name)
    if name.isdecimal() and len(name) < 10:
        called |= Q(pk=int(name))
    found = list(Draft.objects.filter(called, status__in=ALIVE))
    if len(found) > 1:
        numbers = ", ".join(str(each.pk) for each in found)
        raise AmbiguousDraft(f"several drafts are named “{name}”; give one's number: {numbers}")
    return found[0] if found else None
