"""From a row as it came to typed values, or to the list of its problems: `parse_row`.

Lenient in form (numbers as text, HTML, stray control characters), strict in meaning: what can't be
understood rejects the row with a reason that names the cure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from searchapp.catalog.rows.fields import FieldReader
from searchapp.catalog.rows.media import read_live_stream, read_video
from searchapp.catalog.rows.naming import FIELDS, field_name, named_fields
from searchapp.catalog.rows.problem import Problem
from searchapp.catalog.rows.product import read_product
from searchapp.catalog.rows.structure import read_category, read_seller
from searchapp.catalog.rows.values import (
    CategoryRow,
    LiveStreamRow,
    ProductRow,
    Row,
    RowKind,
    SellerRow,
    VideoRow,
)

_READERS: Mapping[RowKind, Callable[[FieldReader], Row]] = {
    RowKind.SELLER: read_seller,
    RowKind.CATEGORY: read_category,
    RowKind.VIDEO: read_video,
    RowKind.LIVE: read_live_stream,
}


def kind_of(row: Row) -> RowKind:
    """The kind whose values `row` holds."""
    return _KINDS[type(row)]


def parse_row(
    row: Mapping[str, Any], kind: RowKind = RowKind.PRODUCT, currency: str = "USD"
) -> Row | list[Problem]:
    """The row's values, or its problems. Never raises, whatever JSON the row is made of.

    `kind` holds for a row that does not name its own, `currency` for prices that name none.
    """
    if not isinstance(row, Mapping):
        return [Problem("", 'is not an object; write it like {"id": "…", "title": "…"}')]
    named = next((row[key] for key in row if field_name(str(key)) == "kind"), None)
    if named:
        try:
            kind = RowKind(str(named).strip().casefold())
        except ValueError:
            kinds = ", ".join(RowKind)
            return [Problem("kind", f"is {str(named)[:40]!r}; use one of {kinds}")]
    fields = FieldReader(named_fields(row, FIELDS[kind]))
    fields.take("kind")
    read: Row
    read = read_product(fields, currency) if kind is RowKind.PRODUCT else _READERS[kind](fields)
    return fields.problems or read


_KINDS: dict[type, RowKind] = {
    SellerRow: RowKind.SELLER,
    CategoryRow: RowKind.CATEGORY,
    ProductRow: RowKind.PRODUCT,
    VideoRow: RowKind.VIDEO,
    LiveStreamRow: RowKind.LIVE,
}
