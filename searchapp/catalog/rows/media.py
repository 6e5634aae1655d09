"""The rows of videos and live streams."""

from __future__ import annotations

from searchapp.catalog.models import LiveStatus
from searchapp.catalog.rows.fields import FieldReader
from searchapp.catalog.rows.values import LiveStreamRow, VideoRow

_MOST_PRODUCTS = 500
_LONGEST_VIDEO = 86_400.0


def read_video(fields: FieldReader) -> VideoRow:
    """The video's values."""
    return VideoRow(
        id=fields.identifier("id", required=True),
        title=fields.line("title", 500, required=True),
        description=fields.description("description", 50_000),
        tags=fields.tags("tags", 100, 100),
        duration=fields.number("duration", 0, _LONGEST_VIDEO),
        products=fields.identifiers("products", _MOST_PRODUCTS),
        creator=fields.line("creator", 200),
        seller=fields.identifier("seller"),
        image=fields.address("image", 2_000),
        url=fields.address("url", 2_000),
        created=fields.time("created"),
        published=fields.publication(),
    )


def read_live_stream(fields: FieldReader) -> LiveStreamRow:
    """The live stream's values."""
    return LiveStreamRow(
        id=fields.identifier("id", required=True),
        title=fields.line("title", 500, required=True),
        description=fields.description("description", 50_000),
        host=fields.line("host", 200),
        seller=fields.identifier("seller"),
        status=fields.choice("status", LiveStatus.values, {}) or LiveStatus.SCHEDULED.value,
        starts=fields.time("starts"),
        product_now=fields.identifier("product_now"),
        products=fields.identifiers("products", _MOST_PRODUCTS),
        viewers=fields.count("viewers") or 0,
        image=fields.address("image", 2_000),
        created=fields.time("created"),
        published=fields.publication(),
    )
