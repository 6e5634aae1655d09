"""A small catalog from which categories can be learnt."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from analyzers.categories.predictor import CategoryPredictor
from analyzers.categories.trainer import CategoryTrainer
from analyzers.evidence import CatalogItem

KINDS = {
    "Shoes > Running": ["running", "shoes", "trainers", "jogging", "mesh", "cushioned"],
    "Shoes > Boots": ["boots", "leather", "ankle", "winter", "waterproof", "hiking"],
    "Kitchen > Kettles": ["kettle", "electric", "litre", "boil", "stainless", "cordless"],
    "Kitchen > Pans": ["pan", "frying", "nonstick", "skillet", "induction", "griddle"],
    "Garden > Hoses": ["hose", "garden", "watering", "reel", "nozzle", "sprinkler"],
}
COLOURS = ["red", "black", "blue", "green"]


def item(id_: str, title: str, path: str, brand: str = "") -> CatalogItem:
    levels = path.split(" > ")
    categories = tuple(" > ".join(levels[: depth + 1]) for depth in range(len(levels)))
    return CatalogItem(id_, title, brand, categories if path else ())


def items(each: int = 30) -> Iterator[CatalogItem]:
    """`each` products of every kind, always the same."""
    random = Random(5)
    for number in range(each):
        for path, words in KINDS.items():
            title = " ".join([*random.sample(words, 4), random.choice(COLOURS)])
            brand = "Strider" if path.startswith("Shoes") else "Hearth"
            yield item(f"{path}-{number}", f"{brand} {title}", path, brand)


def trained(each: int = 30, **options: int) -> CategoryPredictor:
    trainer = CategoryTrainer(**options)
    for product in items(each):
        trainer.add(product)
    return trainer.build()
