"""Which items belong into the index, and what only time changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from searchapp.catalog.models import LiveStream, Product, Video
from searchapp.catalog.versions import raise_versions
from searchapp.pipeline.request import Kind

# Any, as what they share beyond Versioned, `published`, is a column of each.
MODELS: Mapping[Kind, Any] = {
    Kind.PRODUCT: Product,
    Kind.VIDEO: Video,
    Kind.LIVE: LiveStream,
}


def published(kind: Kind) -> QuerySet[Any]:
    """The items of a kind that are shown now."""
    items: QuerySet[Any] = MODELS[kind].objects.filter(published__lte=timezone.now())
    return items


def announce_due(
    kind: Kind, now: datetime | None = None, window: timedelta = timedelta(days=1)
) -> int:
    """Have items indexed whose time of publication came within the window, after their last write.

    They get a new version, so that their document is written over what removed them from the index,
    and are due no more; how many there were.
    """
    now = now or timezone.now()
    items = MODELS[kind].objects.filter(published__gt=now - window, published__lte=now)
    due = [
        name
        for name, version, since in items.values_list("pk", "version", "published")
        if version < since.timestamp() * 1_000_000
    ]
    return raise_versions(MODELS[kind].objects.filter(pk__in=due)) if due else 0
