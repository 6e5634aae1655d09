"""Colour names → the colour to draw beside them."""

from __future__ import annotations

MANY = "many"
"""Drawn as several colours at once."""

_HEX = {
    "anthracite": "3b3f45", "apricot": "f4b183", "aqua": "57c7c9", "aubergine": "4a2646",
    "azure": "4b9fe0", "beige": "dbc8a8", "black": "24262b", "blue": "2f63b8", "blush": "ecc7c0",
    "bronze": "a8733c", "brown": "7c5338", "burgundy": "701f35", "camel": "c1965f",
    "champagne": "ead9b9", "charcoal": "494e57", "chestnut": "8b4a2f", "chocolate": "5a3623",
    "clear": "dcebef", "cobalt": "2446a8", "copper": "b8744b", "coral": "f1836c",
    "cream": "f5ecd3", "crimson": "b3203a", "cyan": "2db7cf", "denim": "4d6f99", "ecru": "e6dcc3",
    "emerald": "1f8a5f", "forest green": "2c5d40", "fuchsia": "cb327f", "gold": "cca54d",
    "graphite": "4a4d52", "green": "2f8a4e", "grey": "8d929a", "indigo": "3f3d8f",
    "ivory": "f1e9d6", "khaki": "a79a68", "lavender": "c3b5e3", "lilac": "bda5d9",
    "lime": "a6cc3c", "magenta": "c62a88", "maroon": "6b1f2a", "mauve": "b08aa8", "mint": "a5dbc1",
    "mustard": "d3a52b", "navy": "24365f", "nude": "e0bfa6", "oak": "c99f6a", "ochre": "c48a2c",
    "olive": "74773f", "orange": "ee8533", "peach": "f7c2a0", "petrol": "1f5866", "pine": "ddba82",
    "pink": "efa3b7", "plum": "6b3357", "purple": "6e4798", "red": "c9313b", "rose": "de8d9b",
    "rose gold": "dba490", "royal blue": "2f58b8", "rust": "a9502c", "sage": "9db08f",
    "salmon": "f2a083", "sand": "cfb78d", "silver": "bcc3cb", "sky": "8bbde6", "slate": "626e7d",
    "stone": "aaa69c", "tan": "c7a277", "taupe": "9c8b7b", "teal": "1f7c7e",
    "terracotta": "c0643f", "titanium": "8c8a86", "transparent": "dcebef", "turquoise": "37b4ae",
    "violet": "7b52ab", "walnut": "6f4a33", "white": "fbfaf6", "wine": "6d1f36",
    "yellow": "f3cf45",
}  # fmt: skip
_MANY = frozenset({"assorted", "multi", "multicolour", "multicolor", "multi-colour", "rainbow"})
_SPELLINGS = {"gray": "grey"}


def swatch(name: str) -> str | None:
    """`#rrggbb` of a colour name, MANY, or None where the name tells no colour.

    A name of several words is looked up whole, then by its last word that is a colour:
    "light blue" is drawn blue, "navy stripe" navy.
    """
    words = [_SPELLINGS.get(word, word) for word in name.casefold().replace("/", " ").split()]
    if any(word in _MANY for word in words):
        return MANY
    for known in (" ".join(words), *reversed(words)):
        if known in _HEX:
            return f"#{_HEX[known]}"
    return None
