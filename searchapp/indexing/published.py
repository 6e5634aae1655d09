"""Which items belong into the index, and what only time changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, F, Func, Q, QuerySet
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
CLOCK_SKEW = timedelta(minutes=5)
"""By how much the clock of who published an item may be ahead of the one that is looked at."""
_PORTION = 2_000


class _Microseconds(Func):
    """A time in microseconds since 1970, exactly, as versions are."""

    output_field = BigIntegerField()
    arity = 1
    template = "(extract(epoch FROM %(expressions)s) * 1000000)::bigint"

    def as_sqlite(self, compiler: Any, connection: Any, **options: Any) -> Any:
        # Times are kept as text, "2026-01-31 12:00:00" or with six more digits.
        sql, params = compiler.compile(self.source_expressions[0])
        template = (
            f"(CAST(strftime('%%s', substr({sql}, 1, 19)) AS INTEGER) * 1000000"
            f" + CAST(substr({sql}, 21, 6) AS INTEGER))"
        )
        return template, [*params, *params]


def shown_at(now: datetime) -> Q:
    """What holds for an item that is shown at a time.

    An item that was written after its time of publication is, though the clock that is looked at
    may be behind the writer's: else it would be taken for one to come, and be announced by nobody,
    as it is not due. The writer is believed within `CLOCK_SKEW`.
    """
    was_written_later = Q(version__gte=_Microseconds(F("published")))
    return Q(published__lte=now + CLOCK_SKEW) & (Q(published__lte=now) | was_written_later)


def published(kind: Kind) -> QuerySet[Any]:
    """The items of a kind that are shown now."""
    items: QuerySet[Any] = MODELS[kind].objects.filter(shown_at(timezone.now()))
    return items


def announce_due(
    kind: Kind, now: datetime | None = None, window: timedelta = timedelta(days=1)
) -> int:
    """Have items indexed whose time of publication came within the window, after their last write.

    They get a new version, so that their document is written over what removed them from the index,
    and are due no more; how many there were.
    """
    now = now or timezone.now()
    due = MODELS[kind].objects.filter(
        published__gt=now - window,
        published__lte=now,
        version__lt=_Microseconds(F("published")),
    )
    count, after = 0, ""
    while ids := list(
        due.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:_PORTION]
    ):
        count += raise_versions(MODELS[kind].objects.filter(pk__in=ids))
        after = ids[-1]
    return count
