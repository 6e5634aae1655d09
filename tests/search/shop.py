"""The goods of the small shop and the words in which its tests speak."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.request import PATIENT_MS, Kind, SearchRequest
from searchapp.pipeline.response import SearchResponse
from searchapp.pipeline.service import SearchService


def _product(id_: str, title: str, **fields: Any) -> dict[str, Any]:
    return {"id": id_, "title": title, "price": 20, "stock": 3, "published": True, **fields}


SHOES = "Shoes > Sports Shoes"
ROWS: list[dict[str, Any]] = [
    {"kind": "seller", "id": "fleet", "name": "Fleet Feet"},
    _product("shoe-red", "Red Running Shoes", brand="Velo", colour="red", category=SHOES, price=80,
             seller="fleet", sku="RUN-100/R", gtin="4006381333931", rating_count=90),
    _product("shoe-blue", "Blue Running Shoes", brand="Velo", colour="blue", category=SHOES,
             price=75, rating_count=40),
    _product("shoe-dress", "Black Leather Dress Shoes", brand="Norden", colour="black", price=120,
             category="Shoes > Dress Shoes", rating_count=10),
    _product("sneaker", "White Canvas Sneakers", brand="Norden", colour="white", price=45,
             category="Shoes > Sneakers", rating_count=300, stock=0),
    _product("dress-red", "Red Summer Dress", brand="Alba", colour="red", price=60,
             category="Fashion > Dresses", rating_count=25),
    _product("kettle", "Electric Kettle 1.7 Litre", brand="Brew & Co", colour="silver", price=35,
             category="Kitchen > Kettles", attributes={"capacity": "1.7 l", "cordless": True},
             description="Boils water for tea in three minutes.", rating_count=70),
    _product("coffee", "Coffee Machine with Grinder", brand="Brew & Co", price=299,
             category="Kitchen > Coffee Machines", rating_count=55),
    _product("cafe", "Café Crème Mug", brand="Alba", price=9, category="Kitchen > Mugs"),
    _product("no-price", "Mystery Box", price=None, category="Gifts"),
    _product("draft", "Red Running Shoes Prototype", published=None),
    {"kind": "video", "id": "v-clean", "title": "How to clean a coffee machine", "duration": 240,
     "tags": ["coffee", "cleaning"], "products": ["coffee"], "creator": "Barista Ben",
     "published": True},
    {"kind": "live", "id": "l-shoes", "title": "Running shoes live: find your pair", "host": "Mia",
     "status": "live", "starts": "2026-01-01T10:00:00Z", "products": ["shoe-red"],
     "product_now": "shoe-red", "viewers": 120, "published": True},
    {"kind": "live", "id": "l-over", "title": "Running shoes yesterday", "host": "Mia",
     "status": "ended", "starts": "2025-01-01T10:00:00Z", "published": True},
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shop:
    """The shop with its service."""

    service: SearchService
    config: SearchConfig

    def search(self, text: str = "", **request: Any) -> SearchResponse:
        asked = SearchRequest(text=text, **{"budget_ms": PATIENT_MS, **request})
        return self.service.search(asked, self.config)

    def found(self, text: str = "", **request: Any) -> list[str]:
        """The ids of the products, in their order."""
        request.setdefault("kinds", (Kind.PRODUCT,))
        return [hit.id for hit in self.search(text, **request).hits]

    def assert_first(self, text: str, *ids: str, **request: Any) -> None:
        """These come first, in this order."""
        assert self.found(text, **request)[: len(ids)] == list(ids)

    def assert_found(self, text: str, *ids: str, **request: Any) -> None:
        """These and no others are found, in any order."""
        assert sorted(self.found(text, **request)) == sorted(ids)
