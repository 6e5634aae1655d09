"""The page of one product, video or live stream, from its stored document."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from searchapp.pictures import picture_url
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.merchandising import wanted_everywhere
from searchapp.pipeline.request import AnyOf, Kind, SearchRequest
from searchapp.pipeline.service import SearchService
from searchapp.prices import Price, price
from searchapp.storefront.cards import (
    Card,
    LiveState,
    Rating,
    card,
    clock,
    hit_cards,
    live_state,
    rating,
)
from searchapp.storefront.categories import FIELD as CATEGORY
from searchapp.storefront.categories import SEPARATOR, CategoryLink, last_part, levels
from searchapp.storefront.labels import field_label, value_label
from searchapp.storefront.links import browse_url
from searchapp.storefront.swatches import swatch

_SIMILAR_SHOWN = 6
_SHOWN_IN = 6
_FEW_LEFT = 5
_FLAGS = {"true": "Yes", "false": "No"}
_FACTS = ("brand", "condition", "material", "gender")


@dataclass(frozen=True, slots=True)
class Option:
    """One of the colours or sizes in which a product comes."""

    label: str
    swatch: str | None = None


@dataclass(frozen=True, slots=True)
class Stock:
    """What can be said of an item's availability."""

    label: str
    is_available: bool


@dataclass(frozen=True, slots=True)
class ProductPage:
    id: str
    title: str
    picture: str | None
    breadcrumbs: tuple[CategoryLink, ...]
    description: str
    price: Price | None
    rating: Rating | None
    stock: Stock | None
    seller: CategoryLink | None
    colours: tuple[Option, ...]
    sizes: tuple[Option, ...]
    facts: tuple[tuple[str, str], ...]
    similar: tuple[Card, ...]
    shown_in: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class ShowPage:
    """The page of a video or a live stream; `now` is the product on screen, `products` the rest."""

    kind: str
    title: str
    picture: str | None
    description: str
    by: str | None
    duration: str | None
    live: LiveState | None
    watch_url: str | None
    tags: tuple[str, ...]
    now: Card | None
    products: tuple[Card, ...]


def product_page(service: SearchService, config: SearchConfig, id_: str) -> ProductPage | None:
    """The page of a product; None when there is none of that id. Raises EngineUnavailable."""
    document = _document(service, Kind.PRODUCT, id_)
    if document is None:
        return None
    showing = SearchRequest(
        kinds=(Kind.VIDEO, Kind.LIVE), filters=(AnyOf("products", (id_,)),), size=_SHOWN_IN
    )
    path = max(_texts(document, CATEGORY), key=lambda each: each.count(SEPARATOR), default=None)
    seller = document.get("seller_name")
    return ProductPage(
        id=id_,
        title=str(document.get("title") or id_),
        picture=picture_url(document.get("image")),
        breadcrumbs=tuple(
            CategoryLink(last_part(each), browse_url(CATEGORY, each))
            for each in (levels(path) if path else ())
        ),
        description=str(document.get("description") or ""),
        price=price(document, settings.ENVIRONMENT["SEARCHAPP_CURRENCY"]),
        rating=rating(document),
        stock=_stock(document),
        seller=CategoryLink(seller, browse_url("seller_name", seller)) if seller else None,
        colours=tuple(
            Option(value_label("colour", each), swatch(each)) for each in _texts(document, "colour")
        ),
        sizes=tuple(Option(each) for each in _texts(document, "size")),
        facts=tuple(_facts(document)),
        similar=hit_cards(service.similar(Kind.PRODUCT, id_, _SIMILAR_SHOWN, config)),
        shown_in=hit_cards(service.search(showing, config).hits),
    )


def show_page(
    service: SearchService, config: SearchConfig, kind: Kind, id_: str
) -> ShowPage | None:
    """The page of a video or a live stream; None when there is none of that id.

    Raises EngineUnavailable.
    """
    document = _document(service, kind, id_)
    if document is None:
        return None
    ids = _texts(document, "products")
    current = document.get("product_now")
    wanted = dict.fromkeys([current, *ids] if current else ids)
    found = _documents(service, Kind.PRODUCT, tuple(wanted))
    rules, language = config.rules, config.lexicon.languages[0]
    hidden = wanted_everywhere(rules, Kind.PRODUCT, language).hidden_of(Kind.PRODUCT)
    cards = {
        each: card(Kind.PRODUCT, each, found[each])
        for each in wanted
        if each in found and each not in hidden
    }
    now = cards.pop(current, None) if current else None
    address = str(document.get("url") or "")
    return ShowPage(
        kind=kind.value,
        title=str(document.get("title") or id_),
        picture=picture_url(document.get("image")),
        description=str(document.get("description") or ""),
        by=document.get("creator") or document.get("host") or document.get("seller_name"),
        duration=clock(document.get("duration")),
        live=live_state(document, time.time()) if kind is Kind.LIVE else None,
        watch_url=address if address.startswith("https://") else None,
        tags=tuple(_texts(document, "tags")),
        now=now,
        products=tuple(cards.values()),
    )


def _document(service: SearchService, kind: Kind, id_: str) -> Mapping[str, Any] | None:
    return _documents(service, kind, (id_,)).get(id_)


def _documents(
    service: SearchService, kind: Kind, ids: Sequence[str]
) -> Mapping[str, Mapping[str, Any]]:
    if not ids:
        return {}
    return service.engine.documents(kind, ids, service.engine_timeout_ms)


def _texts(document: Mapping[str, Any], field: str) -> list[str]:
    """A field's values, whether the document has one, several or none."""
    value = document.get(field)
    if not value:
        return []
    return [str(each) for each in value] if isinstance(value, list | tuple) else [str(value)]


def _stock(document: Mapping[str, Any]) -> Stock | None:
    stock = document.get("stock")
    if document.get("available") is False:
        return Stock("Out of stock", is_available=False)
    if stock is not None and 0 < stock <= _FEW_LEFT:
        return Stock(f"Only {stock:.0f} left", is_available=True)
    return Stock("In stock", is_available=True) if document.get("available") else None


def _facts(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for field in _FACTS:
        if values := _texts(document, field):
            yield field_label(field), ", ".join(value_label(field, each) for each in values)
    attributes: dict[str, list[str]] = {}
    for each in _texts(document, "attributes"):
        name, _, value = each.partition("=")
        attributes.setdefault(name, []).append(value)
    for name, values in attributes.items():
        yield field_label(name), ", ".join(_FLAGS.get(each.lower(), each) for each in values)
