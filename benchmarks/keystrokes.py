"""Queries that shoppers of a generated marketplace may have in mind, and how they mistype them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from analyzers.completions.title_phrases import segments
from analyzers.evidence import CatalogItem, LoggedQuery

SEED = 29
LOGGED_SEARCHES = 40_000
FIRST_TYPO = 3
"""The first letter, counted from 1, that may be mistyped."""

_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


@dataclass(frozen=True, slots=True)
class Intention:
    """A query as it is meant and as it is mistyped; `typo_at` letters are typed when it shows."""

    text: str
    misspelt: str
    typo_at: int


def intentions(items: Sequence[CatalogItem], count: int) -> list[Intention]:
    """So many different seeded queries, drawn as those of `logged` but not with its draws."""
    draw = random.Random(SEED + 1)
    shoppers = _Shoppers(items, draw)
    texts: dict[str, None] = {}
    while len(texts) < count:
        text = shoppers.query()
        if len(text) > FIRST_TYPO:
            texts[text] = None
    return [_mistyped(text, draw) for text in texts]


def logged(items: Sequence[CatalogItem], searches: int = LOGGED_SEARCHES) -> list[LoggedQuery]:
    """A seeded log of so many searches, each by a person of its own, that all found something."""
    shoppers = _Shoppers(items, random.Random(SEED))
    counts = Counter(shoppers.query() for _ in range(searches))
    return [
        LoggedQuery(text, "en", people=count, searches=count, found=count)
        for text, count in counts.items()
    ]


class _Shoppers:
    """Draws a product, the popular ones more often, and what is typed to find such a one."""

    def __init__(self, items: Sequence[CatalogItem], draw: random.Random) -> None:
        self._items = items
        self._weights = list(accumulate(1 + item.popularity for item in items))
        self._draw = draw

    def query(self) -> str:
        """Words of a title, or the type of a product alone or with its brand or colour."""
        while True:
            [item] = self._draw.choices(self._items, cum_weights=self._weights)
            type_ = item.categories[-1].split(" > ")[-1].split(" & ")[0] if item.categories else ""
            colour = item.colours[0] if item.colours else ""
            text = self._draw.choice(
                [
                    type_,
                    f"{item.brand} {type_}",
                    f"{colour} {type_}",
                    self._title_words(item),
                    self._title_words(item),
                ]
            )
            if text := " ".join(text.lower().split()):
                return text

    def _title_words(self, item: CatalogItem) -> str:
        runs = [run for run in segments(item.title, item.brand) if run]
        if not runs:
            return ""
        run = max(runs, key=len)
        length = min(len(run), self._draw.choice((1, 2, 2, 3)))
        start = self._draw.randrange(len(run) - length + 1)
        return " ".join(run[start : start + length])


def _mistyped(text: str, draw: random.Random) -> Intention:
    """`text` with one letter left out, doubled, exchanged with the next or hit beside."""
    letters = [
        place
        for place in range(FIRST_TYPO - 1, len(text))
        if text[place].isalpha() and text[place - 1 : place + 2].isalpha()
    ]
    if not letters:
        return Intention(text, text + text[-1], len(text) + 1)
    place = draw.choice(letters)
    kind = draw.randrange(4)
    after = text[place + 1 : place + 2]
    if kind == 0 and after:
        changed = text[:place] + text[place + 1 :]
    elif kind == 1:
        changed = text[:place] + text[place] + text[place:]
    elif kind == 2 and after and after != text[place]:
        changed = text[:place] + after + text[place] + text[place + 2 :]
    else:
        changed = text[:place] + _beside(text[place], draw) + text[place + 1 :]
    return Intention(text, changed, place + 1)


def _beside(letter: str, draw: random.Random) -> str:
    for row in _KEYBOARD:
        if (place := row.find(letter)) >= 0:
            return draw.choice(row[max(place - 1, 0) : place] + row[place + 1 : place + 2])
    return "e"
