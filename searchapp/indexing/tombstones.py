"""Tombstones are needed until every index has been told of the removal, and then no more."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from searchapp.catalog.models import OutboxRow, Tombstone

KEPT = timedelta(days=7)


def prune_tombstones(now: datetime | None = None) -> int:
    """Remove tombstones that are older than a week and than all that waits in the outbox, where
    their removal may be among it; how many they were.
    """
    before = (now or timezone.now()) - KEPT
    oldest = OutboxRow.objects.order_by("pk").values_list("created", flat=True).first()
    if oldest is not None:
        before = min(before, oldest - KEPT)
    return Tombstone.objects.filter(deleted__lt=before).delete()[0]
