"""Bullets and descriptions, put together from sentences that are true of the item."""

import re
from random import Random

from .draft import Draft

_CONDITION = re.compile(r"^\[(?P<not>!?)(?P<name>\w+)(?:=(?P<value>[^\]]+))?\]\s*")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")

_MATERIALS: dict[str, str] = {
    "cotton": "Made of cotton that feels soft from the first day",
    "organic cotton": "The cotton is grown organically",
    "linen": "Linen keeps cool and may crease, as it should",
    "wool": "Wool warms even when it is damp",
    "merino wool": "Fine merino wool that does not itch",
    "cashmere": "Pure cashmere: wash by hand or in the wool programme",
    "silk": "Real silk with a gentle shine",
    "leather": "Real leather that gains character over the years",
    "vegan leather": "The leather look comes without any animal product",
    "suede": "Suede: brush it and keep it dry",
    "denim": "Firm denim that fades slowly",
    "recycled polyester": "The fabric is spun from recycled bottles",
    "stainless steel": "Stainless steel does not rust or take on flavours",
    "glass": "Glass does not take on smells",
    "cast iron": "Cast iron stores heat evenly",
    "bamboo": "Bamboo grows back within a few years",
    "oak wood": "Solid oak, oiled and not lacquered",
    "walnut wood": "Walnut with a calm, dark grain",
    "pine wood": "Pine from managed forests",
    "beech wood": "Hard, smooth beech wood",
    "velvet": "The velvet is dense and easy to brush clean",
    "ceramic": "Glazed ceramic, each piece a little different",
    "stoneware": "Stoneware fired at high temperature",
    "sterling silver": "925 sterling silver",
    "14k gold": "Solid 14 karat gold, hallmarked",
    "gold plated brass": "Brass with a thick layer of gold",
    "aluminium": "Light aluminium that does not rust",
    "silicone": "Soft silicone with a dry touch",
    "natural rubber": "Natural rubber from trees",
}

OPENERS: dict[str, tuple[str, ...]] = {
    "wear": (
        "The {model} {name_lower} by {brand} comes in {colour}.",
        "{brand} made the {model} {name_lower} to be worn often and for years.",
        "A {name_lower} from the {model} collection by {brand}.",
        "Our favourite from {brand} this season: the {model} {name_lower} in {colour}.",
    ),
    "tech": (
        "The {brand} {code} is a {name_lower} without fuss.",
        "With the {code}, {brand} offers a {name_lower} that does its job well.",
        "{brand} {code}: made for every day, easy to set up.",
        "Why pay more? The {code} by {brand} has what most people need.",
    ),
    "home": (
        "The {model} {name_lower} by {brand} in {colour}.",
        "{brand} designed the {model} line for people who keep things for long.",
        "A {name_lower} from {brand} that is as pleasant to look at as it is to use.",
        "Simple and sturdy: the {model} {name_lower} from {brand}.",
    ),
    "care": (
        "{brand} {model}: a {name_lower} in {colour}.",
        "The {name_lower} from {brand} that our customers come back for.",
    ),
    "packaged": (
        "{name} from {brand}.",
        "{brand} stands for honest quality, and this is one of its best sellers.",
        "{name} from {brand}, a favourite of our regulars.",
        "A classic from {brand}.",
    ),
    "book": (
        "{work} by {author} is published by {brand}.",
        "{author} wrote {work} over four years.",
        "From {brand}: the new book by {author}.",
    ),
}
_PACKAGED_CLOSERS = ("Packed without plastic.", "Ships within two days.", "", "", "")
_CLOSERS = (
    "Ships within two days.", "Returns are free for 30 days.", "Two-year guarantee.",
    "Questions? Write to us, we answer on the same day.", "Packed without plastic.", "", "", "", "",
)  # fmt: skip


def points(draft: Draft) -> list[str]:
    """Every statement that holds for this item, its material's among them."""
    said = [text for text in (_said(point, draft) for point in draft.kind.points) if text]
    material = _MATERIALS.get(draft.material)
    if material and draft.kind.style != "packaged" and "_percent" not in str(draft.attributes):
        said.append(material)
    return said


def bullets(draft: Draft, rng: Random) -> list[str]:
    """Three to five bullets: statements first, then plain figures where statements are few."""
    chosen = points(draft)[: rng.randint(3, 5)]
    if len(chosen) < 3:
        if draft.shown_colour:
            chosen.append(f"Colour: {draft.colour}")
        if draft.material:
            chosen.append(f"Material: {draft.material}")
        chosen.append(f"Brand: {draft.brand}")
    return chosen[:5]


def description(draft: Draft, rng: Random) -> str:
    name = draft.name if draft.name[1:2].isupper() or "-" in draft.name[:3] else draft.name.lower()
    openers = [
        opener for opener in OPENERS[draft.kind.style] if draft.colour or "{colour}" not in opener
    ]
    opener = _PLACEHOLDER.sub(
        lambda match: name if match[1] == "name_lower" else draft.words.get(match[1], ""),
        rng.choice(openers),
    )
    opener = re.sub(r"\b([Aa]) (?=[aeioAEIO])", r"\1n ", opener)
    if _is_plural(name):
        opener = re.sub(r"\b[Aa]n? (?=" + re.escape(name) + ")", "", opener)
        opener = opener.replace(
            " that is as pleasant to look at as it is",
            " that are as pleasant to look at as they are",
        ).replace(" is a ", " are ")
        opener = opener.replace("that does its job", "that do their job").replace(
            " comes in ", " come in "
        )
        opener = opener[:1].upper() + opener[1:]
    said = points(draft)
    rng.shuffle(said)
    closer = rng.choice(_PACKAGED_CLOSERS if draft.kind.style == "packaged" else _CLOSERS)
    sentences = [opener, *(f"{text}." for text in said[: rng.randint(2, 4)]), closer]
    return " ".join(sentence for sentence in sentences if sentence)


def _is_plural(name: str) -> bool:
    last = name.split()[-1].lower()
    return last.endswith("s") and not last.endswith(("ss", "dress", "glass", "us"))


def _said(point: str, draft: Draft) -> str:
    condition = _CONDITION.match(point)
    if condition:
        value = (
            draft.material
            if condition["name"] == "material"
            else draft.attributes.get(condition["name"])
        )
        if condition["value"]:
            holds = str(value) == condition["value"]
        else:
            holds = bool(value) is not bool(condition["not"])
        if not holds:
            return ""
        point = point[condition.end() :]
    if any(draft.words.get(name, "") == "" for name in _PLACEHOLDER.findall(point)):
        return ""
    text = _PLACEHOLDER.sub(lambda match: draft.words[match[1]], point)
    return text[:1].upper() + text[1:]
