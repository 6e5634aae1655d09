"""Versions of items: every write of an item has a greater one.

A version is the time of the write in microseconds since 1970-01-01 UTC, or the last version plus
one where the clock is behind. It is taken while the row is locked, so that versions of one item
grow in the order in which its writes commit.
"""

from __future__ import annotations

import time
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils import timezone


def next_version(last: int = 0) -> int:
    """A version greater than `last`."""
    return max(time.time_ns() // 1000, last + 1)


def raise_versions(items: QuerySet[Any]) -> int:
    """Give all `items` a new version in one statement, and return how many they are.

    They are locked in the order of their ids, as all writers do, so that writers wait for one
    another and never in a circle.
    """
    with transaction.atomic():
        list(items.order_by("pk").select_for_update().values_list("pk", flat=True))
        return items.update(
            version=Greatest(F("version") + 1, Value(next_version())), updated=timezone.now()
        )
