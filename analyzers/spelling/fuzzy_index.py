"""Finds the words of a table that lie within a small edit distance of a text.

Symmetric deletion (Garbe's SymSpell): two texts within distance d share a text that both become by
at most d deletions. The index holds the hashes of all such texts of the first seven letters of each
word; words that begin alike stand together in a sorted table and are indexed as one group.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from analyzers.evidence import Arrays
from analyzers.sorted_arrays import ranges
from analyzers.spelling.words import LONGEST_WORD
from analyzers.string_table import StringTable
from analyzers.word_hashes import POWERS, code_points, mix

FARTHEST = 2
_PREFIX = 7
_CHECKED = 192


@dataclass(frozen=True, slots=True, eq=False)
class FuzzyIndex:
    """The deletions of a sorted table of n words.

    `hashes` (m,) uint32, sorted, and `groups` (m,) int32: which group of words has a beginning
    that becomes a text of that hash. Group g are the words `starts[g]` to `starts[g + 1]`, (k + 1,)
    int32. `letters` (n,) uint32 are the letters that a word has, a bit each; `lengths` (n,) uint8.
    """

    hashes: NDArray[np.uint32]
    groups: NDArray[np.int32]
    starts: NDArray[np.int32]
    letters: NDArray[np.uint32]
    lengths: NDArray[np.uint8]

    @classmethod
    def of(cls, words: Sequence[str]) -> FuzzyIndex:
        """The index of `words`, which must be sorted and at most `LONGEST_WORD` letters long."""
        codes, lengths = code_points(words, LONGEST_WORD)
        prefixes = np.ascontiguousarray(codes[:, :_PREFIX])
        begins = np.ones(len(words), dtype=bool)
        begins[1:] = (prefixes[1:] != prefixes[:-1]).any(axis=1)
        starts = np.append(np.flatnonzero(begins), len(words)).astype(np.int32)
        entries = _entries(prefixes[begins], np.minimum(lengths[begins], _PREFIX))
        return cls(
            (entries >> np.uint64(32)).astype(np.uint32),
            (entries & np.uint64(0xFFFFFFFF)).astype(np.int32),
            starts,
            _letter_sets(codes),
            lengths.astype(np.uint8),
        )

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> FuzzyIndex:
        return cls(
            np.asarray(arrays["fuzzy.hashes"], dtype=np.uint32),
            np.asarray(arrays["fuzzy.groups"], dtype=np.int32),
            np.asarray(arrays["fuzzy.starts"], dtype=np.int32),
            np.asarray(arrays["fuzzy.letters"], dtype=np.uint32),
            np.asarray(arrays["fuzzy.lengths"], dtype=np.uint8),
        )

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        return {
            "fuzzy.hashes": self.hashes,
            "fuzzy.groups": self.groups,
            "fuzzy.starts": self.starts,
            "fuzzy.letters": self.letters,
            "fuzzy.lengths": self.lengths,
        }

    def near(
        self, text: str, distance: int, words: StringTable, weights: NDArray[np.float32]
    ) -> list[tuple[int, str, int]]:
        """The words within `distance` (at most 2) of `text`: number, word and distance.

        The distance is that of optimal string alignment: insertions, deletions, replacements and
        swaps of neighbours. When very many words may be meant, the heaviest by `weights` are
        compared.
        """
        if not text or len(text) > LONGEST_WORD or not len(self.lengths):
            return []
        numbers = self._possible(text, distance)
        if len(numbers) > _CHECKED:
            heaviest = np.argpartition(weights[numbers], len(numbers) - _CHECKED)[-_CHECKED:]
            numbers = np.sort(numbers[heaviest])
        found = []
        begins, ends = words.offsets[numbers].tolist(), words.offsets[numbers + 1].tolist()
        blob = words.blob.data
        for number, begin, end in zip(numbers.tolist(), begins, ends, strict=True):
            word = str(blob[begin:end], "utf-8")
            apart = OSA.distance(text, word, score_cutoff=distance)
            if apart <= distance:
                found.append((number, word, apart))
        return found

    def _possible(self, text: str, distance: int) -> NDArray[np.int64]:
        """Numbers of the words that share a deletion and enough letters with `text`."""
        prefix = [ord(letter) for letter in text[:_PREFIX]]
        deletions = np.sort(_deletions(prefix, distance))
        first = np.searchsorted(self.hashes, deletions, "left")
        last = np.searchsorted(self.hashes, deletions, "right")
        groups = np.unique(self.groups[ranges(first, last)])
        numbers = ranges(self.starts[groups], self.starts[groups + 1])
        apart = np.abs(self.lengths[numbers].astype(np.int16) - len(text))
        numbers = numbers[apart <= distance]
        own, others = _letter_set(text), self.letters[numbers]
        missing, added = np.bitwise_count(own & ~others), np.bitwise_count(others & ~own)
        near: NDArray[np.int64] = numbers[np.maximum(missing, added) <= distance]
        return near


def _entries(prefixes: NDArray[np.uint32], lengths: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Hash (upper half) and group (lower half) of every deletion, sorted, each once."""
    parts = []
    for length in range(1, _PREFIX + 1):
        groups = np.flatnonzero(lengths == length)
        codes = np.ascontiguousarray(prefixes[groups].astype(np.uint64).T)
        for kept in _kept(length, _deletions_of(length)):
            sums = np.zeros(len(groups), dtype=np.uint64)
            for place, column in enumerate(kept):
                sums += codes[column] * POWERS[place]
            hashes = mix(sums) >> np.uint64(32)
            parts.append(hashes << np.uint64(32) | groups.astype(np.uint64))
    entries = np.concatenate(parts) if parts else np.empty(0, dtype=np.uint64)
    entries.sort()
    return entries[np.append(True, entries[1:] != entries[:-1])] if len(entries) else entries


