"""The fields of an indexed document, one schema for each kind; both engines build from it.

A document is a plain mapping from field name to value: str for TEXT and KEYWORD (or a list of str),
int or float for NUMBER, seconds since 1970-01-01 UTC for DATE, bool for BOOLEAN, a float32 array of
shape (d,) for VECTOR, any JSON value for STORED, bytes for BYTES. A missing or None value is simply
not there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from rerankers.base import STORED_VECTORS
from searchapp.pipeline.request import Kind


class FieldType(StrEnum):
    """How the engine holds a field, which says what can be asked of it."""

    TEXT = "text"
    """Analysed words: text clauses, highlights."""
    PREFIX = "prefix"
    """Words as they are written (folded, not stemmed): suggestions while a word is being typed."""
    IDENTIFIER = "identifier"
    """Exact codes (id, SKU, GTIN), compared after `fold_identifier`."""
    KEYWORD = "keyword"
    """Whole values: filters, facets, sort. Compared as they are."""
    NUMBER = "number"
    """Doubles: ranges, sort, features."""
    DATE = "date"
    """Seconds since 1970: ranges, sort, features."""
    BOOLEAN = "boolean"
    """Filters as "true" and "false", facets, features as 1 and 0."""
    VECTOR = "vector"
    """One embedding for nearest-neighbour search by cosine."""
    STORED = "stored"
    """Returned with the document, not searchable."""
    BYTES = "bytes"
    """Kept beside the document and read by itself: `SearchEngine.stored_bytes`."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind. Only KEYWORD and BOOLEAN fields can be facets.

    The `card` fields are what a hit shows of its document; engines keep them where they are cheap
    to read together.
    """

    name: str
    type: FieldType
    facet: bool = False
    sort: bool = False
    card: bool = False

    @property
    def filterable(self) -> bool:
        """Whether `AnyOf` or `Between` may name the field."""
        return self.type in FILTERABLE


FILTERABLE = frozenset(
    {FieldType.KEYWORD, FieldType.NUMBER, FieldType.DATE, FieldType.BOOLEAN, FieldType.IDENTIFIER}
)
RANGED = frozenset({FieldType.NUMBER, FieldType.DATE})
NUMERIC = RANGED | {FieldType.BOOLEAN}

EMBEDDING = "embedding"
IDENTIFIERS = "identifiers"

Schema = Mapping[str, Field]


def _schema(*fields: Field) -> Schema:
    return {field.name: field for field in fields}


_SHARED = (
    Field("id", FieldType.KEYWORD, sort=True),
    Field("title", FieldType.TEXT, card=True),
    Field("title_words", FieldType.PREFIX),
    Field("body", FieldType.TEXT),
    Field(IDENTIFIERS, FieldType.IDENTIFIER),
    Field("seller", FieldType.KEYWORD, facet=True, card=True),
    Field("seller_name", FieldType.KEYWORD, facet=True, card=True),
    Field("created", FieldType.DATE, sort=True),
    Field("published", FieldType.DATE, sort=True),
    Field("image", FieldType.STORED, card=True),
    Field("description", FieldType.STORED),
    Field(EMBEDDING, FieldType.VECTOR),
    Field(STORED_VECTORS, FieldType.BYTES),
)

SCHEMAS: Mapping[Kind, Schema] = {
    Kind.PRODUCT: _schema(
        *_SHARED,
        Field("brand_text", FieldType.TEXT),
        Field("category_text", FieldType.TEXT),
        Field("colour_text", FieldType.TEXT),
        Field("brand", FieldType.KEYWORD, facet=True, sort=True, card=True),
        Field("category", FieldType.KEYWORD, facet=True, card=True),
        Field("colour", FieldType.KEYWORD, facet=True, card=True),
        Field("size", FieldType.KEYWORD, facet=True, card=True),
        Field("material", FieldType.KEYWORD, facet=True, card=True),
        Field("gender", FieldType.KEYWORD, facet=True, card=True),
        Field("condition", FieldType.KEYWORD, facet=True, card=True),
        Field("currency", FieldType.KEYWORD, facet=True, card=True),
        Field("attributes", FieldType.KEYWORD, facet=True),
        Field("available", FieldType.BOOLEAN, facet=True, card=True),
        Field("price", FieldType.NUMBER, sort=True, card=True),
        Field("list_price", FieldType.NUMBER, card=True),
        Field("discount", FieldType.NUMBER, sort=True),
        Field("stock", FieldType.NUMBER),
        Field("rating", FieldType.NUMBER, sort=True, card=True),
        Field("rating_count", FieldType.NUMBER, sort=True, card=True),
    ),
    Kind.VIDEO: _schema(
        *_SHARED,
        Field("tags_text", FieldType.TEXT),
        Field("products_text", FieldType.TEXT),
        Field("tags", FieldType.KEYWORD, facet=True),
        Field("creator", FieldType.KEYWORD, facet=True, card=True),
        Field("products", FieldType.KEYWORD, card=True),
        Field("duration", FieldType.NUMBER, sort=True, card=True),
        Field("url", FieldType.STORED, card=True),
    ),
    Kind.LIVE: _schema(
        *_SHARED,
        Field("products_text", FieldType.TEXT),
        Field("host", FieldType.KEYWORD, facet=True, card=True),
        Field("status", FieldType.KEYWORD, facet=True, card=True),
        Field("products", FieldType.KEYWORD, card=True),
        Field("product_now", FieldType.KEYWORD, card=True),
        Field("starts", FieldType.DATE, sort=True, card=True),
        Field("viewers", FieldType.NUMBER, sort=True, card=True),
    ),
}
"""`category` holds every level of the path ("Home", "Home > Kitchen"), so a filter on any level
works; `attributes` holds "name=value" for each attribute; `identifiers` the id, SKUs and GTINs."""


CARD_FIELDS: Mapping[Kind, tuple[str, ...]] = {
    kind: tuple(name for name, field in schema.items() if field.card)
    for kind, schema in SCHEMAS.items()
}
"""What a hit shows of its document, by kind."""


_NO_IDENTIFIER = re.compile(r"[\W_]+")


def fold_identifier(text: str) -> str:
    """The form in which identifiers are compared: letters and digits only, in lower case."""
    return _NO_IDENTIFIER.sub("", text.casefold())
