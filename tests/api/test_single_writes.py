"""One item created, replaced or changed in part, as webhooks of shop systems do."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from searchapp.catalog.models import Lane, LiveStream, OutboxRow, Product, Seller, Video

pytestmark = pytest.mark.django_db
KeyClient = Callable[..., Client]
POST = "/api/catalog/products"
LIVE = "/api/catalog/live-streams/l1"


@pytest.fixture
def writer(key_client: KeyClient) -> Client:
    return key_client("catalog")


@pytest.fixture
def items() -> None:
    for name in ("anna", "ben"):
        Seller.objects.create(id=name, name=name.title())
    common = {"title": "Kettle", "currency": "EUR", "price": 49, "stock": 5}
    Product.objects.create(id="a/1", seller_id="anna", attributes={"power": 1800}, **common)
    Product.objects.create(id="bens", seller_id="ben", **common)
    Product.objects.create(id="shops", **common)
    LiveStream.objects.create(id="l1", title="Live", status="live", viewers=3, seller_id="anna")
    Video.objects.create(id="v1", title="Video", seller_id="ben")
    OutboxRow.objects.all().delete()


def send(client: Client, method: str, url: str, body: Any) -> Any:
    return getattr(client, method)(url, body, content_type="application/json")


def lanes() -> set[str]:
    return set(OutboxRow.objects.values_list("lane", flat=True))


def test_a_posted_row_is_created_replaced_or_deleted_by_its_id(writer: Client) -> None:
    created = send(writer, "post", POST, {"id": "k1", "title": "Kettle"})
    assert created.status_code == 201
    assert created.json() == {"id": "k1", "status": "created", "warnings": []}
    assert send(writer, "post", POST, {"id": "k1", "title": "Pot"}).json()["status"] == "updated"
    assert Product.objects.get().title == "Pot"
    assert send(writer, "post", POST, {"delete": "k1"}).json()["status"] == "deleted"
    assert send(writer, "post", POST, {"delete": "k1"}).status_code == 404


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        ({"title": "No id"}, "id"),
        ([], "body"),
        ({"id": "k1", "title": "K", "price": "dear"}, "price"),
        ({"id": "k1", "title": "K", "Kind": "video"}, "kind"),
        ({"delete": ""}, "delete"),
    ],
)
def test_a_posted_row_at_fault_is_refused_by_its_field(
    writer: Client, body: Any, parameter: str
) -> None:
    response = send(writer, "post", POST, body)
    assert response.status_code == 400
    assert response.json()["error"]["parameter"] == parameter


def test_a_change_leaves_what_it_does_not_name(writer: Client, items: None) -> None:
    url = "/api/catalog/products/a/1"
    changed = send(writer, "patch", url, {"price": 39.5, "stock": 2})
    assert changed.json() == {"id": "a/1", "status": "updated", "warnings": []}
    product = Product.objects.get(pk="a/1")
    assert (product.price, product.stock) == (Decimal("39.50"), 2)
    assert (product.title, product.currency, product.seller_id) == ("Kettle", "EUR", "anna")
    assert send(writer, "patch", url, {"stock": 2}).json()["status"] == "unchanged"
    send(writer, "patch", url, {"price": None, "power": None, "cordless": True})
    product.refresh_from_db()
    assert (product.price, product.attributes) == (None, {"cordless": True})


def test_what_shoppers_see_at_once_takes_the_fast_lane(writer: Client, items: None) -> None:
    for url, body in [
        ("/api/catalog/products/a/1", {"price": 1, "stock": 0}),
        ("/api/catalog/products/a/1", {"list_price": 2, "published": False}),
        (LIVE, {"viewers": 9}),
        (LIVE, {"product_now": "a/1"}),
        (LIVE, {"status": "ended"}),
    ]:
        OutboxRow.objects.all().delete()
        assert send(writer, "patch", url, body).json()["status"] == "updated"
        assert lanes() == {Lane.FAST}, body
    OutboxRow.objects.all().delete()
    send(writer, "patch", LIVE, {"title": "Over"})
    assert lanes() == {Lane.BULK}


def test_a_live_stream_is_changed_while_it_runs(writer: Client, items: None) -> None:
    answer = send(writer, "patch", LIVE, {"product_now": "nobody", "viewers": 80}).json()
    assert answer["warnings"][0]["field"] == "product_now"
    assert send(writer, "patch", LIVE, {"product_now": "a/1"}).json()["warnings"] == []
    assert send(writer, "patch", LIVE, {"status": "ended"}).status_code == 200
    live = LiveStream.objects.get()
    assert (live.status, live.viewers, live.product_now_id) == ("ended", 80, "a/1")
    assert (live.title, live.seller_id) == ("Live", "anna")


@pytest.mark.parametrize(
    ("url", "body", "parameter"),
    [
        ("/api/catalog/products/shops", {"price": -1}, "price"),
        ("/api/catalog/products/shops", {"title": ""}, "title"),
        ("/api/catalog/products/shops", {"id": "other"}, "id"),
        ("/api/catalog/products/shops", [], "body"),
        (LIVE, {"status": "paused"}, "status"),
        (LIVE, {"viewers": "many"}, "viewers"),
    ],
)
def test_a_bad_change_is_refused_by_its_field(
    writer: Client, items: None, url: str, body: Any, parameter: str
) -> None:
    response = send(writer, "patch", url, body)
    assert response.status_code == 400
    assert response.json()["error"]["parameter"] == parameter
    assert not OutboxRow.objects.exists()


def test_what_is_not_there_can_not_be_changed(writer: Client) -> None:
    assert send(writer, "patch", "/api/catalog/products/k1", {"price": 1}).status_code == 404
    assert not Product.objects.exists()


CALLS = [
    ("post", POST, {"id": "k1", "title": "K"}),
    ("patch", "/api/catalog/products/shops", {"price": 1}),
    ("patch", LIVE, {"status": "ended"}),
]


@pytest.mark.parametrize(("method", "url", "body"), CALLS)
def test_writing_needs_the_scope(
    client: Client, key_client: KeyClient, items: None, method: str, url: str, body: Any
) -> None:
    assert send(client, method, url, body).status_code == 401
    others = key_client("search", "events", "tuning")
    assert send(others, method, url, body).status_code == 403
    assert not OutboxRow.objects.exists()


@pytest.mark.parametrize(
    ("method", "url", "body", "parameter"),
    [
        ("post", POST, {"id": "bens", "title": "Mine"}, "id"),
        ("post", POST, {"id": "shops", "title": "Mine"}, "id"),
        ("post", POST, {"id": "new", "title": "K", "seller": "ben"}, "seller"),
        ("post", POST, {"delete": "bens"}, "id"),
        ("post", POST, {"id": "v1", "title": "Mine", "Kind": "video"}, "kind"),
        ("patch", "/api/catalog/products/bens", {"price": 1}, "id"),
        ("patch", "/api/catalog/products/shops", {"price": 1}, "id"),
        ("patch", "/api/catalog/products/bens", {"seller": "anna"}, "id"),
        ("patch", "/api/catalog/products/a/1", {"seller": "ben"}, "seller"),
        ("patch", "/api/catalog/videos/v1", {"title": "Mine"}, "id"),
        ("patch", "/api/catalog/sellers/ben", {"name": "Mine"}, "id"),
    ],
)
def test_a_sellers_key_changes_nothing_of_another(
    key_client: KeyClient, items: None, method: str, url: str, body: Any, parameter: str
) -> None:
    anna = key_client("catalog", seller="anna")
    response = send(anna, method, url, body)
    assert response.status_code == 400
    assert response.json()["error"]["parameter"] == parameter
    assert not OutboxRow.objects.exists()


def test_a_sellers_key_changes_its_own(key_client: KeyClient, items: None) -> None:
    anna = key_client("catalog", seller="anna")
    assert send(anna, "patch", "/api/catalog/products/a/1", {"price": 1}).status_code == 200
    assert send(anna, "patch", LIVE, {"status": "ended"}).status_code == 200
    assert send(anna, "patch", "/api/catalog/sellers/anna", {"name": "A"}).status_code == 200
    assert send(anna, "post", POST, {"id": "new", "title": "K"}).status_code == 201
    assert Product.objects.get(pk="new").seller_id == "anna"
    assert send(anna, "post", "/api/catalog/categories", {"path": "Home"}).status_code == 403
    category = "/api/catalog/categories/Home"
    assert send(anna, "patch", category, {"title": "Mine"}).status_code == 403
