"""Phrases that complete a query, found by the beginning of any of their words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

from analyzers.completions.function_words import all_function_words
from analyzers.completions.phrase_arrays import MOST_WORDS, key_of, phrase_arrays
from analyzers.completions.typed_word import Costs, TypedWord, read_exactly, read_tolerantly
from analyzers.completions.word_trie import WordTrie
from analyzers.completions.words import folded_words
from analyzers.evidence import Arrays
from analyzers.string_table import StringTable

_START = 4.0
"""How much more a phrase counts that begins with what was typed."""

_PER_EDIT = 0.1
"""What is left of the weight of a phrase for each unit of cost at which it was read."""

_ENOUGH = 64
_ENOUGH_TOLERANT = 1024
"""How many of the heaviest phrases are weighed; more where the heaviest need not be the best."""

_READ_FIRST = 4096
"""So many of the heaviest candidates are read first, and all only if these are not enough."""


@dataclass(frozen=True, slots=True)
class Completion:
    """A phrase that completes what was typed, its number and its weight (how much it is wanted).

    `reading` is what was typed, with those words replaced that can only be meant otherwise: what
    to search for while the shopper goes on typing. It is the typed words when nothing is.
    """

    number: int
    text: str
    weight: float
    reading: str
    is_exact: bool


def _empty_table() -> StringTable:
    return StringTable.of(())


def _numbers() -> NDArray[np.int32]:
    return np.zeros(0, dtype=np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class CompletionIndex:
    """Phrases with their weights, numbered from the heaviest on, and their folded words.

    `phrases` are n texts as they are shown, `weights` (n,) float32, descending. `keys` is (n,)
    int32: the phrases in the order of their folded words, joined by spaces. `words` are the w
    distinct folded words, sorted, and `trie` is made of them. `words_of` (n, k) int32 has the words
    of each phrase, k the most of any, filled up with w. The phrases that have word i are
    `holders[holder_offsets[i]:holder_offsets[i + 1]]`, ascending: (m,) and (w + 1,) int32.

    A shop with 300,000 phrases needs about 30 MB, which processes that map the arrays share.
    """

    phrases: StringTable = field(default_factory=_empty_table, repr=False)
    weights: NDArray[np.float32] = field(
        default_factory=lambda: np.zeros(0, np.float32), repr=False
    )
    keys: NDArray[np.int32] = field(default_factory=_numbers, repr=False)
    words: StringTable = field(default_factory=_empty_table, repr=False)
    words_of: NDArray[np.int32] = field(default_factory=_numbers, repr=False)
    holders: NDArray[np.int32] = field(default_factory=_numbers, repr=False)
    holder_offsets: NDArray[np.int32] = field(default_factory=_numbers, repr=False)
    trie: WordTrie = field(default_factory=WordTrie, repr=False)

    @classmethod
    def of(cls, weighted: Mapping[str, float]) -> Self:
        """The index of phrases with their weights. Phrases of no or too many words are left out."""
        return cls.from_arrays(phrase_arrays(weighted))

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> Self:
        """The index that gave `arrays`."""
        return cls(
            phrases=StringTable.from_arrays(arrays, "phrases"),
            weights=np.asarray(arrays["weights"], dtype=np.float32),
            keys=np.asarray(arrays["keys"], dtype=np.int32),
            words=StringTable.from_arrays(arrays, "words"),
            words_of=np.asarray(arrays["words_of"], dtype=np.int32),
            holders=np.asarray(arrays["holders"], dtype=np.int32),
            holder_offsets=np.asarray(arrays["holder_offsets"], dtype=np.int32),
            trie=WordTrie.from_arrays(arrays, "trie"),
        )

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """What `from_arrays` needs to make it again."""
        return {
            **self.phrases.arrays("phrases"),
            "weights": self.weights,
            "keys": self.keys,
            **self.words.arrays("words"),
            "words_of": self.words_of,
            "holders": self.holders,
            "holder_offsets": self.holder_offsets,
            **self.trie.arrays("trie"),
        }

    def __len__(self) -> int:
        return len(self.phrases)

    def complete(self, typed: str, size: int) -> list[Completion]:
        """Up to `size` phrases that have every typed word, the last one begun, the best first.

        The order is by weight, more for phrases that begin with the typed text. Where these are
        fewer than `size` come phrases in which an earlier word begins a longer one or a function
        word is missing; and where there are none, phrases in which a word is written otherwise:
        one edit from its third letter on, two from its eighth. The typed phrase itself is not
        among them.
        """
        key = _typed_key(typed)
        shown = [each for each in self._found(typed, size) if key_of(each.text) != key]
        return shown[:size]

    def matching(self, typed: str, size: int) -> list[Completion]:
        """As `complete`, but with the typed phrase itself: also a whole name leads somewhere."""
        return self._found(typed, size)[:size]

    def _found(self, typed: str, size: int) -> list[Completion]:
        words = folded_words(typed)[:MOST_WORDS]
        if not len(self) or not words or size < 1:
            return []
        *before, begun = words
        typed_words = [*(TypedWord(word, False) for word in before), TypedWord(begun, True)]
        found = {
            number: Completion(number, self.phrases[number], weight, typed, True)
            for number, weight in self._exact(typed_words, _typed_key(typed), size)
        }
        if len(found) < size:
            edits = not found
            for number, weight, reading in self._tolerant(typed_words, typed, size, edits):
                text = self.phrases[number]
                found.setdefault(number, Completion(number, text, weight, reading, False))
        return list(found.values())

    def _exact(
        self, typed_words: list[TypedWord], key: str, size: int
    ) -> Iterator[tuple[int, float]]:
        """The best phrases that have the words as typed, and their weights."""
        ranges = [read_exactly(word, self.words) for word in typed_words]
        costs = [Costs.of(each, len(self.words)) for each in ranges]
        scores: dict[int, float] = {}
        for number, _ in self._having(costs, _ENOUGH):
            scores[number] = float(self.weights[number])
        for number in self._beginning_with(key):
            scores[number] = float(self.weights[number]) * _START
        # One more than wanted: the typed phrase may be among them.
        best = sorted(scores, key=lambda number: (-scores[number], number))[: size + 1]
        return ((number, float(self.weights[number])) for number in best)

    def _tolerant(
        self, typed_words: list[TypedWord], typed: str, size: int, edits: bool
    ) -> Iterator[tuple[int, float, str]]:
        """The best phrases in which words are read otherwise, their weights and the reading.

        Words that no phrase has are edited, or all where none of the words is at fault alone.
        """
        unknown = [not read_exactly(word, self.words) for word in typed_words]
        costs = []
        for word, is_unknown in zip(typed_words, unknown, strict=True):
            is_edited = edits and (is_unknown or not any(unknown))
            ranges = read_tolerantly(word, self.words, self.trie if is_edited else None)
            is_needless = word.text in all_function_words() and not word.is_begun
            costs.append(Costs.of(ranges, len(self.words), is_needless))
        scores: dict[int, tuple[float, float]] = {}
        for number, cost in self._having(costs, _ENOUGH_TOLERANT):
            weight = float(self.weights[number])
            scores[number] = (weight * _PER_EDIT**cost, weight)
        best = sorted(scores, key=lambda number: (-scores[number][0], number))[: size + 1]
        for number in best:
            yield number, scores[number][1], self._reading(number, typed_words, costs, typed)

    def _having(self, costs: list[Costs], enough: int) -> Iterable[tuple[int, float]]:
        """The heaviest phrases in which each typed word is read as some word, and the cost."""
        needed = [each for each in costs if not each.is_needless]
        rarest = min(needed, key=lambda each: each.holders(self.holder_offsets))
        pieces = [
            self.holders[self.holder_offsets[first] : self.holder_offsets[end]]
            for first, end, _ in rarest.ranges
        ]
        candidates = np.concatenate(pieces) if pieces else _numbers()
        for most in (_READ_FIRST, len(candidates)):
            numbers = _smallest(candidates, most)
            words_of = self.words_of[numbers]
            total = np.zeros(len(numbers), dtype=np.float32)
            for each in costs:
                total += each.of_phrases(words_of)
            having = np.flatnonzero(np.isfinite(total))[:enough]
            if len(having) == enough or most >= len(candidates):
                break
        return zip(numbers[having].tolist(), total[having].tolist(), strict=True)

    def _beginning_with(self, key: str) -> list[int]:
        """The heaviest phrases whose folded words begin with `key`."""
        first, end = self._place(key), self._place(key + "\U0010ffff")
        numbers = self.keys[first:end]
        heaviest: list[int] = _smallest(numbers, _ENOUGH).tolist()
        return heaviest

    def _place(self, key: str) -> int:
        low, high = 0, len(self.keys)
        while low < high:
            middle = (low + high) // 2
            if key_of(self.phrases[int(self.keys[middle])]) < key:
                low = middle + 1
            else:
                high = middle
        return low

    def _reading(
        self, number: int, typed_words: list[TypedWord], costs: list[Costs], typed: str
    ) -> str:
        """The typed words, those that this phrase reads otherwise in the phrase's form."""
        words = self.words_of[number]
        reading = []
        for word, each in zip(typed_words, costs, strict=True):
            of_words = each.by_word[words]
            best = int(of_words.argmin())
            if each.is_needless or of_words[best] < 1.0:
                reading.append(word.text)
            else:
                reading.append(self.words[int(words[best])])
        return " ".join(reading)


def _typed_key(typed: str) -> str:
    return " ".join(folded_words(typed)[:MOST_WORDS])


def _smallest(numbers: NDArray[np.int32], most: int) -> NDArray[np.int32]:
    """The `most` smallest numbers, ascending, each once."""
    if len(numbers) > most:
        numbers = np.partition(numbers, most - 1)[:most]
    ascending = np.sort(numbers)
    return ascending[np.diff(ascending, prepend=-1) > 0]
