"""The writing of the catalog over REST."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.test import Client

from searchapp.api import limits
from searchapp.api.keys import create_key
from searchapp.catalog.models import Category, LiveStream, Product, Seller, Video

pytestmark = pytest.mark.django_db
KeyClient = Callable[..., Client]


@pytest.fixture
def writer(key_client: KeyClient) -> Client:
    return key_client("catalog")


@pytest.fixture
def sellers() -> None:
    for name in ("anna", "ben"):
        Seller.objects.create(id=name, name=name.title())


def send(
    client: Client, collection: str, lines: Iterable[Any], status: int = 200
) -> dict[str, Any]:
    body = b"\n".join(
        line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines
    )
    response = client.post(
        f"/api/catalog/{collection}:bulk", body, content_type="application/x-ndjson"
    )
    assert response.status_code == status, response.content
    answer: dict[str, Any] = response.json()
    return answer


def statuses(answer: dict[str, Any]) -> list[str]:
    return [item["status"] for item in answer["items"]]


def test_lines_create_update_leave_and_delete(writer: Client) -> None:
    kettle = {"id": "k1", "title": "Kettle", "price": 29.9, "category": "Home > Kettles"}
    first = send(writer, "products", [kettle, {"id": "k2", "title": "Pot"}])
    assert (first["created"], first["rejected"]) == (2, 0)
    second = send(
        writer,
        "products",
        [kettle, {"id": "k2", "title": "Teapot"}, {"delete": "k3"}, {"delete": "k1"}],
    )
    assert statuses(second) == ["unchanged", "updated", "not_found", "deleted"]
    assert {name: second[name] for name in ("unchanged", "updated", "not_found", "deleted")} == {
        "unchanged": 1,
        "updated": 1,
        "not_found": 1,
        "deleted": 1,
    }
    assert list(Product.objects.values_list("id", "title")) == [("k2", "Teapot")]


def test_a_bad_line_stops_no_other_and_says_what_is_wrong(writer: Client) -> None:
    answer = send(
        writer,
        "products",
        [
            {"id": "k1", "title": "Kettle"},
            b"{not json",
            b"",
            {"title": "No id"},
            [1],
            {"id": "k2", "title": "Pot", "price": "dear"},
            {"id": "v1", "title": "A video", "kind": "video"},
            {"delete": None},
            {"id": "k3", "title": "Cup"},
        ],
    )
    assert (answer["created"], answer["rejected"]) == (2, 6)
    by_line = {item["line"]: item for item in answer["items"]}
    assert 3 not in by_line, "a blank line is no line"
    assert "JSON" in by_line[2]["problems"][0]["reason"]
    assert by_line[4]["problems"][0]["field"] == "id"
    assert by_line[6]["id"] == "k2"
    assert by_line[6]["problems"][0]["field"] == "price"
    assert by_line[7]["problems"][0]["field"] == "kind"
    assert by_line[8]["problems"][0]["field"] == "delete"


def test_lines_are_carried_out_in_their_order(writer: Client) -> None:
    answer = send(
        writer,
        "products",
        [
            {"id": "k1", "title": "One"},
            {"delete": "k1"},
            {"id": "k1", "title": "Two"},
            {"id": "k1", "title": "Three"},
        ],
    )
    assert statuses(answer) == ["created", "deleted", "created", "updated"]
    assert Product.objects.get().title == "Three"


def test_every_collection_can_be_written(writer: Client) -> None:
    assert send(writer, "sellers", [{"id": "s1", "name": "Shop"}])["created"] == 1
    assert send(writer, "categories", [{"path": "Home > Cups"}])["created"] == 1
    assert send(writer, "products", [{"id": "p1", "title": "Cup", "seller": "s1"}])["created"] == 1
    assert send(writer, "videos", [{"id": "v1", "title": "V", "products": ["p1"]}])["created"] == 1
    assert send(writer, "live-streams", [{"id": "l1", "title": "L"}])["created"] == 1
    assert send(writer, "categories", [{"delete": "Home > Cups"}])["deleted"] == 1
    assert (Video.objects.count(), LiveStream.objects.count()) == (1, 1)
    assert list(Category.objects.values_list("path", flat=True)) == ["Home"]


def test_many_lines_need_few_queries(writer: Client, django_assert_max_num_queries: Any) -> None:
    writer.get("/api/search")
    rows = [{"id": f"p{n}", "title": f"Product {n}"} for n in range(400)]
    with django_assert_max_num_queries(30):
        assert send(writer, "products", rows)["created"] == 400


def test_a_body_with_too_many_lines_writes_nothing(
    writer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_BULK_LINES", 3)
    rows = [{"id": f"p{n}", "title": "x"} for n in range(9)]
    error = send(writer, "products", rows, status=413)["error"]
    assert "3 lines" in error["message"]
    assert not Product.objects.exists()


def test_a_body_over_the_limit_is_refused_before_it_is_read(writer: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    error = send(writer, "products", [{"id": "p1", "title": "x" * 200}], status=413)["error"]
    assert error["parameter"] == "body"
    assert not Product.objects.exists()


def test_a_long_line_is_rejected_alone(writer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_ITEM_BYTES", 100)
    rows = [
        {"id": "p1", "title": "x"},
        {"id": "p2", "title": "x" * 200_000},
        {"id": "p3", "title": "x"},
    ]
    answer = send(writer, "products", rows)
    assert statuses(answer) == ["created", "rejected", "created"]
    assert [item["line"] for item in answer["items"]] == [1, 2, 3]
    last = send(writer, "products", [{"id": "p4", "title": "y" * 200}])
    assert statuses(last) == ["rejected"]


def test_an_empty_body_and_other_formats_are_refused(writer: Client) -> None:
    assert send(writer, "products", [], status=400)["error"]["parameter"] == "body"
    response = writer.post("/api/catalog/products:bulk", {"id": 1}, content_type="application/json")
    assert response.status_code == 415


def test_an_id_may_be_repeated_as_a_number(writer: Client) -> None:
    response = writer.put(
        "/api/catalog/products/77", {"id": 77, "title": "Pot"}, content_type="application/json"
    )
    assert response.json()["id"] == "77"


def test_one_item_is_put_and_deleted(writer: Client) -> None:
    def put(body: Any) -> Any:
        return writer.put("/api/catalog/products/a/1", body, content_type="application/json")

    created = put({"title": "Kettle"})
    assert (created.status_code, created.json()["status"]) == (201, "created")
    assert put({"id": "a/1", "title": "Pot"}).json() == {
        "id": "a/1",
        "status": "updated",
        "warnings": [],
    }
    assert put({"id": "a/2", "title": "Pot"}).json()["error"]["parameter"] == "id"
    assert put({"title": "Pot", "price": -1}).json()["error"]["parameter"] == "price"
    assert put([]).status_code == 400
    assert Product.objects.get().title == "Pot"
    assert writer.delete("/api/catalog/products/a/1").json()["status"] == "deleted"
    assert writer.delete("/api/catalog/products/a/1").status_code == 404


def test_a_sellers_key_writes_its_own_items_only(key_client: KeyClient, sellers: None) -> None:
    anna = key_client("catalog", seller="anna")
    Product.objects.create(id="bens", title="Ben's", seller_id="ben", currency="EUR")
    Product.objects.create(id="shops", title="The shop's", currency="EUR")
    answer = send(
        anna,
        "products",
        [
            {"id": "p1", "title": "No seller named"},
            {"id": "p2", "title": "Her own", "seller": "anna"},
            {"id": "p3", "title": "Another's", "seller": "ben"},
            {"id": "bens", "title": "Taken over"},
            {"id": "shops", "title": "Taken over"},
            {"delete": "bens"},
            {"delete": "shops"},
            {"delete": "p1"},
        ],
    )
    assert statuses(answer) == ["created", "created", *["rejected"] * 5, "deleted"]
    owners = dict(Product.objects.values_list("id", "seller_id"))
    assert owners == {"p2": "anna", "bens": "ben", "shops": None}


def test_a_sellers_key_writes_its_own_seller_and_no_category(
    key_client: KeyClient, sellers: None
) -> None:
    anna = key_client("catalog", seller="anna")
    rows = [{"id": "anna", "name": "Anna's"}, {"id": "ben", "name": "Mine"}, {"delete": "anna"}]
    assert statuses(send(anna, "sellers", rows)) == ["updated", "rejected", "rejected"]
    assert set(Seller.objects.values_list("name", flat=True)) == {"Anna's", "Ben"}
    send(anna, "categories", [{"path": "Home"}], status=403)
    put = anna.put("/api/catalog/products/p1", {"title": "x", "seller": "ben"}, "application/json")
    assert put.json()["error"]["parameter"] == "seller"


def test_a_sellers_key_goes_with_its_seller(key_client: KeyClient, sellers: None) -> None:
    key, _ = create_key("anna's", ["catalog"], seller="anna")
    Seller.objects.get(pk="anna").delete()
    assert not type(key).objects.filter(pk=key.pk).exists(), "an unbound key would write everything"
