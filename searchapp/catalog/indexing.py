"""From the catalog into the index: single items, whole kinds, and what only time changes.

The database is the truth: whatever made a job run, it reads the items anew, writes what exists and
is published, and deletes what does not. Jobs may run twice, late or out of order.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from searchapp import wiring
from searchapp.catalog.documents import load_operations
from searchapp.catalog.models import LiveStream, Product, Tombstone, Video
from searchapp.catalog.versions import next_version, raise_versions
from searchapp.engines.base import Operation, WriteReport
from searchapp.pipeline.request import Kind

logger = logging.getLogger(__name__)

# Any, as what they share beyond Versioned, `published`, is a column of each.
MODELS: Mapping[Kind, Any] = {
    Kind.PRODUCT: Product,
    Kind.VIDEO: Video,
    Kind.LIVE: LiveStream,
}
Progress = Callable[[int, int], None]
"""Called with how many items are done and how many there are."""

_BATCH = 1000
_LONGEST_WRITE_US = 15_000_000


@dataclass(frozen=True, slots=True)
class RebuildReport:
    """A kind's new index: its name, its documents, and why documents were refused, by id."""

    kind: Kind
    index: str
    documents: int
    failed: Mapping[str, str] = field(default_factory=dict)


def ensure_live_index(kind: Kind) -> str:
    """The name of the kind's live index; an empty one is made when there is none."""
    writer = wiring.index_writer()
    index = writer.live(kind)
    if index is None:
        index = writer.create(kind)
        writer.make_live(index)
    return index


def index_items(kind: Kind, ids: Sequence[str]) -> WriteReport:
    """Make the live index have these items as the database has them.

    Raises EngineUnavailable. Documents that the engine refuses are logged and named in the report.
    """
    operations = load_operations(kind, ids, wiring.text_encoder())
    report = wiring.index_writer().write(ensure_live_index(kind), operations)
    for name, reason in report.failed.items():
        logger.error("the index refused %s %s: %s", kind.value, name, reason)
    return report


def rebuild(kind: Kind, progress: Progress = lambda done, total: None) -> RebuildReport:
    """Fill a new index with all published items of the kind and put it in the place of the live
    one.

    Searches are answered by the old index until then. What was written meanwhile is written again
    to the new one. Indexes that an earlier rebuild left behind are dropped: run one rebuild of a
    kind at a time. Raises EngineUnavailable.
    """
    writer, encoder = wiring.index_writer(), wiring.text_encoder()
    started = next_version() - _LONGEST_WRITE_US
    old = writer.live(kind)
    for leftover in writer.indexes(kind):
        if leftover != old:
            writer.drop(leftover)
    total = _published(kind).count()
    index = writer.create(kind)

    def operations() -> Iterator[Operation]:
        done = 0
        for ids in _published_ids(kind):
            yield from load_operations(kind, ids, encoder)
            done += len(ids)
            progress(done, max(done, total))

    failed = writer.write(index, operations()).failed
    writer.refresh(index)
    writer.make_live(index)
    for ids in _ids_written_since(kind, started):
        index_items(kind, ids)
    writer.refresh(index)
    if old is not None:
        writer.drop(old)
    return RebuildReport(kind, index, writer.count(index), failed)


def lacks_index(kind: Kind) -> bool:
    """Whether there are items of the kind and no index to find them in."""
    if wiring.index_writer().live(kind) is not None:
        return False
    return bool(MODELS[kind].objects.exists())


def is_complete(kind: Kind) -> bool:
    """Whether the live index has as many documents as there are published items."""
    writer = wiring.index_writer()
    index = writer.live(kind)
    if index is None:
        return not MODELS[kind].objects.exists()
    writer.refresh(index)
    return writer.count(index) == _published(kind).count()


def build_missing_indexes() -> list[RebuildReport]:
    """Build the index of every kind that has items and no index."""
    return [rebuild(kind) for kind in Kind if lacks_index(kind)]


def refresh_indexes() -> None:
    """Make all that was written searchable."""
    writer = wiring.index_writer()
    for kind in Kind:
        index = writer.live(kind)
        if index is not None:
            writer.refresh(index)


def items_due(
    kind: Kind, now: datetime | None = None, window: timedelta = timedelta(days=1)
) -> list[str]:
    """Items whose time of publication came within the window, after their last write.

    They get a new version, so that their document is written over what removed them from the index,
    and are due no more.
    """
    now = now or timezone.now()
    items = MODELS[kind].objects.filter(published__gt=now - window, published__lte=now)
    due = [
        name
        for name, version, published in items.values_list("pk", "version", "published")
        if version < published.timestamp() * 1_000_000
    ]
    if due:
        raise_versions(MODELS[kind].objects.filter(pk__in=due))
    return due


def _published(kind: Kind) -> QuerySet[Any]:
    items: QuerySet[Any] = MODELS[kind].objects.filter(published__lte=timezone.now())
    return items


def _published_ids(kind: Kind) -> Iterator[list[str]]:
    items = _published(kind)
    yield from _in_batches(lambda after: items.filter(pk__gt=after).order_by("pk"), "pk")


def _ids_written_since(kind: Kind, version: int) -> Iterator[list[str]]:
    items = MODELS[kind].objects.filter(version__gte=version)
    yield from _in_batches(lambda after: items.filter(pk__gt=after).order_by("pk"), "pk")
    graves = Tombstone.objects.filter(kind=kind.value, version__gte=version)
    yield from _in_batches(
        lambda after: graves.filter(item_id__gt=after).order_by("item_id"), "item_id"
    )


def _in_batches(page: Callable[[str], Any], column: str) -> Iterator[list[str]]:
    """All values of the column, by pages that each begin after the last value of the one before."""
    after = ""
    while ids := list(page(after).values_list(column, flat=True)[:_BATCH]):
        yield ids
        after = ids[-1]
