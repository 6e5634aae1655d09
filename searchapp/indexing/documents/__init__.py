"""From items of the catalog to documents of the index: `load_operations`.

Set-wise: the number of queries does not depend on the number of items.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Prefetch, QuerySet
from django.utils import timezone

from analyzers.embedding.base import TextEncoder
from rerankers.base import ReadsAhead
from searchapp.catalog.models import (
    LiveStream,
    LiveStreamProduct,
    Product,
    Tombstone,
    Video,
    VideoProduct,
)
from searchapp.catalog.versions import next_version
from searchapp.engines.base import Delete, Operation, Put
from searchapp.indexing.document_versions import document_version
from searchapp.indexing.documents.embedding_text import embedding_text
from searchapp.indexing.documents.media import live_document, video_document
from searchapp.indexing.documents.parts import Document
from searchapp.indexing.documents.product import LOADED_VARIANTS, product_document
from searchapp.indexing.embeddings import embed
from searchapp.indexing.published import shown_at
from searchapp.indexing.token_vectors import read_ahead
from searchapp.pipeline.request import Kind
from searchapp.pipeline.schema import EMBEDDING

__all__ = ["Loaded", "build_documents", "items_of", "load_operations"]


@dataclass(frozen=True, slots=True)
class _Source:
    """Where the documents of a kind come from."""

    items: Callable[[], QuerySet[Any]]
    document: Callable[[Any], Document]


def _products() -> QuerySet[Product]:
    # Many products share a seller, which has many columns: fetched apart, it is made once.
    return Product.objects.select_related("category").prefetch_related(
        "seller", Prefetch("variants", to_attr=LOADED_VARIANTS)
    )


def _videos() -> QuerySet[Video]:
    rows = VideoProduct.objects.select_related("product").only(
        "video", "position", "product__title"
    )
    return Video.objects.select_related("seller").prefetch_related(Prefetch("product_rows", rows))


def _live_streams() -> QuerySet[LiveStream]:
    rows = LiveStreamProduct.objects.select_related("product").only(
        "live_stream", "position", "product__title"
    )
    lives = LiveStream.objects.select_related("seller", "product_now")
    return lives.prefetch_related(Prefetch("product_rows", rows))


_SOURCES: Mapping[Kind, _Source] = {
    Kind.PRODUCT: _Source(_products, product_document),
    Kind.VIDEO: _Source(_videos, video_document),
    Kind.LIVE: _Source(_live_streams, live_document),
}


def items_of(kind: Kind) -> QuerySet[Any]:
    """The items of a kind with all that their documents need, in a fixed number of queries."""
    return _SOURCES[kind].items()


def build_documents(
    kind: Kind,
    items: Sequence[Any],
    encoder: TextEncoder,
    encode: bool = True,
    reader: ReadsAhead | None = None,
) -> list[tuple[Document, bool]]:
    """One document an item, by the kind's schema, and whether its vectors are known. `items` come
    from `items_of`; without `encode`, documents whose text was never encoded, or read by `reader`,
    have no vectors yet.
    """
    documents = [_SOURCES[kind].document(item) for item in items]
    vectors = embed([embedding_text(item) for item in items], encoder, encode)
    whole = [vector is not None for vector in vectors]
    for document, vector in zip(documents, vectors, strict=True):
        # A text without a word has the zero vector, which is near to nothing.
        if vector is not None and vector.any():
            document[EMBEDDING] = vector
    if reader is not None:
        for at, read in enumerate(read_ahead(documents, reader, encode)):
            if read is not None:
                documents[at][reader.stored_field] = read
            elif not encode:
                whole[at] = False
    return list(zip(documents, whole, strict=True))


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the index must do, and the ids of documents that lack their vector yet."""

    operations: list[Operation]
    unencoded: list[str]


def load_operations(
    kind: Kind,
    ids: Sequence[str],
    encoder: TextEncoder,
    encode: bool = True,
    now: datetime | None = None,
    reader: ReadsAhead | None = None,
) -> Loaded:
    """What the index must do so that it has the items `ids` as the database has them at `now`.

    Items that are published are put; those that are not, or are gone, are deleted at the version at
    which that became so.
    """
    now = now or timezone.now()
    unknown_version = next_version()
    is_shown = ExpressionWrapper(shown_at(now), BooleanField())
    found = items_of(kind).filter(pk__in=ids).annotate(is_shown=is_shown)
    items = {item.pk: item for item in found}
    shown = [item for item in items.values() if item.is_shown]
    built = build_documents(kind, shown, encoder, encode, reader)
    operations: list[Operation] = [
        Put(item.pk, document_version(item.version, is_whole), document)
        for item, (document, is_whole) in zip(shown, built, strict=True)
    ]
    unencoded = [item.pk for item, (_, whole) in zip(shown, built, strict=True) if not whole]
    put = {operation.id for operation in operations}
    hidden = {name: item.version for name, item in items.items() if name not in put}
    gone = [name for name in ids if name not in items]
    if gone:
        graves = Tombstone.objects.filter(kind=kind.value, item_id__in=gone)
        hidden |= dict.fromkeys(gone, unknown_version)
        hidden |= dict(graves.values_list("item_id", "version"))
    operations += [Delete(name, document_version(at)) for name, at in hidden.items()]
    return Loaded(operations, unencoded)
