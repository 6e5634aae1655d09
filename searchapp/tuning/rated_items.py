"""Items as raters see them: what a shopper would see, and nothing of who found it or where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.conf import settings

from searchapp.pipeline.request import Kind
from searchapp.pipeline.service import SearchService
from searchapp.relevance.query_sets.topic import Item
from searchapp.tuning.sitting import name_of

_FACTS = {
    "brand": "Brand",
    "category": "Category",
    "colour": "Colour",
    "size": "Size",
    "seller_name": "Seller",
    "creator": "By",
    "host": "Host",
    "tags": "Tags",
    "attributes": "More",
}
_DESCRIPTION = 600
_VALUES = 8


@dataclass(frozen=True, slots=True)
class RatedItem:
    """An item to rate; `name` is how forms name it, `grade` what the rater said of it before."""

    name: str
    kind: str
    title: str
    picture: str
    price: str
    facts: tuple[tuple[str, str], ...]
    description: str
    grade: int | None = None


def rated_items(
    service: SearchService, items: Iterable[Item], grades: Mapping[Item, int]
) -> list[RatedItem]:
    """The items that are in the index, in their order."""
    wanted = list(items)
    by_kind: dict[Kind, list[str]] = defaultdict(list)
    for kind, id_ in wanted:
        by_kind[kind].append(id_)
    documents = {
        (kind, id_): document
        for kind, ids in by_kind.items()
        for id_, document in service.engine.documents(kind, ids, service.engine_timeout_ms).items()
    }
    return [_shown(item, documents[item], grades.get(item)) for item in wanted if item in documents]


def _shown(item: Item, document: Mapping[str, Any], grade: int | None) -> RatedItem:
    description = str(document.get("description") or "")
    return RatedItem(
        name_of(item),
        item[0].value,
        str(document.get("title") or item[1]),
        _picture(document.get("image")),
        _price(document),
        tuple(
            (said, _text(name, document[name]))
            for name, said in _FACTS.items()
            if document.get(name)
        ),
        description if len(description) <= _DESCRIPTION else f"{description[:_DESCRIPTION]}…",
        grade,
    )


def _text(name: str, value: Any) -> str:
    if not isinstance(value, list):
        return str(value)
    if name == "category":
        return str(value[-1])  # which says those above it too
    return ", ".join(str(each) for each in value[:_VALUES])


def _price(document: Mapping[str, Any]) -> str:
    amount = document.get("price")
    currency = document.get("currency") or settings.ENVIRONMENT["SEARCHAPP_CURRENCY"]
    return "" if amount is None else f"{amount:,.2f} {currency}"


def _picture(name: object) -> str:
    """An https address as it is, a name below MEDIA_URL; others the page would not show."""
    if not isinstance(name, str) or not name:
        return ""
    if name.startswith("https://"):
        return name
    return (
        "" if "://" in name or name.startswith(("/", "data:")) else settings.MEDIA_URL + quote(name)
    )
