"""How far the index is behind the catalog: what waits in each lane, since when, and what does not
get in at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, DateTimeField, OuterRef, Subquery, Value
from django.utils import timezone

from searchapp.catalog.models import Lane, OutboxRow
from searchapp.indexing.models import SetAside
from searchapp.pipeline.request import Kind

_FAST_LATE_S = 10


@dataclass(frozen=True, slots=True)
class LaneBacklog:
    """The rows that wait in a lane, and the age of the oldest in seconds. More than `late_after_s`
    is too long.
    """

    lane: Lane
    rows: int
    oldest_s: float
    late_after_s: int

    @property
    def is_late(self) -> bool:
        """Whether the oldest row waits for too long."""
        return self.oldest_s > self.late_after_s


@dataclass(frozen=True, slots=True)
class Backlog:
    """All lanes, and how many documents of each kind are set aside."""

    lanes: tuple[LaneBacklog, ...]
    set_aside: Mapping[Kind, int]


def backlog() -> Backlog:
    """The backlog now, by one query that reads no more than indexes."""
    # The row with the least id is as good as the oldest, and found without looking at the others.
    first = OutboxRow.objects.filter(lane=OuterRef("lane")).order_by("pk").values("created")[:1]
    queued = (
        OutboxRow.objects.order_by()
        .values("lane")
        .annotate(count=Count("pk"), oldest=Subquery(first))
        .values_list("lane", "count", "oldest")
    )
    aside = (
        SetAside.objects.order_by()
        .values("kind")
        .annotate(count=Count("pk"), oldest=Value(None, output_field=DateTimeField()))
        .values_list("kind", "count", "oldest")
    )
    found = {name: (count, oldest) for name, count, oldest in queued.union(aside, all=True)}
    now = timezone.now()

    def lane_backlog(lane: Lane) -> LaneBacklog:
        rows, oldest = found.get(lane.value, (0, None))
        age = max(0.0, (now - oldest).total_seconds()) if oldest else 0.0
        return LaneBacklog(lane, rows, age, late_after_s(lane))

    return Backlog(
        tuple(lane_backlog(lane) for lane in Lane),
        {kind: found.get(kind.value, (0, None))[0] for kind in Kind},
    )


def late_after_s(lane: Lane) -> int:
    """How long a row may wait in a lane before somebody is told, in seconds."""
    limit: int = settings.ENVIRONMENT["SEARCHAPP_INDEX_LAG_ALARM_S"]
    return min(limit, _FAST_LATE_S) if lane is Lane.FAST else limit
