"""What a reranker reads of documents ahead of queries is read once and comes with the documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from rerankers.base import STORED_VECTORS
from searchapp.engines.base import Put
from searchapp.indexing.document_versions import document_version
from searchapp.indexing.documents import Loaded, load_operations
from searchapp.pipeline.request import Kind
from tests.indexing.memory_index import CountingEncoder
from tests.indexing.test_documents import PRODUCT, store

pytestmark = pytest.mark.django_db


class Reader:
    """Reads titles; fails when it is told to."""

    stored_field = STORED_VECTORS

    def __init__(self) -> None:
        self.read: list[str] = []
        self.fails = False

    def stamp(self, document: Mapping[str, Any]) -> bytes:
        return str(document["title"]).encode().ljust(16)[:16]

    def read_ahead(self, documents: Sequence[Mapping[str, Any]]) -> list[bytes]:
        if self.fails:
            raise RuntimeError("no model")
        self.read += [str(each["title"]) for each in documents]
        return [self.stamp(each) + b"!" for each in documents]


def loaded(reader: Reader, *ids: str, encode: bool = True) -> Loaded:
    return load_operations(Kind.PRODUCT, ids, CountingEncoder(), encode, reader=reader)


def kept(found: Loaded) -> list[bytes | None]:
    operations = [each for each in found.operations if isinstance(each, Put)]
    return [each.document.get(STORED_VECTORS) for each in operations]


def test_each_text_is_read_once_however_often_its_product_changes() -> None:
    reader = Reader()
    store({**PRODUCT, "id": "a"}, {**PRODUCT, "id": "b", "variants": [], "price": 5})
    first = loaded(reader, "a", "b")
    assert kept(first) == [b"Electric Kettle !"] * 2
    store({**PRODUCT, "id": "a", "price": 7})
    assert kept(loaded(reader, "a", "b")) == kept(first)
    assert reader.read == ["Electric Kettle"]
    store({**PRODUCT, "id": "a", "title": "Lamp"})
    assert kept(loaded(reader, "a")) == [b"Lamp".ljust(16) + b"!"]
    assert reader.read == ["Electric Kettle", "Lamp"]


def test_a_document_that_is_written_at_once_gets_what_is_read_of_it_later() -> None:
    reader = Reader()
    store({"id": "a", "title": "Lamp"})
    load_operations(Kind.PRODUCT, ["a"], CountingEncoder())  # Its embedding is known.
    early = loaded(reader, "a", encode=False)
    assert kept(early) == [None]
    assert early.unencoded == ["a"]
    late = loaded(reader, "a")
    assert late.unencoded == []
    assert late.operations[0].version == early.operations[0].version + 1
    assert kept(loaded(reader, "a", encode=False)) == kept(late)


def test_a_reader_that_fails_keeps_no_document_out_of_the_index() -> None:
    reader = Reader()
    reader.fails = True
    store({"id": "a", "title": "Lamp"})
    found = loaded(reader, "a")
    assert kept(found) == [None]
    assert found.unencoded == []
    assert found.operations[0].version % 2 == document_version(1) % 2
    reader.fails = False
    assert kept(loaded(reader, "a")) == [b"Lamp".ljust(16) + b"!"]
