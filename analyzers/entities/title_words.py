"""What the words of titles say about the fields: that a "juice" has no colour, for example."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from analyzers.evidence import Arrays
from analyzers.plurals import singular
from analyzers.sorted_arrays import places
from analyzers.word_hashes import word_hashes

_MIX = np.uint64(0xD6E8FEB86659FD93)


@dataclass(frozen=True, slots=True, eq=False)
class TitleWords:
    """How many items have a word in their title or category, and how many of these a feature.

    `words` (n,) uint64 are the sorted hashes of the words, in singular, that enough items have;
    `items` (n,) int32 how many; `low_price` (n,) float32 a price below which the cheapest third of
    them lies, NaN when unknown. `pairs` (m,) uint64 are the sorted hashes of words with features
    that occur together at least twice, `pair_items` (m,) int32 how often. A feature is a number:
    that a field is filled, that it has a value of a concept, or that the title names a brand.
    """

    words: NDArray[np.uint64] = field(default_factory=lambda: np.empty(0, np.uint64))
    items: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    low_price: NDArray[np.float32] = field(default_factory=lambda: np.empty(0, np.float32))
    pairs: NDArray[np.uint64] = field(default_factory=lambda: np.empty(0, np.uint64))
    pair_items: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))

    def look_up(self, keys: Sequence[str]) -> list[KnownWord | None]:
        """What is known of each word; None for those that too few items have."""
        if not len(self.words) or not keys:
            return [None] * len(keys)
        hashes = word_hashes([singular(key) for key in keys])
        found = places(self.words, hashes)
        return [
            KnownWord(hashed, int(self.items[place]), float(self.low_price[place]))
            if place >= 0
            else None
            for hashed, place in zip(hashes, found.tolist(), strict=True)
        ]

    def together(self, words: Sequence[KnownWord], features: Sequence[int]) -> list[list[int]]:
        """For each word, how many of its items have each feature; 0 when fewer than two."""
        if not len(self.pairs) or not words or not features:
            return [[0] * len(features) for _ in words]
        hashes = np.array([word.hashed for word in words], dtype=np.uint64)
        wanted = pair_hashes(hashes[:, None], np.array(features, dtype=np.uint64)[None, :])
        found = places(self.pairs, wanted.ravel())
        counts = np.where(found >= 0, self.pair_items[found], 0).reshape(wanted.shape)
        together: list[list[int]] = counts.tolist()
        return together

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """What `from_arrays` needs to make it again."""
        return {f"title_words.{name}": getattr(self, name) for name in _ARRAYS}

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> TitleWords:
        """The value that `arrays` gave."""
        return cls(
            **{
                name: np.asarray(arrays[f"title_words.{name}"], dtype=dtype)
                for name, dtype in _ARRAYS.items()
            }
        )


@dataclass(frozen=True, slots=True)
class KnownWord:
    """A word that `items` items have; `low_price` is NaN when no prices are known."""

    hashed: np.uint64
    items: int
    low_price: float


_ARRAYS: dict[str, type[np.generic]] = {
    "words": np.uint64,
    "items": np.int32,
    "low_price": np.float32,
    "pairs": np.uint64,
    "pair_items": np.int32,
}


def pair_hashes(words: NDArray[np.uint64], features: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The hashes of words with features, of the shape to which both broadcast."""
    return (words + features + np.uint64(1)) * _MIX
