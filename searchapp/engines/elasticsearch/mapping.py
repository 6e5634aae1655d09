"""A kind's schema as Elasticsearch settings and mappings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

from searchapp.engines.elasticsearch.analysis import (
    PREFIX_ANALYZER,
    QUERY_ANALYZER,
    TEXT_ANALYZER,
    analysis,
)
from searchapp.pipeline.request import Kind
from searchapp.pipeline.schema import SCHEMAS, FieldType

CARD = "card_json"
"""The card fields of a document as JSON in one doc value: reading them so costs a small part of
what reading the stored document does."""

FORMS = "other_forms"
"""Beside a text the other forms of its words by which it is found: field by field, copied into the
field's index and kept nowhere else, so that a document comes back as it was written.
"""

SLICE = "slice"
CHECKSUM = "version_checksum"
"""The slice of a document and its `entry_checksum`, by which indexes are compared."""

LAYOUT = 2
"""Raised when the same schema is laid out otherwise, so that older indexes are known as such."""

LONGEST_INDEXED_PREFIX = 10
"""Characters; beginnings of words up to so long are terms of their own, longer ones are sought."""

LONGEST_KEYWORD = 1024
"""Characters; a longer KEYWORD value is stored but can't be found (Lucene refuses over 32 kB)."""

NO_REFRESH = "-1"
"""Of an index that is being filled: fewer, larger segments, which are quicker to search later."""


@dataclass(frozen=True, slots=True)
class IndexOptions:
    """What the mapping can't take from the schema.

    `dimensions` is the length d of every VECTOR. `hnsw_links` and `hnsw_candidates` are m and
    ef_construction of the HNSW graph (Malkov and Yashunin, 2016). `remember_deletes` is how long
    the engine knows the version of a deleted document. `refresh_interval` is that of a live index.
    `languages` are the shop's, the default first: texts are analysed by them.
    """

    dimensions: int
    shards: int = 1
    replicas: int = 0
    refresh_interval: str = "1s"
    remember_deletes: str = "1h"
    hnsw_links: int = 16
    hnsw_candidates: int = 100
    languages: tuple[str, ...] = ("en",)


def index_body(kind: Kind, options: IndexOptions) -> dict[str, Any]:
    """The settings and mappings with which an index of `kind` is created.

    Fields that the schema doesn't know are kept with the document but not indexed, so that a newer
    version of the application can write to an index that an older one made, until it is rebuilt.
    """
    return {
        "settings": {
            "number_of_shards": options.shards,
            "number_of_replicas": options.replicas,
            "refresh_interval": NO_REFRESH,
            "gc_deletes": options.remember_deletes,
            "analysis": analysis(options.languages),
        },
        "mappings": {
            "dynamic": False,
            "_meta": {"kind": kind.value, "made_for": made_for(kind, options)},
            "_source": {"excludes": [CARD, FORMS, SLICE, CHECKSUM, *_bytes(kind)]},
            "properties": {
                SLICE: {"type": "short"},
                CHECKSUM: {"type": "long", "index": False},
                CARD: {"type": "binary", "doc_values": True},
                FORMS: {"properties": _forms(kind)},
                **{field.name: _property(field.type, options) for field in SCHEMAS[kind].values()},
            },
        },
    }


def made_for(kind: Kind, options: IndexOptions) -> str:
    """A digest of all that an index can't change once it is there; replicas and refreshing can."""
    fixed = replace(options, replicas=0, refresh_interval="", remember_deletes="")
    fields = [repr(field) for field in SCHEMAS[kind].values()]
    return blake2b(repr((LAYOUT, fixed, fields)).encode(), digest_size=8).hexdigest()


def _forms(kind: Kind) -> dict[str, Any]:
    return {
        field.name: {"type": "text", "index": False, "norms": False, "copy_to": field.name}
        for field in SCHEMAS[kind].values()
        if field.type in (FieldType.TEXT, FieldType.PREFIX)
    }


def _bytes(kind: Kind) -> list[str]:
    return [field.name for field in SCHEMAS[kind].values() if field.type is FieldType.BYTES]


def _property(field_type: FieldType, options: IndexOptions) -> dict[str, Any]:
    match field_type:
        case FieldType.TEXT:
            return {
                "type": "text",
                "analyzer": TEXT_ANALYZER,
                "search_analyzer": QUERY_ANALYZER,
            }
        case FieldType.PREFIX:
            return {
                "type": "text",
                "analyzer": PREFIX_ANALYZER,
                "norms": False,
                "index_prefixes": {"min_chars": 1, "max_chars": LONGEST_INDEXED_PREFIX},
            }
        case FieldType.IDENTIFIER:
            return {"type": "keyword", "doc_values": False}
        case FieldType.KEYWORD:
            return {"type": "keyword", "ignore_above": LONGEST_KEYWORD}
        case FieldType.NUMBER | FieldType.DATE:
            return {"type": "double"}
        case FieldType.BOOLEAN:
            return {"type": "boolean"}
        case FieldType.VECTOR:
            return {
                "type": "dense_vector",
                "dims": options.dimensions,
                "index": True,
                "similarity": "cosine",
                "index_options": {
                    "type": "int8_hnsw",
                    "m": options.hnsw_links,
                    "ef_construction": options.hnsw_candidates,
                },
            }
        case FieldType.BYTES:
            return {"type": "binary", "doc_values": True}
        case FieldType.STORED:
            return {"type": "object", "enabled": False}
