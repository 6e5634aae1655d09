"""Rows of any kinds into the catalog, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import DataError, IntegrityError, transaction

from searchapp.catalog.rows import Problem, Row, RowKind, kind_of
from searchapp.catalog.upsert.items import write_items
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


def upsert(rows: Sequence[Row], seller: str | None = None) -> list[Outcome]:
    """Create or replace each row's item, and return one outcome a row, in their order.

    A row states its whole item: what it leaves out is emptied, but for `created` and `published`. A
    row equal to what is stored writes nothing. Sellers and categories come first, then products,
    then what shows products; of rows with one id, the later is written over the earlier. With a
    `seller`, rows that would be written over items of others are rejected.
    """
    outcomes: list[Outcome] = [Outcome(Status.UNCHANGED)] * len(rows)
    with transaction.atomic():
        for kind in RowKind:
            places = [place for place, row in enumerate(rows) if kind_of(row) is kind]
            for wave in _distinct(places, rows):
                named = {rows[place].id: rows[place] for place in wave}
                written = _write(kind, named, seller)
                for place in wave:
                    outcomes[place] = written[rows[place].id]
    return outcomes


def store(rows: Sequence[Row], seller: str | None = None) -> list[Outcome]:
    """As `upsert`; but if the database refuses the rows, they are stored one by one, so that only
    the row at fault is rejected.
    """
    try:
        with transaction.atomic():
            return upsert(rows, seller) if rows else []
    except (DataError, IntegrityError):
        return [_store_alone(row, seller) for row in rows]


def _store_alone(row: Row, seller: str | None) -> Outcome:
    try:
        with transaction.atomic():
            return upsert([row], seller)[0]
    except (DataError, IntegrityError) as error:
        reason = f"the database refuses the row: {error}"
        return Outcome(Status.REJECTED, (Problem("row", reason),))


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


def _write(kind: RowKind, rows: Mapping[str, Any], seller: str | None) -> Mapping[str, Outcome]:
    if kind is RowKind.CATEGORY:
        return write_categories(rows)
    # Sellers belong to nobody.
    return write_items(_TABLES[kind](rows), rows, None if kind is RowKind.SELLER else seller)
