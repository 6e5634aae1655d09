"""A write operation becomes the lines of a bulk request."""

from __future__ import annotations

from base64 import b64decode
from typing import Any

import numpy as np
import orjson
import pytest

from searchapp.engines.base import Delete, Operation, Put, entry_checksum, slice_of
from searchapp.engines.elasticsearch.documents import UnwritableDocument, bulk_lines
from searchapp.engines.elasticsearch.mapping import CARD, CHECKSUM, SLICE
from searchapp.pipeline.request import Kind


def lines(operation: Operation) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in bulk_lines(Kind.PRODUCT, operation).splitlines()]


def kept(**document: Any) -> dict[str, Any]:
    source = lines(Put("k1", 7, document))[1]
    for name in (CARD, SLICE, CHECKSUM):
        del source[name]
    return source


def test_a_document_has_what_it_is_compared_by() -> None:
    source = lines(Put("k1", 7, {"title": "Kettle"}))[1]
    assert source[SLICE] == slice_of("k1")
    assert source[CHECKSUM] == entry_checksum("k1", 7)


def test_the_card_is_kept_in_one_value() -> None:
    document = {"title": "Kettle", "price": 20.0, "body": "long", "material": None}
    card = lines(Put("k1", 7, document))[1][CARD]
    assert orjson.loads(b64decode(card)) == {"title": "Kettle", "price": 20.0}


def test_versions_are_external() -> None:
    action, _ = lines(Put("k1", 7, {"title": "Kettle"}))
    assert action == {"index": {"_id": "k1", "version": 7, "version_type": "external"}}
    assert lines(Delete("k1", 8)) == [
        {"delete": {"_id": "k1", "version": 8, "version_type": "external"}}
    ]


def test_missing_values_are_left_out() -> None:
    assert kept(title="Kettle", brand=None) == {"id": "k1", "title": "Kettle"}


def test_identifiers_are_folded() -> None:
    assert kept(identifiers=["AB-123/x", "--"])["identifiers"] == ["ab123x"]
    assert kept(identifiers="AB 1")["identifiers"] == ["ab1"]


def test_vectors_are_written_as_numbers() -> None:
    assert kept(embedding=np.array([0.5, -0.25], np.float32))["embedding"] == [0.5, -0.25]
    every_other = np.arange(6, dtype=np.float64)[::2]
    assert kept(embedding=every_other)["embedding"] == [0.0, 2.0, 4.0]


def test_a_vector_without_direction_is_left_out() -> None:
    assert "embedding" not in kept(embedding=np.zeros(4, np.float32))


@pytest.mark.parametrize(
    ("operation", "complaint"),
    [
        (Put("", 1, {}), "0 bytes"),
        (Put("é" * 300, 1, {}), "600 bytes"),
        (Delete("a", -1), "version is -1"),
        (Put("a", 1, {"title": "\ud800"}), "JSON"),
        (Put("a", 1, {"stock": 2**80}), "JSON"),
        (Put("a", 1, {"title": object()}), "JSON"),
    ],
)
def test_what_would_spoil_the_batch_is_refused(operation: Operation, complaint: str) -> None:
    with pytest.raises(UnwritableDocument, match=complaint):
        bulk_lines(Kind.PRODUCT, operation)
