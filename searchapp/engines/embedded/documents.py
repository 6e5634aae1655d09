"""From a document to what the engine keeps of it, with its values checked on the way."""

from __future__ import annotations

import math
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from searchapp.engines.embedded.analysis import Analysis, hash_terms
from searchapp.engines.embedded.schema import ITEM, MARK
from searchapp.pipeline.schema import NUMERIC, Field, FieldType, Schema, fold_identifier

LONGEST_VALUE = 32_766
"""Of a keyword, in UTF-8 bytes."""


class InvalidDocument(ValueError):
    """A document that can't be indexed; the message names the field and what it should hold."""


@dataclass(frozen=True, slots=True, eq=False)
class EncodedDocument:
    """A document as it is written.

    `indexed` is for tantivy; `document` the JSON without vectors and bytes; `stored` the BYTES
    fields that it has; `numbers` one float64 for each
    NUMERIC field of the schema, NaN for none; `terms` uint32: the number of terms of each TEXT
    field, then the CRC-32 of every term; `vector` (d,) float32 of length 1, or None.
    """

    indexed: dict[str, Any]
    document: bytes
    numbers: bytes
    terms: bytes
    term_counts: tuple[int, ...]
    vector: NDArray[np.float32] | None
    stored: Mapping[str, bytes]


def numeric_fields(schema: Schema) -> list[str]:
    """The fields of `EncodedDocument.numbers`, in their order."""
    return [field.name for field in schema.values() if field.type in NUMERIC]


def text_fields(schema: Schema) -> list[str]:
    """The fields of `EncodedDocument.terms`, in their order."""
    return [field.name for field in schema.values() if field.type is FieldType.TEXT]


def encode_document(
    schema: Schema, analysis: Analysis, dimensions: int, id: str, document: Mapping[str, Any]
) -> EncodedDocument:
    """Check `document` and put it in the form of the index. Raises `InvalidDocument`."""
    indexed: dict[str, Any] = {"id": id, MARK: ITEM}
    kept: dict[str, Any] = {}
    numbers = array("d")
    hashes = array("I")
    term_counts = []
    vector = None
    stored: dict[str, bytes] = {}
    for field in schema.values():
        value = document.get(field.name)
        if field.type in NUMERIC:
            numbers.append(math.nan if value is None else _number(field, value))
        if field.type is FieldType.TEXT:
            term_lists = [analysis.indexed_terms(text) for text in _texts(field, value)]
            hashed = [number for terms in term_lists for number in hash_terms(terms)]
            term_counts.append(len(hashed))
            hashes.extend(hashed)
            if hashed:
                indexed[field.name] = [" ".join(terms) for terms in term_lists]
        if value is None:
            continue
        if field.type is FieldType.VECTOR:
            vector = _unit_vector(field, value, dimensions)
            continue
        if field.type is FieldType.BYTES:
            stored[field.name] = _bytes(field, value)
            continue
        kept[field.name] = value
        if field.type is FieldType.BOOLEAN:
            indexed[field.name] = "true" if value else "false"
        elif field.type in NUMERIC:
            indexed[field.name] = float(value)
        elif field.type is FieldType.PREFIX:
            texts = _texts(field, value)
            indexed[field.name] = [" ".join(analysis.indexed_words(text)) for text in texts]
        elif field.type is FieldType.IDENTIFIER:
            indexed[field.name] = [fold_identifier(text) for text in _texts(field, value)]
        elif field.type is FieldType.KEYWORD and field.name != "id":
            indexed[field.name] = _keywords(field, value)
    return EncodedDocument(
        indexed=indexed,
        document=_json(kept),
        numbers=numbers.tobytes(),
        terms=(array("I", term_counts) + hashes).tobytes(),
        term_counts=tuple(term_counts),
        vector=vector,
        stored=stored,
    )


def _texts(field: Field, value: object) -> list[str]:
    if value is None:
        return []
    if isinstance(value, str):
        return [value]
    values = value if isinstance(value, (list, tuple)) else [value]
    if not all(isinstance(each, str) for each in values):
        raise InvalidDocument(f"{field.name}: expected text or a list of texts, got {value!r:.80}")
    return list(values)


def _keywords(field: Field, value: object) -> list[str]:
    values = _texts(field, value)
    for each in values:
        if len(each) * 4 > LONGEST_VALUE and len(each.encode()) > LONGEST_VALUE:
            raise InvalidDocument(f"{field.name}: a value is longer than {LONGEST_VALUE} bytes")
    return values


def _bytes(field: Field, value: object) -> bytes:
    if not isinstance(value, bytes):
        raise InvalidDocument(f"{field.name}: expected bytes, got {value!r:.80}")
    return value


def _number(field: Field, value: object) -> float:
    if field.type is FieldType.BOOLEAN:
        if not isinstance(value, bool):
            raise InvalidDocument(f"{field.name}: expected true or false, got {value!r:.80}")
    elif isinstance(value, bool) or not isinstance(value, (int, float, np.number)):
        raise InvalidDocument(f"{field.name}: expected a number, got {value!r:.80}")
    number = float(value)
    if not math.isfinite(number):
        raise InvalidDocument(f"{field.name}: expected a finite number, got {value!r}")
    return number


def _unit_vector(field: Field, value: object, dimensions: int) -> NDArray[np.float32]:
    vector = np.asarray(value, dtype=np.float32)
    if vector.shape != (dimensions,):
        raise InvalidDocument(
            f"{field.name}: expected {dimensions} numbers, got an array of shape {vector.shape}; "
            "embed the document with the model that the index was made for"
        )
    length = math.sqrt(float(vector @ vector))
    if not math.isfinite(length) or length == 0.0:
        raise InvalidDocument(f"{field.name}: expected finite numbers, not all of them zero")
    return vector / np.float32(length)


def _json(document: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(document, option=orjson.OPT_SERIALIZE_NUMPY)
    except orjson.JSONEncodeError as error:
        raise InvalidDocument(f"the document has a value that is not JSON: {error}") from error
