"""The words of the catalog and of the query log, ready to be looked up with errors in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

from analyzers.evidence import Arrays
from analyzers.sorted_arrays import places
from analyzers.spelling.fuzzy_index import FuzzyIndex
from analyzers.spelling.language_words import LanguageWords
from analyzers.spelling.letter_model import LetterModel
from analyzers.spelling.phonetics import phonetic_key
from analyzers.spelling.words import spelling_key
from analyzers.string_table import StringTable
from analyzers.word_hashes import pair_hash, word_hash, word_hashes

BRAND = 1
"""Flag of a word that stands in the name of a brand."""
DOUBTFUL = 2
"""Flag of a rare word that looks like an error of the catalog's own: it does not count as known."""

HYPHENED = 4
"""Flag of a word that the catalog writes with a hyphen only."""


@dataclass(frozen=True, slots=True, eq=False)
class WordTable:
    """The n words, sorted, as spelling keys, and what is known of each.

    `items` (n,) int32: how many items have it anywhere. `weights` (n,) float32: how much it is
    used, where titles count more than texts and people who typed it count too. `flags` (n,) uint8.
    `hashes` (n,) uint64 and `order` (n,) int64, which sorts them, find a word; `sounds` (p,)
    uint32, sorted, and `sounding` (p,) int32 find words by their sound. `written` are the words
    that are mostly written otherwise than their key, `written_numbers` (w,) int32, sorted, which
    these are.
    """

    keys: StringTable
    items: NDArray[np.int32]
    weights: NDArray[np.float32]
    flags: NDArray[np.uint8]
    hashes: NDArray[np.uint64]
    order: NDArray[np.int64]
    sounds: NDArray[np.uint32]
    sounding: NDArray[np.int32]
    written: StringTable
    written_numbers: NDArray[np.int32]

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> WordTable:
        return cls(
            StringTable.from_arrays(arrays, "words"),
            np.asarray(arrays["items"], dtype=np.int32),
            np.asarray(arrays["weights"], dtype=np.float32),
            np.asarray(arrays["flags"], dtype=np.uint8),
            np.asarray(arrays["hashes"], dtype=np.uint64),
            np.asarray(arrays["order"], dtype=np.int64),
            np.asarray(arrays["sounds"], dtype=np.uint32),
            np.asarray(arrays["sounding"], dtype=np.int32),
            StringTable.from_arrays(arrays, "written"),
            np.asarray(arrays["written_numbers"], dtype=np.int32),
        )

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        return {
            **self.keys.arrays("words"),
            "items": self.items,
            "weights": self.weights,
            "flags": self.flags,
            "hashes": self.hashes,
            "order": self.order,
            "sounds": self.sounds,
            "sounding": self.sounding,
            **self.written.arrays("written"),
            "written_numbers": self.written_numbers,
        }


