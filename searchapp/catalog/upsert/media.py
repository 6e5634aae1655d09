"""Videos and live streams, with the products that they show, into their tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from searchapp.catalog.models import LiveStream, LiveStreamProduct, Video, VideoProduct
from searchapp.catalog.rows import LiveStreamRow, Problem, VideoRow
from searchapp.catalog.upsert.references import ensure_sellers, known_products

_SHARED_COLUMNS = ("title", "description", "image", "created", "published")
_VIDEO_COLUMNS = (*_SHARED_COLUMNS, "duration", "creator", "url")
_LIVE_COLUMNS = (*_SHARED_COLUMNS, "host", "status", "starts", "viewers")


class VideoTable:
    """Videos name a seller and the products that they show; unknown products are left out."""

    model = Video

    def __init__(self, rows: Mapping[str, VideoRow]) -> None:
        self.problems: dict[str, list[Problem]] = {}
        self._products = known_products(name for row in rows.values() for name in row.products)
        self.warnings = {
            identifier: unknown
            for identifier, row in rows.items()
            if (unknown := _unknown("products", row.products, self._products))
        }
        ensure_sellers(row.seller for row in rows.values())

    def values(self, row: VideoRow) -> dict[str, Any]:
        """See `ItemTable`."""
        return {
            **{name: getattr(row, name) for name in _VIDEO_COLUMNS},
            "tags": list(row.tags),
            "seller_id": row.seller or None,
        }

    def children(self, row: VideoRow) -> tuple[str, ...]:
        """The ids of the products shown."""
        return tuple(name for name in row.products if name in self._products)

    def stored_children(self, ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """See `ItemTable`."""
        rows = VideoProduct.objects.filter(video__in=ids).order_by("video", "position")
        return _grouped(rows.values_list("video_id", "product_id"))

    def replace_children(self, children: Mapping[str, tuple[str, ...]]) -> None:
        """See `ItemTable`."""
        VideoProduct.objects.filter(video__in=list(children)).delete()
        VideoProduct.objects.bulk_create(
            VideoProduct(video_id=video, product_id=product, position=position)
            for video, products in children.items()
            for position, product in enumerate(products)
        )


class LiveStreamTable:
    """Live streams name a seller, the products that they show and the one shown now."""

    model = LiveStream

    def __init__(self, rows: Mapping[str, LiveStreamRow]) -> None:
        self.problems: dict[str, list[Problem]] = {}
        self._products = known_products(
            name for row in rows.values() for name in (*row.products, row.product_now)
        )
        self.warnings = {
            identifier: unknown
            for identifier, row in rows.items()
            if (
                unknown := _unknown("products", row.products, self._products)
                + _unknown("product_now", (row.product_now,), self._products)
            )
        }
        ensure_sellers(row.seller for row in rows.values())

    def values(self, row: LiveStreamRow) -> dict[str, Any]:
        """See `ItemTable`."""
        return {
            **{name: getattr(row, name) for name in _LIVE_COLUMNS},
            "seller_id": row.seller or None,
            "product_now_id": row.product_now if row.product_now in self._products else None,
        }

    def children(self, row: LiveStreamRow) -> tuple[str, ...]:
        """The ids of the products shown."""
        return tuple(name for name in row.products if name in self._products)

    def stored_children(self, ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """See `ItemTable`."""
        rows = LiveStreamProduct.objects.filter(live_stream__in=ids)
        ordered = rows.order_by("live_stream", "position")
        return _grouped(ordered.values_list("live_stream_id", "product_id"))

    def replace_children(self, children: Mapping[str, tuple[str, ...]]) -> None:
        """See `ItemTable`."""
        LiveStreamProduct.objects.filter(live_stream__in=list(children)).delete()
        LiveStreamProduct.objects.bulk_create(
            LiveStreamProduct(live_stream_id=live, product_id=product, position=position)
            for live, products in children.items()
            for position, product in enumerate(products)
        )


def _unknown(field: str, named: Sequence[str], known: frozenset[str]) -> list[Problem]:
    missing = [name for name in named if name and name not in known]
    if not missing:
        return []
    shown = ", ".join(missing[:5]) + (", …" if len(missing) > 5 else "")
    reason = f"left out, as the catalog has no such product: {shown}; import it and then this again"
    return [Problem(field, reason)]


def _grouped(rows: Any) -> dict[str, tuple[str, ...]]:
    grouped: dict[str, list[str]] = defaultdict(list)
    for owner, product in rows:
        grouped[owner].append(product)
    return {owner: tuple(products) for owner, products in grouped.items()}
