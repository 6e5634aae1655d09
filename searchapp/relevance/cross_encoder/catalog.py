"""The published products of the database, as the teacher reads them, with their vectors."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from analyzers.embedding.base import TextEncoder
from searchapp.indexing.documents import build_documents, items_of
from searchapp.indexing.published import published
from searchapp.pipeline.request import Kind
from searchapp.pipeline.schema import EMBEDDING
from searchapp.relevance.cross_encoder.catalog_texts import CatalogText, catalog_texts

MOST_ITEMS = 50_000
"""Of a larger catalog so many items are read, spread evenly over their ids."""
_CHUNK = 500


def read_catalog(
    encoder: TextEncoder, most: int = MOST_ITEMS
) -> tuple[list[CatalogText], NDArray[np.float32]]:
    """At most `most` products with a title, by their ids, and their vectors, float32 (n, d)."""
    ids = list(published(Kind.PRODUCT).order_by("pk").values_list("pk", flat=True))
    ids = ids[:: max(-(-len(ids) // most), 1)]
    items: list[CatalogText] = []
    vectors: list[NDArray[np.float32]] = []
    for start in range(0, len(ids), _CHUNK):
        documents = _documents(ids[start : start + _CHUNK], encoder)
        found = catalog_texts(documents.items())
        items += found
        nothing = np.zeros(encoder.dimensions, dtype=np.float32)
        vectors += [documents[item.id].get(EMBEDDING, nothing) for item in found]
    return items, np.array(vectors, dtype=np.float32).reshape(len(items), encoder.dimensions)


def _documents(ids: list[str], encoder: TextEncoder) -> dict[str, dict[str, Any]]:
    products = list(items_of(Kind.PRODUCT).filter(pk__in=ids).order_by("pk"))
    built = build_documents(Kind.PRODUCT, products, encoder)
    return {str(document["id"]): dict(document) for document, _ in built}