def _deletions(prefix: list[int], distance: int) -> NDArray[np.uint32]:
    """The hashes of what these code points become by up to `distance` deletions."""
    padded = np.zeros(_PREFIX + 1, dtype=np.uint64)
    padded[: len(prefix)] = prefix
    kept = _kept_matrix(len(prefix), distance)
    sums = (padded[kept] * POWERS[:_PREFIX]).sum(axis=1, dtype=np.uint64)
    return (mix(sums) >> np.uint64(32)).astype(np.uint32)


def _deletions_of(length: int) -> int:
    """How many letters may be missing from a word: of a short one, one."""
    return FARTHEST if length > 3 else 1 if length > 1 else 0


def _kept(length: int, deletions: int) -> list[tuple[int, ...]]:
    """Which of `length` letters are left, for every choice of up to `deletions`, but never none."""
    return [
        kept
        for deleted in range(min(deletions, length - 1) + 1)
        for kept in combinations(range(length), length - deleted)
    ]


@cache
def _kept_matrix(length: int, deletions: int) -> NDArray[np.int64]:
    """`_kept` as rows, filled up with the number of the padding."""
    rows = [(*kept, *([_PREFIX] * (_PREFIX - len(kept)))) for kept in _kept(length, deletions)]
    return np.array(rows, dtype=np.int64)


def _letter_set(text: str) -> np.uint32:
    """`_letter_sets` of one text."""
    bits = 0
    for letter in text:
        code = ord(letter)
        bits |= 1 << (code - 97 if 97 <= code <= 122 else 26 + code % 6)
    return np.uint32(bits)


def _letter_sets(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """A bit for each letter that a row has: 26 for a to z, the others share six."""
    sets = np.zeros(len(codes), dtype=np.uint32)
    for column in range(codes.shape[1]):
        code = codes[:, column]
        is_latin = (code >= 97) & (code <= 122)
        bits = np.where(is_latin, code - np.uint32(97), np.uint32(26) + code % np.uint32(6))
        sets |= np.where(code > 0, np.uint32(1) << bits, np.uint32(0)).astype(np.uint32)
    return sets
