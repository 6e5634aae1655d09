"""Documents have what their kind's schema says, from a fixed number of queries."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rerankers.base import STORED_VECTORS
from searchapp.catalog.models import Product
from searchapp.engines.base import Delete, Put
from searchapp.importing.job import Import
from searchapp.importing.sources import SourceRow
from searchapp.indexing.document_versions import document_version
from searchapp.indexing.documents import load_operations
from searchapp.indexing.documents.product import attribute_pairs, discount, is_available
from searchapp.pipeline.request import Kind
from searchapp.pipeline.schema import SCHEMAS, FieldType
from tests.indexing.memory_index import CountingEncoder

pytestmark = pytest.mark.django_db

PRODUCT = {
    "id": "K-1",
    "title": "Electric Kettle",
    "description": "Boils water.",
    "bullets": ["1.7 litres", "Quiet"],
    "brand": "Wasser",
    "category": "Home > Kitchen > Kettles",
    "seller": "acme",
    "attributes": {"watt": 2200, "auto_off": True, "smart": False, "use": ["tea", "coffee"]},
    "colour": "steel",
    "size": "1.7 l",
    "material": "steel",
    "gender": "unisex",
    "gtin": "036000291452",
    "sku": "WK-1700",
    "images": ["/a.jpg", "/b.jpg"],
    "price": 30,
    "list_price": 40,
    "stock": 0,
    "rating": 4.5,
    "rating_count": 12,
    "created": "2024-01-01",
    "published": "2024-01-02",
    "variants": [{"id": "K-1-red", "colour": "red", "stock": 2, "attributes": {"lid": "glass"}}],
}
VIDEO = {
    "kind": "video",
    "id": "V-1",
    "title": "How to boil",
    "description": "Tea in a minute",
    "tags": ["tea", "how-to"],
    "duration": 42.5,
    "products": ["K-1"],
    "creator": "Ann",
    "seller": "acme",
    "image": "/v.jpg",
    "url": "/v.mp4",
}
LIVE = {
    "kind": "live",
    "id": "L-1",
    "title": "Tea time",
    "description": "All about tea",
    "host": "Ann",
    "seller": "acme",
    "status": "ended",
    "starts": "2024-01-01T10:00:00Z",
    "product_now": "K-1",
    "products": ["K-1"],
    "viewers": 7,
    "image": "/l.jpg",
}
TYPES: dict[FieldType, tuple[type, ...]] = {
    FieldType.TEXT: (str,),
    FieldType.PREFIX: (str,),
    FieldType.IDENTIFIER: (str,),
    FieldType.KEYWORD: (str,),
    FieldType.NUMBER: (int, float),
    FieldType.DATE: (int, float),
    FieldType.BOOLEAN: (bool,),
    FieldType.VECTOR: (np.ndarray,),
    FieldType.STORED: (str,),
}


def store(*rows: dict[str, Any]) -> None:
    report = Import(index=False).run(SourceRow(1, row, row) for row in rows)
    assert report.rejected == 0


def document(kind: Kind, name: str) -> dict[str, Any]:
    (operation,) = load_operations(kind, [name], CountingEncoder()).operations
    assert isinstance(operation, Put)
    return dict(operation.document)


@pytest.fixture
def stored() -> None:
    store(PRODUCT, VIDEO, LIVE)


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(
    ("kind", "name"), [(Kind.PRODUCT, "K-1"), (Kind.VIDEO, "V-1"), (Kind.LIVE, "L-1")]
)
def test_a_full_item_has_every_field_of_its_schema_in_its_type(kind: Kind, name: str) -> None:
    fields = document(kind, name)
    # What a reranker reads ahead is there where a shop asks for it: `test_token_vectors.py`.
    assert fields.keys() == SCHEMAS[kind].keys() - {STORED_VECTORS}
    for field in (field for field in SCHEMAS[kind].values() if field.name in fields):
        value = fields[field.name]
        for each in value if isinstance(value, list) else [value]:
            assert isinstance(each, TYPES[field.type]), field.name


@pytest.mark.usefixtures("stored")
def test_a_product_is_found_by_all_that_is_known_of_it() -> None:
    fields = document(Kind.PRODUCT, "K-1")
    assert fields["body"].split("\n") == [
        "Boils water.", "1.7 litres", "Quiet", "auto off", "tea", "coffee", "2200", "glass",
    ]  # fmt: skip
    assert fields["category"] == ["Home", "Home > Kitchen", "Home > Kitchen > Kettles"]
    assert fields["category_text"] == "Home Kitchen Kettles"
    assert fields["identifiers"] == ["k1", "wk1700", "036000291452", "36000291452", "k1red"]
    assert fields["colour"] == ["steel", "red"]
    assert fields["colour_text"] == "steel red"
    assert fields["attributes"] == [
        "auto_off=true", "smart=false", "use=tea", "use=coffee", "watt=2200", "lid=glass",
    ]  # fmt: skip
    assert fields["available"] is True
    assert fields["discount"] == pytest.approx(0.25)
    assert fields["published"] == 1704153600
    assert fields["image"] == "/a.jpg"


@pytest.mark.usefixtures("stored")
def test_videos_and_live_streams_quote_the_products_that_they_show() -> None:
    assert document(Kind.VIDEO, "V-1")["products_text"] == "Electric Kettle"
    live = document(Kind.LIVE, "L-1")
    assert (live["products"], live["product_now"], live["status"]) == (["K-1"], "K-1", "ended")


def test_what_is_not_known_is_not_there() -> None:
    store({"id": "x", "title": "X"})
    assert document(Kind.PRODUCT, "x").keys() == {
        "id", "title", "title_words", "identifiers", "created", "published", "condition",
        "currency", "available",
        "embedding",
    }  # fmt: skip


def test_the_embedding_is_of_brand_and_title() -> None:
    encoder = CountingEncoder()
    store(PRODUCT, VIDEO, LIVE)
    for kind, name in ((Kind.PRODUCT, "K-1"), (Kind.VIDEO, "V-1"), (Kind.LIVE, "L-1")):
        load_operations(kind, [name], encoder)
    assert encoder.texts == ["Wasser Electric Kettle", "How to boil tea how-to", "Tea time"]


def test_a_text_is_encoded_once_and_its_vector_stays_the_same() -> None:
    store(PRODUCT, {**PRODUCT, "id": "K-2", "variants": []})
    encoder = CountingEncoder()
    first = load_operations(Kind.PRODUCT, ["K-1", "K-2"], encoder).operations
    again = load_operations(Kind.PRODUCT, ["K-1", "K-2"], encoder).operations
    assert len(encoder.texts) == 1
    for before, after in zip(first, again, strict=True):
        assert isinstance(before, Put)
        assert isinstance(after, Put)
        vector = after.document["embedding"]
        assert (before.document["embedding"] == vector).all()
        assert vector.dtype == np.float32
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-3)


def test_a_title_without_a_word_has_no_embedding(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = CountingEncoder()
    monkeypatch.setattr(
        encoder, "encode", lambda texts: np.zeros((len(texts), encoder.dimensions), np.float32)
    )
    store({"id": "x", "title": "!"})
    (operation,) = load_operations(Kind.PRODUCT, ["x"], encoder).operations
    assert isinstance(operation, Put)
    assert "embedding" not in operation.document


@pytest.mark.parametrize(
    ("stock", "variants", "available"),
    [
        (None, [], True),
        (0, [], False),
        (3, [], True),
        (0, [2], True),
        (5, [0, 0], False),
        (0, [None], False),
    ],
)
def test_what_can_be_bought_is_available(
    stock: int | None, variants: list[int | None], available: bool
) -> None:
    assert is_available(stock, variants) is available


def test_a_discount_needs_both_prices_and_is_never_negative() -> None:
    assert discount(Decimal(30), None) is None
    assert discount(None, Decimal(30)) is None
    assert discount(Decimal(5), Decimal(0)) is None
    assert discount(Decimal(40), Decimal(30)) == 0


def test_numbers_of_attributes_are_written_shortly() -> None:
    assert list(attribute_pairs({"a": 1.0, "b": 1.5, "c": False})) == ["a=1", "b=1.5", "c=false"]


@pytest.mark.parametrize("kind", list(Kind))
def test_the_number_of_queries_does_not_grow_with_the_items(kind: Kind) -> None:
    rows = [PRODUCT]
    for number in range(2, 9):
        variants = [{"id": f"K-{number}-{colour}", "colour": colour} for colour in ("red", "blue")]
        rows.append({**PRODUCT, "id": f"K-{number}", "seller": f"s{number}", "variants": variants})
    shown = [row["id"] for row in rows]
    rows += [
        {**VIDEO, "id": f"V-{n}", "seller": f"s{n}", "products": shown[n:]} for n in range(1, 9)
    ]
    rows += [
        {**LIVE, "id": f"L-{n}", "seller": f"s{n}", "product_now": f"K-{n}"} for n in range(1, 9)
    ]
    store(*rows)
    initial = {Kind.PRODUCT: "K", Kind.VIDEO: "V", Kind.LIVE: "L"}[kind]
    ids = [f"{initial}-{number}" for number in range(1, 9)]

    def queries(count: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert len(load_operations(kind, ids[:count], CountingEncoder()).operations) == count
        return len(captured)

    queries(8)
    assert queries(1) == queries(8) <= 4


def test_what_is_hidden_or_gone_is_deleted_at_its_version() -> None:
    store(PRODUCT, {"id": "hidden", "title": "H", "published": False})
    loaded = load_operations(Kind.PRODUCT, ["K-1", "hidden", "never"], CountingEncoder())
    versions = {each.id: each.version for each in loaded.operations if isinstance(each, Delete)}
    assert versions.keys() == {"hidden", "never"}
    hidden = Product.objects.get(pk="hidden")
    assert versions["hidden"] == document_version(hidden.version)
