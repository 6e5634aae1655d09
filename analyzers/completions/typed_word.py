"""As which words of the index a typed word can be read, and at what cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from analyzers.completions.word_trie import WordTrie
from analyzers.string_table import StringTable

_AFTER_ALL_OTHERS = "\U0010ffff"

_SHORTEST_WITH_ONE_EDIT = 3
_SHORTEST_WITH_TWO_EDITS = 8
_LONGEST_WITH_EDITS = 40

_AS_BEGINNING = 0.5
"""A word that is not the last one, read as the beginning of a longer word."""

_LAST_LETTER = 0.5
"""An edit that changes the last letter typed: more beginnings than words that are meant."""

_FIRST_LETTER = 0.5
"""An edit that changes the first letter, which is rarely the wrong one."""

_NEEDLESS = 0.5
"""A function word that the phrase has not."""


class TypedWord(NamedTuple):
    """A folded word; `is_begun` says that it may go on."""

    text: str
    is_begun: bool


class WordRange(NamedTuple):
    """The words `[first, end)` of the index, read at `cost`: 0 as typed, 1 an edit."""

    first: int
    end: int
    cost: float


def read_exactly(word: TypedWord, words: StringTable) -> list[WordRange]:
    """The words that are `word`, or begin with it when it is begun."""
    if not word.is_begun:
        number = words.find(word.text)
        return [WordRange(number, number + 1, 0.0)] if number >= 0 else []
    first, end = _beginning_with(word.text, words)
    return [WordRange(first, end, 0.0)] if end > first else []


def read_tolerantly(word: TypedWord, words: StringTable, trie: WordTrie | None) -> list[WordRange]:
    """All words as which `word` can be read, the dearest first; without a trie none is edited."""
    ranges = read_exactly(word, words)
    if not word.is_begun:
        first, end = _beginning_with(word.text, words)
        if end > first:
            ranges.append(WordRange(first, end, _AS_BEGINNING))
    edits = _edits(word.text) if trie is not None else 0
    for near in trie.near(word.text, edits, whole=not word.is_begun) if trie and edits else ():
        cost = float(near.distance)
        if near.distance and word.is_begun and not near.keeps_end:
            cost += _LAST_LETTER
        if near.distance and words[near.first][0] != word.text[0]:
            cost += _FIRST_LETTER
        ranges.append(WordRange(near.first, near.end, cost))
    return sorted(ranges, key=lambda each: -each.cost)


def _edits(text: str) -> int:
    if not _SHORTEST_WITH_ONE_EDIT <= len(text) <= _LONGEST_WITH_EDITS:
        return 0
    return 1 if len(text) < _SHORTEST_WITH_TWO_EDITS else 2


def _beginning_with(text: str, words: StringTable) -> tuple[int, int]:
    return words.lower_bound(text), words.lower_bound(text + _AFTER_ALL_OTHERS)


@dataclass(frozen=True, slots=True, eq=False)
class Costs:
    """The readings of one typed word, as `ranges` and as `by_word` (w + 1,) float32: the cost of
    each word, infinite where it can't be meant; the last place stands for no word.

    A word that `is_needless` may also be left out.
    """

    ranges: list[WordRange]
    by_word: NDArray[np.float32]
    is_needless: bool

    @classmethod
    def of(cls, ranges: list[WordRange], words: int, is_needless: bool = False) -> Self:
        """The costs of `ranges`, the dearest of which come first, among so many `words`."""
        by_word = np.full(words + 1, np.inf, dtype=np.float32)
        for first, end, cost in ranges:
            by_word[first:end] = cost
        return cls(ranges, by_word, is_needless)

    def holders(self, offsets: NDArray[np.int32]) -> int:
        """How many phrases have a word of the ranges, some counted twice."""
        return sum(int(offsets[end]) - int(offsets[first]) for first, end, _ in self.ranges)

    def of_phrases(self, words_of: NDArray[np.int32]) -> NDArray[np.float32]:
        """The cost of the word in each phrase, (n,) float32; `words_of` is (n, k)."""
        least: NDArray[np.float32] = self.by_word[words_of].min(axis=1)
        return np.minimum(least, _NEEDLESS) if self.is_needless else least
