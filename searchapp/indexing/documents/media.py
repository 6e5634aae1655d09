"""The documents of videos and live streams."""

from __future__ import annotations

from collections.abc import Sequence

from searchapp.catalog.models import LiveStream, Product, Video
from searchapp.indexing.documents.parts import Document, distinct, identifiers, present, seconds


def video_document(video: Video) -> Document:
    """All fields of the schema but the embedding; `video` comes with seller and products loaded."""
    products = [row.product for row in video.product_rows.all()]
    return present(
        {
            **_shared(video),
            "products_text": _titles(products),
            "products": [product.pk for product in products],
            "tags_text": "\n".join(video.tags),
            "tags": list(video.tags),
            "creator": video.creator,
            "duration": video.duration,
            "url": video.url,
        }
    )


def live_document(live: LiveStream) -> Document:
    """All fields of the schema but the embedding; `live` comes with seller and products loaded.

    Streams that ended keep their document: their status says so, and the mixed row decides.
    """
    products = [row.product for row in live.product_rows.all()]
    shown = [*products, *([live.product_now] if live.product_now else [])]
    return present(
        {
            **_shared(live),
            "products_text": _titles(shown),
            "products": [product.pk for product in products],
            "product_now": live.product_now_id,
            "host": live.host,
            "status": live.status,
            "starts": seconds(live.starts),
            "viewers": live.viewers,
        }
    )


def _shared(item: Video | LiveStream) -> Document:
    return {
        "id": item.pk,
        "title": item.title,
        "title_words": item.title,
        "body": item.description,
        "identifiers": identifiers([item.pk]),
        "seller": item.seller_id,
        "seller_name": item.seller.name if item.seller else None,
        "created": seconds(item.created),
        "published": seconds(item.published),
        "image": item.image,
        "description": item.description,
    }


def _titles(products: Sequence[Product]) -> str:
    return "\n".join(distinct(product.title for product in products))
