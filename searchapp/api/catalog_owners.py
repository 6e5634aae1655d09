"""What a key that is bound to a seller may write: that seller's items and no others."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from django.db import models

from searchapp.api.catalog_lines import Refusal, Removal, Wish, Write
from searchapp.catalog.models import LiveStream, Product, Video
from searchapp.catalog.rows import (
    LiveStreamRow,
    Problem,
    ProductRow,
    Row,
    RowKind,
    SellerRow,
    VideoRow,
)

_OWNED: Mapping[RowKind, type[models.Model]] = {
    RowKind.PRODUCT: Product,
    RowKind.VIDEO: Video,
    RowKind.LIVE: LiveStream,
}
SELLER_KINDS: Collection[RowKind] = frozenset({*_OWNED, RowKind.SELLER})
"""The kinds that a seller's key may write at all."""


def held_to_seller(wishes: Sequence[Wish], kind: RowKind, seller: str) -> list[Wish]:
    """The wishes, each refused that would touch what is not the seller's.

    A row that names no seller becomes the seller's. Must run in the transaction of the write: the
    items that exist are locked, so that none changes hands in between. What comes into being after
    this look is held to the seller when it is written (`catalog/upsert`).
    """
    owners = _owners([wish.id for wish in wishes if not isinstance(wish, Refusal)], kind)
    return [
        wish if isinstance(wish, Refusal) else _held(wish, kind, seller, owners) for wish in wishes
    ]


def _owners(ids: Sequence[str], kind: RowKind) -> dict[str, str | None]:
    """The seller's id of each item that exists; None for the shop's own."""
    if kind not in _OWNED:
        return {}
    found = _OWNED[kind]._default_manager.select_for_update().filter(pk__in=ids).order_by("pk")
    return dict(found.values_list("pk", "seller_id"))


def _held(
    wish: Write | Removal, kind: RowKind, seller: str, owners: Mapping[str, str | None]
) -> Wish:
    if kind is RowKind.SELLER and (wish.id != seller or isinstance(wish, Removal)):
        reason = f"this API key may write the seller {seller!r} only, and delete none"
        return Refusal(wish.line, wish.id, (Problem("id", reason),))
    if owners.get(wish.id, seller) != seller:
        reason = f"this id belongs to another; this API key writes the items of {seller!r} only"
        return Refusal(wish.line, wish.id, (Problem("id", reason),))
    if isinstance(wish, Removal):
        return wish
    row = _signed(wish.row, seller)
    if row is None:
        reason = (
            f"is not {seller!r}, whose items this API key writes; leave it out or name that one"
        )
        return Refusal(wish.line, wish.id, (Problem("seller", reason),))
    return replace(wish, row=row)


def _signed(row: Row, seller: str) -> Row | None:
    """The row as the seller's; None when it names another one."""
    if isinstance(row, SellerRow):
        return row
    if not isinstance(row, ProductRow | VideoRow | LiveStreamRow) or row.seller not in ("", seller):
        return None
    return replace(row, seller=seller)
