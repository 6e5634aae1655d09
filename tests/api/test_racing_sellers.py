"""Two sellers who race for one new id: the first has it, the other is told."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.test import Client

from searchapp.api import catalog_writes
from searchapp.api.catalog_lines import Wish
from searchapp.catalog.models import Product, Seller

pytestmark = pytest.mark.django_db
PRODUCTS = "/api/catalog/products"


@pytest.fixture
def anna(key_client: Callable[..., Client], monkeypatch: pytest.MonkeyPatch) -> Client:
    """The key of a seller who is always overtaken between the look at the owners and the write."""
    for name in ("anna", "ben"):
        Seller.objects.create(id=name, name=name)
    look = catalog_writes.held_to_seller

    def overtaken(*arguments: Any) -> Sequence[Wish]:
        held = look(*arguments)
        Product.objects.create(id="new", title="Ben's", currency="EUR", seller_id="ben")
        return held

    monkeypatch.setattr(catalog_writes, "held_to_seller", overtaken)
    return key_client("catalog", seller="anna")


def result(client: Client, line: dict[str, Any]) -> dict[str, Any]:
    body = json.dumps(line)
    answer = client.post(f"{PRODUCTS}:bulk", body, content_type="application/x-ndjson")
    (item,) = answer.json()["items"]
    return dict(item)


def test_the_second_does_not_write_over_the_first(anna: Client) -> None:
    told = result(anna, {"id": "new", "title": "Anna's"})
    assert told["status"] == "rejected"
    assert told["problems"][0]["field"] == "id"
    product = Product.objects.get()
    assert (product.title, product.seller_id) == ("Ben's", "ben")


def test_the_second_does_not_delete_what_the_first_made(anna: Client) -> None:
    assert result(anna, {"delete": "new"})["status"] == "not_found"
    assert Product.objects.get().seller_id == "ben"
