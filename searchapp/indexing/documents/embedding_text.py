"""The text of an item that is embedded."""

from __future__ import annotations

from searchapp.catalog.models import LiveStream, Product, Video


def embedding_text(item: Product | Video | LiveStream) -> str:
    """Brand and title of a product, title and tags of a video, title of a live stream."""
    if isinstance(item, Product):
        return f"{item.brand} {item.title}".strip()
    if isinstance(item, Video):
        return " ".join([item.title, *item.tags])
    return item.title
