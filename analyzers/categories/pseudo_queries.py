"""Queries that could be asked for an item, made of what the catalog says about it."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from analyzers.categories.category_tree import PATH_SEPARATOR
from analyzers.categories.features import MOST_WORDS
from analyzers.categories.samples import Sample, Words, plain_words

QUERIES_BESIDE_PIECES = 3
"""How many queries `item_queries` makes beside the pieces of the title, at most."""

# How many words a piece of a title has: shoppers mostly ask with two or three.
_LENGTHS = (1, 2, 2, 3, 3, 4, 5)


def item_queries(sample: Sample, kind: Words, pieces: int, random: Random) -> Iterator[Words]:
    """The beginning of the title and `pieces` pieces of it; `kind`, the words of the category,
    with the brand and with one of the item's qualities.
    """
    if sample.title:
        yield sample.title[:MOST_WORDS]
        for _ in range(pieces):
            yield title_piece(sample.title, random)
    for words in (sample.brand, random.choice(sample.qualities or ((),))):
        if words and kind:
            yield (*words, *kind)[:MOST_WORDS]


def title_piece(title: Words, random: Random) -> Words:
    """One to five neighbouring words of a title."""
    length = random.choice(_LENGTHS)
    first = random.randrange(max(1, len(title) - length + 1))
    return title[first : first + length]


def category_words(path: str) -> Words:
    """The words of a category's own name."""
    return plain_words(path.rpartition(PATH_SEPARATOR)[2])


def category_queries(path: str) -> Iterator[Words]:
    """The names of a category: its own, with the one above it, and the parts of "Hats & Caps"."""
    above, _, name = path.rpartition(PATH_SEPARATOR)
    names = [name, f"{above.rpartition(PATH_SEPARATOR)[2]} {name}"] if above else [name]
    parts = name.replace(",", "&").split("&")
    yield from filter(None, map(plain_words, dict.fromkeys([*names, *parts])))
