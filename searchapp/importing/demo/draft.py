"""A product before it has words and a price: what it is, in which colour, with which attributes."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from . import books
from .brands import BRANDS, MODEL_WORDS, model_code
from .product_type import Flag, ProductType, Spec, Value
from .units import STYLES, render

_ONLY_WITH = {
    "runtime_minutes": "cordless",
    "voltage_v": "cordless",
    "screen_in": "video",
}
"""An attribute that makes sense only where the type's other flag is true."""

_MATERIAL_COLOURS = {
    "oak wood": ("natural oak", "white", "black"),
    "beech wood": ("natural oak", "white"),
    "walnut wood": ("walnut",),
    "pine wood": ("pine", "white"),
    "bamboo": ("natural oak",),
    "rattan": ("natural oak",),
    "sterling silver": ("silver",),
    "gold plated brass": ("gold", "rose gold"),
    "14k gold": ("gold", "rose gold"),
    "galvanised steel": ("silver", "grey", "forest green"),
    "corten steel": ("terracotta",),
    "stainless steel": ("silver", "matte black", "copper", "white", "red", "black"),
    "denim": ("denim blue", "navy", "black", "grey", "sky blue"),
}
_HIDDEN_COLOURS = frozenset({"packaged", "book"})
_WHO = {
    "women": ("Women's", "Women"),
    "men": ("Men's", "Men"),
    "girls": ("Girls'", "Girls"),
    "boys": ("Boys'", "Boys"),
    "kids": ("Kids'", "Kids"),
    "unisex": ("", ""),
}


@dataclass(frozen=True, slots=True)
class Draft:
    kind: ProductType
    brand: str
    model: str
    code: str
    """Model number such as ``KX-1700B``."""
    name: str
    """The noun this shop uses: the type's name or one of its other names."""
    colour: str
    """As drawn; "" where the type has none."""
    material: str
    pattern: str
    gender: str
    attributes: Mapping[str, Value]
    grade: float
    """0 plain to 1 lavish; moves sizes, capacities and the price together."""
    words: Mapping[str, str]
    """Placeholder → text inside a sentence."""
    title_words: Mapping[str, str]
    """Placeholder → text inside a title."""

    @property
    def shown_colour(self) -> str:
        """The colour a shop would state; a box of pasta has one, but nobody says so."""
        return "" if self.kind.style in _HIDDEN_COLOURS else self.colour


def draft_product(kind: ProductType, rng: Random) -> Draft:
    grade = rng.betavariate(1.6, 1.8)
    attributes = {name: _value(spec, grade, rng) for name, spec in kind.specs.items()}
    for name, flag in _ONLY_WITH.items():
        if attributes.get(flag) is False:
            attributes.pop(name, None)
    brand = rng.choice(BRANDS[kind.brands])
    material = rng.choice(kind.materials) if kind.materials else ""
    colour = _colour(kind, material, rng)
    pattern = rng.choice(kind.patterns) if kind.patterns else ""
    gender = rng.choice(kind.genders) if kind.genders else ""
    model = rng.choice(MODEL_WORDS)
    suffix = colour[:1].upper() if kind.style == "tech" and rng.random() < 0.4 else ""
    code = f"{model_code(brand)}-{rng.randint(10, 99) * rng.choice((5, 10, 100))}{suffix}"
    name = kind.name if rng.random() < 0.72 or not kind.also else rng.choice(kind.also)
    if kind.style == "book":
        work, author = books.work(kind.name, str(attributes["genre"]), rng)
        attributes |= {"author": author, "work": work}
    if pattern:
        attributes["pattern"] = pattern
    own = {
        "brand": brand, "model": model, "code": code, "name": name, "material": material,
        "colour": colour, "pattern": "" if pattern == "plain" else pattern,
    }  # fmt: skip
    unit_style = rng.randrange(STYLES)
    words = {name: render(name, value) for name, value in attributes.items()} | own
    title_words = {
        name: "" if value == 1 and name.endswith("_pack") else render(name, value, unit_style)
        for name, value in attributes.items()
    } | own
    if material.startswith("14k") or material in name.lower():
        title_words["material"] = material if material.startswith("14k") else ""
    who, whom = _WHO.get(gender, ("", ""))
    title_words |= {"who": who, "whom": whom, "colour": _colour_words(kind, colour)}
    attributes.pop("work", None)
    return Draft(
        kind, brand, model, code, name, colour, material, pattern, gender, attributes, grade,
        words, title_words,
    )  # fmt: skip


def _value(spec: Spec, grade: float, rng: Random) -> Value:
    if isinstance(spec, Flag):
        return rng.random() < spec.share
    if not isinstance(spec, tuple):
        return spec
    if isinstance(spec[0], str):
        return rng.choice(spec)
    place = round((grade + rng.gauss(0, 0.1)) * len(spec) - 0.5)
    return spec[min(max(place, 0), len(spec) - 1)]


def _colour(kind: ProductType, material: str, rng: Random) -> str:
    fitting = [shade for shade in _MATERIAL_COLOURS.get(material, ()) if shade in kind.colours]
    return rng.choice(fitting or kind.colours) if kind.colours else ""


def _colour_words(kind: ProductType, colour: str) -> str:
    return "" if kind.style in _HIDDEN_COLOURS else colour.title()
