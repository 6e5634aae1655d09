"""Rows of any kinds into the catalog, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction

from searchapp.catalog.changes import INDEXED_AS, Changes, announce
from searchapp.catalog.models import Tombstone
from searchapp.catalog.rows import Row, RowKind, kind_of
from searchapp.catalog.upsert.fan_out import touch_items_of_sellers, touch_media_of_products
from searchapp.catalog.upsert.items import Written, write_items
from searchapp.catalog.upsert.media import LiveStreamTable, VideoTable
from searchapp.catalog.upsert.outcome import Outcome, Status
from searchapp.catalog.upsert.products import ProductTable
from searchapp.catalog.upsert.sellers import SellerTable, write_categories

_TABLES: Mapping[RowKind, Any] = {
    RowKind.SELLER: SellerTable,
    RowKind.PRODUCT: ProductTable,
    RowKind.VIDEO: VideoTable,
    RowKind.LIVE: LiveStreamTable,
}


def upsert(rows: Sequence[Row], repeat: bool = False) -> list[Outcome]:
    """Create or replace each row's item, and return one outcome a row, in their order.

    A row states its whole item: what it leaves out is emptied, but for `created` and `published`. A
    row equal to what is stored writes nothing. Sellers and categories come first, then products,
    then what shows products; of rows with one id, the later is written over the earlier. With
    `repeat`, items that are unchanged are announced to the index as well, as after a write that was
    cut off before the index heard of it.
    """
    outcomes: list[Outcome] = [Outcome(Status.UNCHANGED)] * len(rows)
    changes = Changes()
    with transaction.atomic():
        for kind in RowKind:
            places = [place for place, row in enumerate(rows) if kind_of(row) is kind]
            for wave in _distinct(places, rows):
                named = {rows[place].id: rows[place] for place in wave}
                written = _write(kind, named, changes, repeat)
                for place in wave:
                    outcomes[place] = written[rows[place].id]
        announce(changes)
    return outcomes


def _distinct(places: list[int], rows: Sequence[Row]) -> Iterator[list[int]]:
    """The places cut into runs in which no id comes twice."""
    wave: list[int] = []
    seen: set[str] = set()
    for place in places:
        if rows[place].id in seen:
            yield wave
            wave, seen = [], set()
        wave.append(place)
        seen.add(rows[place].id)
    if wave:
        yield wave


def _write(
    kind: RowKind, rows: Mapping[str, Any], changes: Changes, repeat: bool
) -> Mapping[str, Outcome]:
    if kind is RowKind.CATEGORY:
        return write_categories(rows)
    table = _TABLES[kind](rows)
    written = write_items(table, rows)
    _raise_dead(kind, written)
    announced = {Status.CREATED, Status.UPDATED} | ({Status.UNCHANGED} if repeat else set())
    if kind in INDEXED_AS:
        ids = [name for name, outcome in written.outcomes.items() if outcome.status in announced]
        changes.add(INDEXED_AS[kind], ids)
    renamed = _changed(written, "name" if kind is RowKind.SELLER else "title", repeat)
    if kind is RowKind.SELLER:
        touch_items_of_sellers(renamed, changes)
    elif kind is RowKind.PRODUCT:
        touch_media_of_products(renamed, changes)
    return written.outcomes


def _changed(written: Written, column: str, repeat: bool) -> list[str]:
    if repeat:
        return [
            name
            for name, outcome in written.outcomes.items()
            if outcome.status in (Status.UPDATED, Status.UNCHANGED)
        ]
    return [name for name, columns in written.changed.items() if column in columns]


def _raise_dead(kind: RowKind, written: Written) -> None:
    """Let items that were deleted and come back have a version after that of their tombstone."""
    created = [name for name, out in written.outcomes.items() if out.status is Status.CREATED]
    if not created or kind not in INDEXED_AS:
        return
    graves = Tombstone.objects.filter(kind=INDEXED_AS[kind], item_id__in=created)
    for name, version in graves.values_list("item_id", "version"):
        items = _TABLES[kind].model.objects.filter(pk=name, version__lte=version)
        items.update(version=version + 1)
    graves.delete()