def _no_words() -> WordTable:
    none = StringTable.of(())
    return WordTable(
        none,
        np.empty(0, dtype=np.int32),
        np.empty(0, dtype=np.float32),
        np.empty(0, dtype=np.uint8),
        np.empty(0, dtype=np.uint64),
        np.empty(0, dtype=np.int64),
        np.empty(0, dtype=np.uint32),
        np.empty(0, dtype=np.int32),
        none,
        np.empty(0, dtype=np.int32),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Words, how often they occur and which stand side by side. A lexicon part: all is arrays.

    A word is looked up in any written form: case, accents and apostrophes make no difference.
    `pair_keys` (m,) uint64, sorted, with `pair_counts` (m,) uint32: how often two words stand side
    by side in titles and queries. `total` is the sum of all weights.
    """

    words: WordTable = field(default_factory=_no_words)
    index: FuzzyIndex = field(default_factory=lambda: FuzzyIndex.of(()))
    pair_keys: NDArray[np.uint64] = field(default_factory=lambda: np.empty(0, dtype=np.uint64))
    pair_counts: NDArray[np.uint32] = field(default_factory=lambda: np.empty(0, dtype=np.uint32))
    letters: LetterModel = field(default_factory=LetterModel)
    language: LanguageWords = field(default_factory=LanguageWords)
    total: float = 0.0

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> Self:
        return cls(
            WordTable.from_arrays(arrays),
            FuzzyIndex.from_arrays(arrays),
            np.asarray(arrays["pair_keys"], dtype=np.uint64),
            np.asarray(arrays["pair_counts"], dtype=np.uint32),
            LetterModel.from_arrays(arrays),
            LanguageWords.from_arrays(arrays),
            float(np.asarray(arrays["total"], dtype=np.float64)[0]),
        )

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        return {
            **self.words.arrays(),
            **self.index.arrays(),
            "pair_keys": self.pair_keys,
            "pair_counts": self.pair_counts,
            **self.letters.arrays(),
            **self.language.arrays(),
            "total": np.array([self.total], dtype=np.float64),
        }

    def __len__(self) -> int:
        return len(self.words.items)

    def has(self, word: str) -> bool:
        """Whether the shop knows the word; one that looks like an error of its own is not known."""
        number = self.number(spelling_key(word))
        return number >= 0 and not self.words.flags[number] & DOUBTFUL

    def count(self, word: str) -> int:
        """How many items have the word, 0 for none."""
        number = self.number(spelling_key(word))
        return int(self.words.items[number]) if number >= 0 else 0

    def is_brand(self, word: str) -> bool:
        """Whether the word stands in the name of a brand."""
        return self.is_brand_number(self.number(spelling_key(word)))

    def is_brand_number(self, number: int) -> bool:
        """`is_brand` of the word with this number; -1 is none."""
        return number >= 0 and bool(self.words.flags[number] & BRAND)

    def pair_count(self, first: str, second: str) -> int:
        """How often `second` follows `first` in titles and queries."""
        return self.pair_count_of(word_hash(spelling_key(first)), word_hash(spelling_key(second)))

    def near(self, word: str, distance: int) -> list[tuple[str, int, int]]:
        """Words within `distance` (at most 2) as they are written, with distance and items.

        The nearest first, of equally near ones that which more items have.
        """
        found = self.index.near(spelling_key(word), distance, self.words.keys, self.words.weights)
        described = [
            (self.written(number), apart, int(self.words.items[number]))
            for number, _, apart in found
        ]
        return sorted(described, key=lambda each: (each[1], -each[2], each[0]))

    def number(self, key: str) -> int:
        """The number of a word by its spelling key, -1 for none."""
        if not len(self):
            return -1
        order, wanted = self.words.order, np.uint64(word_hash(key))
        place = int(self.words.hashes.searchsorted(wanted, sorter=order))
        number = int(order[min(place, len(self) - 1)])
        return number if self.words.hashes[number] == wanted else -1

    def find(self, keys: Sequence[str]) -> NDArray[np.int64]:
        """The numbers of words by their spelling keys, -1 for those that are not there."""
        return places(self.words.hashes, word_hashes(keys), self.words.order)

    def sounding_like(self, key: str) -> list[int]:
        """The numbers of words that sound as this spelling key does."""
        sound = np.array([word_hash(phonetic_key(key)) >> 32], dtype=np.uint32)
        first = np.searchsorted(self.words.sounds, sound, "left")[0]
        last = np.searchsorted(self.words.sounds, sound, "right")[0]
        numbers: list[int] = self.words.sounding[first:last].tolist()
        return numbers

    def written(self, number: int) -> str:
        """A word as it is mostly written, with its accents and apostrophes."""
        place = places(self.words.written_numbers, np.array([number], dtype=np.int32))[0]
        if place >= 0:
            return self.words.written[int(place)]
        return self.words.keys[number]

    def pair_count_of(self, first: int, second: int) -> int:
        """`pair_count` of two words given by their hashes."""
        wanted = np.array([pair_hash(first, second)], dtype=np.uint64)
        place = places(self.pair_keys, wanted)[0]
        return int(self.pair_counts[place]) if place >= 0 else 0
