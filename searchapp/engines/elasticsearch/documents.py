"""A write operation as the lines of a bulk request. Pure."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from analyzers.index_text import index_forms
from searchapp.engines.base import Operation, Put, entry_checksum, slice_of
from searchapp.engines.elasticsearch.mapping import CARD, CHECKSUM, FORMS, SLICE
from searchapp.pipeline.request import Kind
from searchapp.pipeline.schema import CARD_FIELDS, SCHEMAS, FieldType, fold_identifier

LONGEST_ID_BYTES = 512
"""Of an id in UTF-8, set by Elasticsearch."""


class UnwritableDocument(ValueError):
    """An operation for which Elasticsearch would refuse the whole batch; says what is wrong."""


def bulk_lines(kind: Kind, operation: Operation, languages: tuple[str, ...] = ("en",)) -> bytes:
    """The action line and, for a `Put`, the document line with other forms of its words in the
    shop's `languages`. Raises `UnwritableDocument`.
    """
    size = len(operation.id.encode("utf-8", "surrogatepass"))
    if not 1 <= size <= LONGEST_ID_BYTES:
        raise UnwritableDocument(f"the id has {size} bytes, allowed are 1 to {LONGEST_ID_BYTES}")
    if operation.version < 0:
        raise UnwritableDocument(f"the version is {operation.version}, below 0")
    action = "index" if isinstance(operation, Put) else "delete"
    lines: list[Any] = [
        {action: {"_id": operation.id, "version": operation.version, "version_type": "external"}}
    ]
    try:
        if isinstance(operation, Put):
            document = source(kind, operation.id, operation.document, languages)
            document[SLICE] = slice_of(operation.id)
            document[CHECKSUM] = entry_checksum(operation.id, operation.version)
            lines.append(document)
        return b"".join(
            orjson.dumps(line, option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_APPEND_NEWLINE)
            for line in lines
        )
    except orjson.JSONEncodeError as error:
        raise UnwritableDocument(f"the document can't be written as JSON: {error}") from error


def source(
    kind: Kind, id: str, document: Mapping[str, Any], languages: tuple[str, ...] = ("en",)
) -> dict[str, Any]:
    """The document as it is sent: with its id, its card and the other forms of its words, without
    what is None, codes folded.

    Raises orjson.JSONEncodeError for a card that is no JSON.
    """
    kept: dict[str, Any] = {name: value for name, value in document.items() if value is not None}
    kept["id"] = id
    forms: dict[str, str] = {}
    for name in _fields_of(kind, FieldType.VECTOR):
        if name in kept and (vector := _vector(kept.pop(name))) is not None:
            kept[name] = vector
    for name in _fields_of(kind, FieldType.BYTES):
        if name in kept:
            kept[name] = b64encode(kept[name]).decode("ascii")
    for name in _fields_of(kind, FieldType.IDENTIFIER):
        if name in kept:
            value = kept[name]
            codes = [value] if isinstance(value, str) else value
            kept[name] = [folded for code in codes if (folded := fold_identifier(str(code)))]
    for name in _fields_of(kind, FieldType.TEXT, FieldType.PREFIX):
        if name in kept and (found := _forms(kept[name], languages)):
            forms[name] = found
    if forms:
        kept[FORMS] = forms
    card = {name: kept[name] for name in CARD_FIELDS[kind] if name in kept}
    kept[CARD] = b64encode(orjson.dumps(card, option=orjson.OPT_SERIALIZE_NUMPY)).decode("ascii")
    return kept


@cache
def _fields_of(kind: Kind, *types: FieldType) -> tuple[str, ...]:
    """The fields of these types; looked up once, not for each document."""
    return tuple(name for name, field in SCHEMAS[kind].items() if field.type in types)


def _forms(value: Any, languages: tuple[str, ...]) -> str:
    texts = [value] if isinstance(value, str) else value
    found = (index_forms(text, languages) for text in texts if isinstance(text, str))
    return " ".join(dict.fromkeys(form for forms in found for form in forms))


def _vector(value: Any) -> NDArray[np.float32] | None:
    """(d,) float32, or None for a vector without a direction: no cosine is defined for it."""
    vector = np.ascontiguousarray(value, dtype=np.float32)
    return vector if vector.any() else None
