"""What was given up is forgotten after a while."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from searchapp.publishing.models.draft import Status
from searchapp.publishing.sections import sections

KEPT = timedelta(days=90)
"""How long the changes of a draft that was given up are kept."""
_AT_ONCE = 500


def prune_discarded() -> int:
    """Deletes the changes of drafts that were given up long ago; how many they were. The drafts
    themselves stay, with their names, owners and what was done to them in the record.
    """
    deleted = 0
    before = timezone.now() - KEPT
    for model in sections().values():
        old = model._default_manager.filter(
            draft__status=Status.DISCARDED, draft__changed__lt=before
        )
        while some := list(old.values_list("pk", flat=True)[:_AT_ONCE]):
            deleted += model._default_manager.filter(pk__in=some).delete()[0]
    return deleted
