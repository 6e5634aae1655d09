"""Product rows in the catalog's row format."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any
from zlib import crc32

from . import texts, titles
from .colours import COLOURS
from .draft import Draft, draft_product
from .gtin import gtin13
from .knowledge import PRODUCT_TYPES
from .offers import Offer, draw_condition, make_offer
from .picture_names import PictureName
from .product_type import ProductType
from .sellers import Assortment
from .sizes import size_run


@dataclass(frozen=True, slots=True)
class Listed:
    """What videos and live streams need to know about a product."""

    id: str
    kind: ProductType
    name: str
    brand: str
    label: str
    """Short name a host would say: brand, model and noun."""
    seller: str
    picture: PictureName
    created: datetime
    published: bool


def product_rows(
    seed: int, now: datetime, assortment: Assortment, listed: list[Listed]
) -> Iterator[dict[str, Any]]:
    """All clean product rows; each product is also noted in ``listed``."""
    serial = 0
    for kind in PRODUCT_TYPES:
        key = f"{seed}/{kind.path}/{kind.name}"
        for place in range(kind.count):
            serial += 1
            rng = Random(f"{key}/{place}")
            row, note = _product(kind, serial, assortment, now, rng)
            listed.append(note)
            yield row


def _product(
    kind: ProductType, serial: int, assortment: Assortment, now: datetime, rng: Random
) -> tuple[dict[str, Any], Listed]:
    draft = draft_product(kind, rng)
    condition = draw_condition(kind, rng)
    seller = assortment.draw(kind.department, condition != "new", rng)
    offer = make_offer(draft, condition, now, rng, seller.rating)
    picture = PictureName(kind.shape, draft.colour or "beige", draft.pattern or "plain")
    identifier = f"{_letters(kind.department)}-{serial:05d}"
    sku = f"{_letters(draft.brand)}-{_letters(kind.name)}-{serial:05d}"
    row: dict[str, Any] = {
        "kind": "product",
        "id": identifier,
        "title": titles.title(draft, rng),
        "description": texts.description(draft, rng),
        "bullets": texts.bullets(draft, rng),
        "brand": draft.brand,
        "category": kind.path,
        "seller": seller.id,
        "attributes": _attributes(draft),
        "gtin": gtin13(serial * 20),
        "sku": sku,
        "images": [picture.path],
        "price": offer.price,
        "currency": "USD",
        "stock": offer.stock,
        "rating": offer.rating,
        "rating_count": offer.rating_count,
        "condition": offer.condition,
        "created": offer.created.isoformat(),
        "published": _published(offer),
    }
    optional = {
        "colour": draft.shown_colour,
        "material": draft.material,
        "gender": draft.gender,
        "list_price": offer.list_price,
    }
    row |= {name: value for name, value in optional.items() if value}
    if kind.sizes:
        row["variants"] = _variants(kind, row, serial, rng)
        row["stock"] = sum(variant["stock"] for variant in row["variants"])
    label = f"{draft.brand} {draft.model} {draft.name}"
    if kind.style == "book":
        label = draft.words["work"]
    return row, Listed(
        identifier, kind, draft.name, draft.brand, label, seller.id, picture, offer.created,
        offer.published is not False,
    )  # fmt: skip


def _attributes(draft: Draft) -> dict[str, Any]:
    attributes = dict(draft.attributes)
    if draft.kind.style not in ("packaged", "book"):
        attributes["model"] = draft.code if draft.kind.style == "tech" else draft.model
    if draft.shown_colour:
        attributes["colour_family"] = COLOURS[draft.colour].family
    return attributes


def _variants(
    kind: ProductType, row: dict[str, Any], serial: int, rng: Random
) -> list[dict[str, Any]]:
    """One variant a size; big beds cost more, some sizes are sold out."""
    empty = row["stock"] == 0
    variants = []
    for place, size in enumerate(size_run(kind.sizes, rng), start=1):
        extra = 1 + 0.15 * (place - 1) if kind.sizes == "bed" else 1.0
        price = round(row["price"] * extra, 2)
        stock = 0 if empty or rng.random() < 0.15 else 1 + int(rng.lognormvariate(1.8, 1.0))
        variant = {
            "id": f"{row['id']}-{place}",
            "sku": f"{row['sku']}-{size.replace(' ', '').upper()}",
            "gtin": gtin13(serial * 20 + place),
            "size": size,
            "price": price,
            "stock": stock,
        }
        variants.append(variant | ({"colour": row["colour"]} if "colour" in row else {}))
    return variants


def _published(offer: Offer) -> str | bool:
    return offer.published if isinstance(offer.published, bool) else offer.published.isoformat()


def _letters(name: str) -> str:
    """Three capitals for a name: its first letter and two more that depend on all of it."""
    letters = "".join(letter for letter in name.upper() if "A" <= letter <= "Z")
    mark = crc32(name.encode())
    first, rest = letters[0], letters[1:]
    start = mark % max(1, len(rest) - 1)
    return first + rest[start : start + 2]
