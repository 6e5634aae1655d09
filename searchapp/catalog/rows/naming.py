"""Which field a key of a row means."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from searchapp.catalog.rows.values import (
    CategoryRow,
    LiveStreamRow,
    ProductRow,
    RowKind,
    SellerRow,
    VariantRow,
    VideoRow,
)


def _names(row: type) -> frozenset[str]:
    return frozenset({*row.__dataclass_fields__, "kind"})  # type: ignore[attr-defined]


FIELDS: Mapping[RowKind, frozenset[str]] = {
    RowKind.SELLER: _names(SellerRow),
    RowKind.CATEGORY: _names(CategoryRow),
    RowKind.PRODUCT: _names(ProductRow),
    RowKind.VIDEO: _names(VideoRow),
    RowKind.LIVE: _names(LiveStreamRow),
}
VARIANT_FIELDS = _names(VariantRow) - {"kind"}
_ALIASES = {"color": "colour"}


@lru_cache(maxsize=4096)
def field_name(key: str) -> str:
    """The field of that name: "List price", "list-price" and "LIST_PRICE" are `list_price`."""
    name = key.strip().casefold().replace(" ", "_").replace("-", "_")
    return _ALIASES.get(name, name)


def named_fields(row: Mapping[str, Any], fields: frozenset[str]) -> dict[str, Any]:
    """The row with known fields under their own names, however they are written; others keep
    theirs. Of two that mean the same field, its exact name wins, then the first that is not null.
    """
    named: dict[str, Any] = {}
    for key, value in row.items():
        name = field_name(str(key))
        if name not in fields:
            named[str(key).strip()] = value
        elif name == key or named.get(name) is None:
            named[name] = value
    return named
