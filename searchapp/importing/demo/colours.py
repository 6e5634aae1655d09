"""The shades that the demo marketplace sells: name, colour as drawn, family for facets."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Colour:
    name: str
    rgb: tuple[int, int, int]
    family: str


def _colours(family: str, **shades: str) -> dict[str, Colour]:
    return {
        name.replace("_", " "): Colour(
            name.replace("_", " "),
            (int(code[:2], 16), int(code[2:4], 16), int(code[4:], 16)),
            family,
        )
        for name, code in shades.items()
    }


COLOURS: dict[str, Colour] = {
    **_colours("black", black="2a2c33", charcoal="494e57", matte_black="33353b"),
    **_colours("grey", grey="8d929a", silver="bcc3cb", stone="aaa69c"),
    **_colours("white", white="f3f1ec", ivory="f1e9d6", clear="cfe4ea"),
    **_colours("beige", beige="dbc8a8", sand="cfb78d", taupe="9c8b7b", camel="c1965f"),
    **_colours("brown", brown="7c5338", chestnut="8b4a2f", walnut="6f4a33", natural_oak="c99f6a"),
    **_colours("brown", pine="ddba82", copper="b8744b"),
    **_colours("blue", navy="24365f", royal_blue="2f58b8", sky_blue="8bbde6", denim_blue="4d6f99"),
    **_colours("green", mint="a5dbc1", sage="9db08f", olive="74773f", forest_green="2c5d40"),
    **_colours("green", emerald="1f8a5f", lime="a6cc3c", teal="1f7c7e", turquoise="37b4ae"),
    **_colours("yellow", mustard="d3a52b", yellow="f3cf45", gold="cca54d"),
    **_colours("orange", orange="ee8533", terracotta="c0643f", coral="f1836c"),
    **_colours("red", red="c9313b", burgundy="701f35"),
    **_colours("pink", pink="efa3b7", blush="ecc7c0", fuchsia="cb327f", rose_gold="dba490"),
    **_colours("purple", lilac="bda5d9", purple="6e4798", aubergine="4a2646"),
}

CLOTHES = (
    "black", "navy", "white", "grey", "charcoal", "olive", "burgundy", "teal", "mustard", "beige",
    "denim blue", "red", "forest green",
)  # fmt: skip
SOFT = (
    "black", "ivory", "blush", "lilac", "coral", "sage", "navy", "burgundy", "emerald", "fuchsia",
    "sky blue", "terracotta", "teal",
)  # fmt: skip
SUITED = ("navy", "charcoal", "black", "grey", "camel", "burgundy", "forest green")
DENIM = ("denim blue", "navy", "black", "grey", "sky blue")
LEATHERS = ("black", "brown", "camel", "chestnut", "burgundy", "navy", "taupe")
SPORTY = ("black", "white", "royal blue", "lime", "coral", "grey", "turquoise", "red", "navy")
BRIGHTS = ("red", "yellow", "royal blue", "orange", "turquoise", "pink", "lime", "purple")
BABY = ("ivory", "mint", "sky blue", "pink", "sage", "mustard", "grey", "lilac")
DEVICES = ("black", "silver", "white", "charcoal", "navy", "rose gold")
DARK_DEVICES = ("black", "charcoal", "silver", "white")
CASES = ("black", "clear", "navy", "pink", "sage", "red", "lilac", "mustard", "teal")
KITCHEN = ("matte black", "silver", "ivory", "red", "sage", "copper", "white", "teal", "sky blue")
COOKWARE = ("black", "charcoal", "copper", "red", "teal", "ivory", "forest green")
TABLEWARE = ("white", "ivory", "stone", "teal", "terracotta", "sage", "navy", "mustard")
TEXTILES = (
    "white", "grey", "sage", "navy", "terracotta", "mustard", "blush", "beige", "teal", "burgundy",
)  # fmt: skip
WOODS = ("natural oak", "walnut", "pine", "white", "black")
UPHOLSTERY = ("grey", "beige", "teal", "mustard", "navy", "forest green", "terracotta", "charcoal")
OUTDOOR = ("olive", "orange", "forest green", "grey", "royal blue", "red", "sand")
GARDEN = ("terracotta", "forest green", "black", "grey", "white", "teal", "sage")
TOOLS = ("orange", "red", "yellow", "royal blue", "black", "forest green")
METALS = ("gold", "silver", "rose gold")
LIPS = ("red", "burgundy", "coral", "pink", "fuchsia", "aubergine", "terracotta")
