"""The items of a catalog as the dictionary learns from them: a uniform sample of bounded size."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from analyzers.entities.naming import FIELDS
from analyzers.entities.naming.categories import SEPARATOR
from analyzers.entities.words import keys_of
from analyzers.evidence import CatalogItem
from analyzers.normalization import normalize

_MOST_ITEMS = 200_000
_MOST_VALUES = 300_000
"""Distinct values of one field; later ones are not learnt."""
_MOST_WORDS = 2_000_000
_LONGEST_TITLE = 64
_HASHES = 1 << 64


@dataclass(slots=True)
class Interned:
    """Texts by the number in which they were first seen, and how often they were."""

    most: int
    numbers: dict[str, int] = field(default_factory=dict)
    counts: array[int] = field(default_factory=lambda: array("q"))

    def number(self, text: str) -> int:
        """The number of `text`; -1 when it is new and there are too many."""
        known = self.numbers.get(text)
        if known is None:
            if len(self.numbers) >= self.most:
                return -1
            known = self.numbers[text] = len(self.numbers)
            self.counts.append(0)
        self.counts[known] += 1
        return known


@dataclass(frozen=True, slots=True)
class _Kept:
    """An item of the sample: its place in the order of hashes, words of its title and of what
    its narrowest category holds, the values of each field, by number, and its price."""

    rank: int
    title: array[int]
    context: array[int]
    values: tuple[tuple[int, ...], ...]
    price: float


class CatalogSample:
    """Up to 200,000 items, all of them in smaller catalogs; and all values with their counts.

    Items are kept by the hash of their id: those below a limit, which is halved whenever too many
    are kept. So the sample is uniform and does not depend on the order.
    """

    def __init__(self, most_items: int = _MOST_ITEMS) -> None:
        self._most_items = most_items
        self._kept: list[_Kept] = []
        self._limit = _HASHES
        self.seen = 0
        self.filled = [0] * len(FIELDS)
        self.priced = 0
        self.rated = 0
        self.words = Interned(_MOST_WORDS)
        self.values = {name: Interned(_MOST_VALUES) for name in FIELDS}

    def add(self, item: CatalogItem) -> None:
        """Counts the item, and keeps it when its hash says so."""
        self.seen += 1
        self.priced += item.price is not None
        self.rated += item.rating is not None
        values = tuple(
            tuple(dict.fromkeys(self._numbers(name, written)))
            for name, written in _fields(item).items()
        )
        for place, numbers in enumerate(values):
            self.filled[place] += bool(numbers)
        rank = int.from_bytes(blake2b(item.id.encode(), digest_size=8).digest(), "little")
        if rank >= self._limit:
            return
        title = keys_of(normalize(item.title))[:_LONGEST_TITLE]
        self._kept.append(
            _Kept(
                rank,
                array("i", map(self.words.number, title)),
                array("i", map(self.words.number, _shelf(item))),
                values,
                math.nan if item.price is None else item.price,
            )
        )
        if len(self._kept) > self._most_items:
            self._limit //= 2
            self._kept = [kept for kept in self._kept if kept.rank < self._limit]

    def titles(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """The words of all titles, one after the other: whose item each is, and its number."""
        return self._flat([kept.title for kept in self._kept])

    def contexts(self, most: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """The words of titles and categories of up to `most` items, as `titles` gives them."""
        return self._flat([(*kept.title, *kept.context) for kept in self._kept[:most]])

    def values_of(self, name: str) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """The values of a field: whose item each is, and its number in `values[name]`."""
        place = FIELDS.index(name)
        return self._flat([kept.values[place] for kept in self._kept])

    def prices(self) -> NDArray[np.float64]:
        """The price of each item of the sample, NaN when it is not known."""
        return np.array([kept.price for kept in self._kept], dtype=np.float64)

    def __len__(self) -> int:
        return len(self._kept)

    def _numbers(self, name: str, written: Iterable[str]) -> Iterable[int]:
        interned = self.values[name]
        return (number for text in written if text and (number := interned.number(text)) >= 0)

    @staticmethod
    def _flat(parts: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        lengths = np.fromiter(map(len, parts), dtype=np.int64, count=len(parts))
        numbers = np.fromiter(chain.from_iterable(parts), dtype=np.int32, count=lengths.sum())
        items = np.repeat(np.arange(len(parts)), lengths)
        return items[numbers >= 0], numbers[numbers >= 0]


def _shelf(item: CatalogItem) -> tuple[str, ...]:
    """The words of the narrowest category, unless it holds several kinds of things."""
    path = item.categories[-1] if item.categories else ""
    keys = keys_of(normalize(path.rpartition(SEPARATOR)[2]))
    return () if "and" in keys else keys


def _fields(item: CatalogItem) -> Mapping[str, Sequence[str]]:
    return {
        "brand": (item.brand,),
        "category": item.categories,
        "colour": item.colours,
        "size": item.sizes,
        "material": (item.material,),
        "gender": (item.gender,),
        "condition": (item.condition,),
        "seller_name": (item.seller_name,),
    }
