"""An item of the catalog as a row, from which `upsert` would write the same item again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from searchapp.catalog.models import Category, LiveStream, Product, Seller, Video
from searchapp.catalog.rows import (
    CategoryRow,
    LiveStreamRow,
    ProductRow,
    Row,
    RowKind,
    SellerRow,
    VariantRow,
    VideoRow,
)


def stored_row(kind: RowKind, id_: str) -> Row | None:
    """The item's row, None when there is none. The item is locked, so this must run in the
    transaction that writes it.
    """
    model, read = _READERS[kind]
    key = "path" if kind is RowKind.CATEGORY else "pk"
    item = model._default_manager.select_for_update().filter(**{key: id_}).first()
    return None if item is None else read(item)


def _seller(item: Any) -> SellerRow:
    return SellerRow(**_columns(item, SellerRow))


def _category(item: Any) -> CategoryRow:
    return CategoryRow(**_columns(item, CategoryRow))


def _product(item: Any) -> ProductRow:
    variants = tuple(
        VariantRow(**_columns(variant, VariantRow))
        for variant in item.variants.order_by("position")
    )
    return ProductRow(
        **_columns(item, ProductRow)
        | {
            "bullets": tuple(item.bullets),
            "images": tuple(item.images),
            "category": item.category.path if item.category else "",
            "variants": variants,
        }
    )


def _video(item: Any) -> VideoRow:
    shown = {"tags": tuple(item.tags), "products": _shown(item)}
    return VideoRow(**_columns(item, VideoRow) | shown)


def _live_stream(item: Any) -> LiveStreamRow:
    shown = {"product_now": item.product_now_id or "", "products": _shown(item)}
    return LiveStreamRow(**_columns(item, LiveStreamRow) | shown)


def _shown(item: Any) -> tuple[str, ...]:
    return tuple(item.product_rows.order_by("position").values_list("product_id", flat=True))


def _columns(item: Any, row: type[Row] | type[VariantRow]) -> dict[str, Any]:
    """The columns that a row has under the same names, and its seller's id."""
    named = row.__dataclass_fields__
    values = {
        field.name: getattr(item, field.name)
        for field in item._meta.concrete_fields
        if field.name in named and not field.is_relation
    }
    if "seller" in named:
        values["seller"] = item.seller_id or ""
    if "published" in named:
        values["published"] = item.published or False
    return values


_READERS: Mapping[RowKind, tuple[Any, Callable[[Any], Row]]] = {
    RowKind.SELLER: (Seller, _seller),
    RowKind.CATEGORY: (Category, _category),
    RowKind.PRODUCT: (Product, _product),
    RowKind.VIDEO: (Video, _video),
    RowKind.LIVE: (LiveStream, _live_stream),
}
