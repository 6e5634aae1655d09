"""A catalog of shoes and belts, made by chance from a few words."""

from __future__ import annotations

import random

from searchapp.relevance.cross_encoder.catalog_texts import CatalogText, catalog_texts

BRANDS = ("Velo", "Norda", "Kestrel")
COLOURS = ("red", "blue", "black", "green")
THINGS = (("Shoes > Running Shoes", "running shoe"), ("Accessories > Belts", "leather belt"))
MORE = ("trail", "waterproof", "wide", "light", "vintage", "cushioned", "braided", "slim", "men")


def documents(count: int) -> list[tuple[str, dict[str, object]]]:
    """Ids and documents with card fields."""
    chance = random.Random(count)
    made = []
    for number in range(count):
        category, thing = chance.choice(THINGS)
        brand, colour = chance.choice(BRANDS), chance.choice(COLOURS)
        more = " ".join(chance.sample(MORE, 3))
        document: dict[str, object] = {
            "title": f"{brand} {more} {thing} {number}",
            "brand": brand,
            "category": [category.partition(" > ")[0], category],
            "colour": [colour],
        }
        made.append((f"p{number}", document))
    return made


def items(count: int) -> list[CatalogText]:
    """The same as the teacher reads them."""
    return catalog_texts(documents(count))
