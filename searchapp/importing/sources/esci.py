"""The products of Amazon's Shopping Queries data (ESCI), as published by the OpenSearch project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, BinaryIO

from searchapp.importing.sources.jsonl import read_jsonl
from searchapp.importing.sources.source_row import SourceRow

PRODUCTS_FILE = "products.jsonl.gz"


def read_esci(stream: BinaryIO) -> Iterator[SourceRow]:
    """The products, each with its ASIN as id. What the data says about queries is left out."""
    for source in read_jsonl(stream):
        yield source if source.row is None else replace(source, row=_product(source.row))


def looks_like_esci(row: Mapping[str, Any]) -> bool:
    """Whether the first object of a JSON Lines file is one of these products."""
    return "id" not in row and "bullet_points" in row and ("asin" in row or "_id" in row)


def _product(row: Mapping[str, Any]) -> dict[str, Any]:
    image = row.get("image")
    return {
        "id": row.get("_id") or row.get("asin"),
        "title": row.get("title"),
        "description": row.get("description"),
        "bullets": row.get("bullet_points"),
        "brand": row.get("brand"),
        "colour": row.get("color"),
        "category": row.get("category"),
        "price": row.get("price"),
        "currency": "USD",
        "rating": row.get("rating"),
        "rating_count": row.get("rating_count"),
        "images": [image] if image else [],
    }
