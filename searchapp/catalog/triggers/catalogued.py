"""What the triggers watch, and what each change stands for."""

from __future__ import annotations

from dataclasses import dataclass

from searchapp.catalog.models.outbox import Lane


@dataclass(frozen=True, slots=True)
class Items:
    """A table whose rows have documents of `kind`. A change of a `fast` column takes the fast lane;
    items of other kinds quote the column `quoted`, so that its change stands for them too.
    """

    table: str
    kind: str
    fast: tuple[str, ...]
    quoted: str = ""
    inserted: Lane = Lane.BULK


@dataclass(frozen=True, slots=True)
class Parts:
    """A table whose rows belong to an item of the table `owner`, by the column `key`."""

    table: str
    owner: str
    kind: str
    key: str
    fast: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quoted:
    """A table without documents, whose `columns` are quoted in those of other items."""

    table: str
    kind: str
    columns: tuple[str, ...]


TITLE = "title"
"""The kind of outbox rows that stand for the videos and live streams that show a product."""
SELLER = "seller"
CATEGORY = "category"

ITEMS = (
    Items(
        "catalog_product",
        "product",
        fast=("price", "list_price", "stock", "published"),
        quoted="title",
    ),
    Items("catalog_video", "video", fast=("published",)),
    Items(
        "catalog_livestream",
        "live",
        fast=("status", "viewers", "product_now_id", "published"),
        inserted=Lane.FAST,
    ),
)
PARTS = (
    Parts("catalog_variant", "catalog_product", "product", "product_id", fast=("price", "stock")),
    Parts("catalog_videoproduct", "catalog_video", "video", "video_id"),
    Parts("catalog_livestreamproduct", "catalog_livestream", "live", "live_stream_id"),
)
QUOTED = (
    Quoted("catalog_seller", SELLER, ("name",)),
    Quoted("catalog_category", CATEGORY, ("path", "title")),
)
OUTBOX = "catalog_outboxrow"
TOMBSTONES = "catalog_tombstone"
VERSIONED = (*(items.table for items in ITEMS), "catalog_seller")
