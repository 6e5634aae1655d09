"""Queries that shoppers might have typed, made from the items that they should find.

What is drawn for an item: words of its description with what it is, its category with a few
modifiers, a span of its title, scattered words of it, brand and category, colour and category.
Words are dropped and moved, so that the words of a query are not always those of the title side by
side, and often not in the title at all. Nothing here is of one
language or one kind of catalog: which words say much is counted in the catalog itself.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log

from searchapp.relevance.cross_encoder.catalog_texts import CatalogText, folded, words_of

MOST_WORDS = 6
_LEAST_DESCRIPTION, _CONSIDERED = 8, 25
_PARTS = re.compile(r"\s[-–—|]\s|[,;|()\[\]/]")
_LEVELS = re.compile(r"[&,/]|\band\b")
_SAYS_LITTLE, _LEAST_ITEMS = 0.15, 50
"""The share of items from which on a word says nothing of one ("with", "for"); in a small catalog
any word may say something.
"""


class About(StrEnum):
    """What a query asks for, and so what else answers it."""

    CATEGORY = "category"
    """Any item of the category."""
    ITEM = "item"
    """An item with these words."""


@dataclass(frozen=True, slots=True)
class PseudoQuery:
    """A query and the place of the item, in the catalog, that it was made from."""

    text: str
    item: int
    about: About = About.ITEM


class QueryMaker:
    """Makes queries of a catalog's items; the same seed makes the same ones."""

    def __init__(self, items: Sequence[CatalogText], seed: int) -> None:
        self._items = items
        self._random = random.Random(seed)
        in_bodies = Counter(word for item in items for word in item.all_words)
        self.weights = {word: log(1 + len(items) / count) for word, count in in_bodies.items()}
        self._little = self._saying_little(word for item in items for word in item.words)
        self._little_in_bodies = self._saying_little(in_bodies.elements())
        self._recipes: tuple[tuple[Callable[[CatalogText], list[str]], float], ...] = (
            (self._described, 4.0),
            (self._category, 2.0),
            (self._span, 0.5),
            (self._scattered, 0.5),
            (self._brand, 0.5),
            (self._colour, 0.5),
        )

    def make(
        self, count: int, places: Sequence[int], but: Container[str] = frozenset()
    ) -> list[PseudoQuery]:
        """`count` queries of the items at `places`, none of them in `but` (as `spelt_alike`)."""
        recipes, weights = zip(*self._recipes, strict=True)
        found: dict[str, PseudoQuery] = {}
        for _ in range(count * 20 if places else 0):
            if len(found) == count:
                break
            place = self._random.choice(places)
            (recipe,) = self._random.choices(recipes, weights)
            item = self._items[place]
            words = recipe(item)[:MOST_WORDS]
            by_category = recipe == self._category and bool(item.category)
            text = " ".join(words)
            if len(text) >= 3 and not set(map(folded, words)) <= self._little:
                key = spelt_alike(text)
                if key not in but:
                    about = About.CATEGORY if by_category else About.ITEM
                    found.setdefault(key, PseudoQuery(text, place, about))
        return list(found.values())

    def _saying_little(self, words: Iterable[str]) -> set[str]:
        most = max(_SAYS_LITTLE * len(self._items), _LEAST_ITEMS)
        return {word for word, count in Counter(words).items() if count > most}

    def _title(self, item: CatalogText, first_part: float = 0.75) -> list[str]:
        """The words of the title, or of its first part, mostly without the brand."""
        title = item.text.title
        if self._random.random() < first_part:
            title = next((p for p in _PARTS.split(title) if len(words_of(p)) > 1), title)
        words = words_of(title)
        brand = words_of(item.brand)
        if brand and words[: len(brand)] == brand and self._random.random() < 0.8:
            words = words[len(brand) :]
        return words

    def _described(self, item: CatalogText) -> list[str]:
        """A few words of the description, mostly with what the item is."""
        known = [
            word
            for word in words_of(item.body)
            if len(word) > 2 and folded(word) not in self._little_in_bodies
        ]
        if len(known) < _LEAST_DESCRIPTION:
            return self._scattered(item)
        some = self._random.sample(known, min(len(known), _CONSIDERED))
        words = self._drawn(some, self._random.choice((1, 2, 2, 3)))
        name = self._name(item) if self._random.random() < 0.6 else []
        name = name or self._drawn(self._title(item), self._random.choice((1, 2)))
        return words + name if self._random.random() < 0.7 else name + words

    def _span(self, item: CatalogText) -> list[str]:
        words = self._title(item, 0.6)
        length = self._random.randint(2, 5)
        start = self._random.randint(0, max(len(words) - length, 0))
        span = words[start : start + length]
        while span and folded(span[0]) in self._little and len(span) > 1:
            span = span[1:]
        while span and folded(span[-1]) in self._little and len(span) > 1:
            span = span[:-1]
        if len(span) > 3 and self._random.random() < 0.3:
            del span[self._random.randrange(len(span))]
        return span

    def _scattered(self, item: CatalogText) -> list[str]:
        words = self._drawn(self._title(item), self._random.randint(2, 5))
        if self._random.random() < 0.25:
            self._random.shuffle(words)
        return words

    def _category(self, item: CatalogText) -> list[str]:
        name = self._name(item)
        if not name:
            return self._scattered(item)
        modifiers = self._drawn(self._title(item), self._random.choice((0, 1, 1, 2, 2, 3)), name)
        if item.genders and self._random.random() < 0.3:
            modifiers += words_of(self._random.choice(item.genders))
        return modifiers + name if self._random.random() < 0.75 else name + modifiers

    def _brand(self, item: CatalogText) -> list[str]:
        brand, name = words_of(item.brand)[:3], self._name(item)
        title = self._drawn(self._title(item), self._random.randint(1, 3), brand)
        return brand + (name if name and self._random.random() < 0.5 else title)

    def _colour(self, item: CatalogText) -> list[str]:
        if not item.colours:
            return self._category(item)
        colour = words_of(self._random.choice(item.colours))[:2]
        name = self._name(item) or self._drawn(self._title(item), 2)
        return colour + self._drawn(self._title(item), self._random.randint(0, 1), name) + name

    def _name(self, item: CatalogText) -> list[str]:
        """What the item is: the last level of its category, or one of the things named there."""
        parts = [words_of(p) for p in _LEVELS.split(item.category.rpartition(" > ")[2])]
        parts = [part for part in parts if part]
        if not parts:
            return []
        shared = [
            part
            for part in parts
            if set(map(folded, part)) & set(map(folded, words_of(item.text.title)))
        ]
        name = list(self._random.choice(shared or parts))
        if self._random.random() < 0.4:
            name[-1] = folded(name[-1])
        return name

    def _drawn(self, words: list[str], count: int, but: Sequence[str] = ()) -> list[str]:
        """`count` different words in their order, those that say more sooner than others."""
        left = {folded(word): word for word in words if folded(word) not in self._little}
        for word in but:
            left.pop(folded(word), None)
        luck = {word: self._random.random() ** (1 / (1 + self.weights[word])) for word in left}
        keys = sorted(left, key=lambda word: luck[word], reverse=True)[:count]
        return [left[word] for word in left if word in keys]


def spelt_alike(text: str) -> str:
    """What two queries have in common that differ only in order, case and plural."""
    return " ".join(sorted(map(folded, words_of(text))))
