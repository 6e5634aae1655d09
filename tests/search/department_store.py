"""A department store of some hundred goods: enough for a lexicon to be learnt from it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

_KINDS = {
    "Running Shoes": ("Shoes > Running Shoes", ("Velo", "Fleet"), 80, ()),
    "Rain Jacket": ("Fashion > Jackets", ("Norden", "Alba"), 120, ("without hood",)),
    "Leather Belt": ("Fashion > Belts", ("Norden", "Alba"), 30, ()),
    "Wireless Headphones": ("Audio > Headphones", ("Sonora", "Fleet"), 150, ()),
    "Coffee Machine": ("Kitchen > Coffee Machines", ("Brew & Co", "Sonora"), 250, ()),
    "Garden Hose": ("Garden > Hoses", ("Rivulet",), 40, ("50 ft", "25 ft")),
    "Water Bottle": ("Kitchen > Bottles", ("Rivulet", "Velo"), 15, ("1.5 litre", "500 ml")),
    "Desk Lamp": ("Home > Lamps", ("Lumen",), 35, ()),
}
_COLOURS = ("Red", "Navy", "Black", "White", "Green")
_SELLERS = {"harbour": "Harbour Goods", "summit": "Summit Traders"}


def rows() -> Iterator[dict[str, Any]]:
    """The rows of the store as an import reads them; the same each time."""
    for id_, name in _SELLERS.items():
        yield {"kind": "seller", "id": id_, "name": name}
    number = 0
    for kind, (category, brands, price, details) in _KINDS.items():
        for brand, colour, detail in product(brands, _COLOURS, details or ("",)):
            for edition in ("Classic", "Sport"):
                number += 1
                title = " ".join(filter(None, (brand, colour, edition, kind, detail)))
                yield {
                    "id": f"item-{number:03}",
                    "title": title,
                    "brand": brand,
                    "colour": colour,
                    "category": category,
                    "price": price + 3 * (number % 7),
                    "stock": number % 5,
                    "rating": 3 + (number % 5) / 2,
                    "rating_count": 10 + number,
                    "condition": "used" if number % 9 == 0 else "new",
                    "seller": ("harbour", "summit")[number % 2],
                    "published": True,
                }
    yield {
        "kind": "video",
        "id": "v-descale",
        "title": "How to descale a coffee machine",
        "tags": ["coffee", "cleaning"],
        "published": True,
    }
