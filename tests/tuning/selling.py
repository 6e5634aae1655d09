"""People who sell, and what they send."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from searchapp.catalog.models import Product, Seller, SellerMember
from searchapp.merchandising.models import QueryRule
from tests.tuning.store import QUERY

SHOP = "/tuning/mine/shop/"


def member(name: str, *sellers: str) -> Client:
    """Someone who is no staff and works for these sellers, logged in."""
    user = User.objects.create_user(name, password="secret")
    for each in sellers:
        SellerMember.objects.create(user=user, seller=Seller.objects.get(pk=each))
    client = Client()
    client.force_login(user)
    return client


def shoes(seller: str) -> list[str]:
    """The ids of the seller's shoes."""
    found = Product.objects.filter(seller=seller, title__contains="Shoes").order_by("pk")
    return list(found.values_list("pk", flat=True))


def fields(item: str, **more: Any) -> dict[str, Any]:
    """What the form of a rule sends."""
    return {
        "item": f"product/{item}",
        "act": "pin",
        "position": "1",
        "asked": "any",
        "words": "",
        "begins": "",
        "ends": "",
        "enabled": "on",
        **more,
    }


def write(client: Client, seller: str, item: str, **more: Any) -> Any:
    """Sends the form of a new rule."""
    return client.post(f"{SHOP}rule/?seller={seller}", fields(item, **more))


def found(query: str = QUERY, filters: dict[str, Any] | None = None) -> list[str]:
    """The ids of the products that shoppers find by the API."""
    asked = {"q": query, "kinds": "product", "size": 50, **(filters or {})}
    answer = Client().get("/api/search", asked)
    assert answer.status_code == 200, answer.content
    return [hit["id"] for hit in answer.json()["hits"]]


def in_shop(seller: str, query: str = QUERY) -> list[str]:
    """The same in the seller's shop."""
    return found(query, {"filter.seller": seller})


def rules() -> list[dict[str, Any]]:
    """The rules that are written anywhere."""
    return [row.value for row in QueryRule.objects.order_by("pk")]
