"""Documents that are decoded when they are first looked at."""

from __future__ import annotations

from base64 import b64decode, b64encode

import orjson
import pytest

from searchapp.engines.json_document import JsonDocument

RAW = orjson.dumps({"title": "Kettle", "price": 5.0, "body": "long"})


def test_a_document_is_a_mapping_of_the_fields_that_were_asked_for() -> None:
    document = JsonDocument(RAW, {"title", "price", "brand"})
    assert document == {"title": "Kettle", "price": 5.0}
    assert list(document) == ["title", "price"]
    assert len(document) == 2


def test_without_names_it_has_all_fields() -> None:
    assert dict(JsonDocument(RAW, None)) == orjson.loads(RAW)


def test_a_field_that_is_missing_is_not_there() -> None:
    document = JsonDocument(RAW, {"title"})
    assert "title" in document
    assert "body" not in document
    assert document.get("body") is None
    assert document.get("body", "none") == "none"
    with pytest.raises(KeyError):
        document["body"]


def test_it_is_unpacked_once_and_only_when_it_is_looked_at() -> None:
    unpacked: list[str] = []

    def unpack(raw: str) -> bytes:
        unpacked.append(raw)
        return b64decode(raw)

    document = JsonDocument(b64encode(RAW).decode(), None, unpack)
    assert not unpacked
    assert document["title"] == document.get("title") == "Kettle"
    assert len(unpacked) == 1
