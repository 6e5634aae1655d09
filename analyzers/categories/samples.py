"""A bounded sample of a catalog's items by category."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from analyzers.categories.category_tree import ancestors
from analyzers.categories.features import MOST_WORDS, words_of
from analyzers.evidence import CatalogItem
from analyzers.normalization import normalize

LONGEST_TITLE = 25
"""In words."""
_MOST_QUALITIES = 6

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """The words of an item of which queries could be made; `qualities` has those of a material, a
    colour and the like.
    """

    title: Words
    brand: Words
    qualities: tuple[Words, ...]

    @classmethod
    def of(cls, item: CatalogItem) -> Sample:
        values = (item.material, item.gender, *item.colours, *(each for _, each in item.attributes))
        known = [value for value in values if value][:_MOST_QUALITIES]
        return cls(
            plain_words(item.title, LONGEST_TITLE),
            plain_words(item.brand),
            tuple(filter(None, map(plain_words, known))),
        )


def plain_words(text: str, most: int = MOST_WORDS) -> Words:
    """The first words of a text as it is written in the catalog. Equal words share their memory."""
    return tuple(map(sys.intern, words_of(normalize(text), most)))


@dataclass(slots=True)
class _Reservoir:
    seen: int = 0
    kept: list[Sample] = field(default_factory=list)


class SamplesByCategory:
    """A fair sample of the items of each category, by reservoir sampling (Vitter 1985).

    At most `most` samples altogether: when they are full, the largest reservoirs are halved, so
    small categories keep all they have. Beyond `most_paths` categories, an item of a new one
    counts for the category above it that is known; without one it is left out.
    """

    def __init__(self, random: Random, most: int, most_paths: int) -> None:
        self._random = random
        self._most = most
        self._most_paths = most_paths
        self._capacity = max(1, most)
        self._size = 0
        self._reservoirs: dict[str, _Reservoir] = {}

    def add(self, item: CatalogItem) -> None:
        """Counts an item that has a category, and keeps it as chance has it."""
        known = self._known(item.categories[-1])
        if known is None:
            return
        reservoir = self._reservoirs.setdefault(known, _Reservoir())
        reservoir.seen += 1
        if len(reservoir.kept) < self._capacity:
            reservoir.kept.append(Sample.of(item))
            self._size += 1
            if self._size > self._most:
                self._halve()
        elif (place := self._random.randrange(reservoir.seen)) < self._capacity:
            reservoir.kept[place] = Sample.of(item)

    def __iter__(self) -> Iterator[tuple[str, int, list[Sample]]]:
        """Each category, how many items it has, and those that were kept; sorted by category."""
        for path in sorted(self._reservoirs):
            reservoir = self._reservoirs[path]
            yield path, reservoir.seen, reservoir.kept

    def _known(self, path: str) -> str | None:
        if path in self._reservoirs or len(self._reservoirs) < self._most_paths:
            return path
        return next((each for each in reversed(ancestors(path)) if each in self._reservoirs), None)

    def _halve(self) -> None:
        largest = max(len(reservoir.kept) for reservoir in self._reservoirs.values())
        self._capacity = max(1, largest // 2)
        for reservoir in self._reservoirs.values():
            if len(reservoir.kept) > self._capacity:
                reservoir.kept = self._random.sample(reservoir.kept, self._capacity)
        self._size = sum(len(reservoir.kept) for reservoir in self._reservoirs.values())
