"""A trie of sorted words in arrays, searched for all words that begin almost as a text does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from analyzers.evidence import Arrays

_NO_ROW = 100
"""More than any distance that is asked for."""


class NearWords(NamedTuple):
    """The words `[first, end)`, whose beginning (or whole) is `distance` edits from the text.

    `keeps_end` says that the text's last letter is that of the beginning: an error is not in the
    last letter.
    """

    first: int
    end: int
    distance: int
    keeps_end: bool


def _no_numbers() -> NDArray[np.int32]:
    return np.zeros(0, dtype=np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class WordTrie:
    """The beginnings of words, numbered level by level (by length), each level in word order.

    Beginning 0 is the empty one. `letters` (n,) uint32 is the last letter of each, as a code point;
    the children of beginning i are `[children[i], children[i + 1])`, so `children` is (n + 1,)
    int32; the words that begin so are `[first_words[i], end_words[i])`, both (n,) int32; `is_word`
    (n,) bool tells where a whole word ends.
    """

    letters: NDArray[np.uint32] = field(default_factory=lambda: np.zeros(0, np.uint32), repr=False)
    children: NDArray[np.int32] = field(default_factory=_no_numbers, repr=False)
    first_words: NDArray[np.int32] = field(default_factory=_no_numbers, repr=False)
    end_words: NDArray[np.int32] = field(default_factory=_no_numbers, repr=False)
    is_word: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_), repr=False)

    @classmethod
    def of(cls, words: Sequence[str]) -> Self:
        """The trie of distinct, non-empty words in their order by code point."""
        lengths = np.array([len(word) for word in words], dtype=np.int32)
        codes = np.zeros((len(words), int(lengths.max(initial=0))), dtype=np.uint32)
        for number, word in enumerate(words):
            codes[number, : len(word)] = np.frombuffer(word.encode("utf-32-le"), dtype=np.uint32)
        node_of = np.zeros(len(words), dtype=np.int64)
        letters = [np.zeros(1, dtype=np.uint32)]
        parents = [np.zeros(1, dtype=np.int64)]
        firsts = [np.zeros(1, dtype=np.int64)]
        ends = [np.array([len(words)], dtype=np.int64)]
        complete = [np.zeros(1, dtype=np.bool_)]
        size = 1
        for level in range(codes.shape[1]):
            longer = np.flatnonzero(lengths > level)
            parent, letter = node_of[longer], codes[longer, level]
            is_new = np.ones(len(longer), dtype=np.bool_)
            is_new[1:] = (parent[1:] != parent[:-1]) | (letter[1:] != letter[:-1])
            starts = np.flatnonzero(is_new)
            node_of[longer] = size + np.cumsum(is_new) - 1
            size += len(starts)
            letters.append(letter[starts])
            parents.append(parent[starts])
            firsts.append(longer[starts])
            ends.append(longer[np.append(starts[1:], len(longer)) - 1] + 1)
            complete.append(lengths[longer[starts]] == level + 1)
        children = np.searchsorted(np.concatenate(parents)[1:], np.arange(size + 1)) + 1
        return cls(
            letters=np.concatenate(letters),
            children=children.astype(np.int32),
            first_words=np.concatenate(firsts).astype(np.int32),
            end_words=np.concatenate(ends).astype(np.int32),
            is_word=np.concatenate(complete),
        )

    @classmethod
    def from_arrays(cls, arrays: Arrays, name: str) -> Self:
        """The trie that `arrays` gave under `name`."""
        return cls(
            letters=np.asarray(arrays[f"{name}.letters"], dtype=np.uint32),
            children=np.asarray(arrays[f"{name}.children"], dtype=np.int32),
            first_words=np.asarray(arrays[f"{name}.first_words"], dtype=np.int32),
            end_words=np.asarray(arrays[f"{name}.end_words"], dtype=np.int32),
            is_word=np.asarray(arrays[f"{name}.is_word"], dtype=np.bool_),
        )

    def arrays(self, name: str) -> dict[str, NDArray[np.generic]]:
        """What `from_arrays` needs to make it again."""
        return {
            f"{name}.letters": self.letters,
            f"{name}.children": self.children,
            f"{name}.first_words": self.first_words,
            f"{name}.end_words": self.end_words,
            f"{name}.is_word": self.is_word,
        }

    def near(self, text: str, most: int, whole: bool) -> list[NearWords]:
        """The words with a beginning at most `most` edits from `text`; the whole word if `whole`.

        An edit is a letter put in, left out or replaced, or two neighbours exchanged (optimal
        string alignment). A range may lie within another, and the lesser distance then counts.
        All beginnings of one length are compared at once, a row of the edit matrix each, and those
        that are already too far are left behind; so the time depends on the words near `text`, not
        on the number of words.
        """
        if not len(self.letters) or not text:
            return []
        wanted = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)
        columns = np.arange(len(wanted) + 1, dtype=np.int16)
        nodes = np.zeros(1, dtype=np.int64)
        rows = columns[np.newaxis].copy()
        rows_before = np.full_like(rows, _NO_ROW)
        found: list[NearWords] = []
        for level in range(1, len(wanted) + most + 1):
            counts = self.children[nodes + 1] - self.children[nodes]
            of = np.repeat(np.arange(len(nodes)), counts)
            if not len(of):
                break
            within = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts)
            following = self.children[nodes][of] + within
            letters = self.letters[following]
            longer = _next_rows(rows[of], rows_before[of], letters, self.letters[nodes][of], wanted)
            longer[:, 0] = level
            longer = np.minimum.accumulate(longer - columns, axis=1) + columns
            near = longer[:, -1] <= most
            if whole:
                near &= self.is_word[following]
            hits = following[near]
            firsts = self.first_words[hits]
            found += map(
                NearWords,
                firsts.tolist(),
                (firsts + 1 if whole else self.end_words[hits]).tolist(),
                longer[near, -1].tolist(),
                (letters[near] == wanted[-1]).tolist(),
            )
            alive = longer.min(axis=1) <= most
            nodes, rows, rows_before = following[alive], longer[alive], rows[of][alive]
        return found


def _next_rows(
    rows: NDArray[np.int16],
    rows_before: NDArray[np.int16],
    letters: NDArray[np.uint32],
    letters_before: NDArray[np.uint32],
    wanted: NDArray[np.uint32],
) -> NDArray[np.int16]:
    """The rows of the edit matrix after one more letter, but for letters of `wanted` put in.

    `rows` and `rows_before` (m, k + 1) are those of the beginnings one and two letters shorter.
    """
    longer = rows + 1
    same = letters[:, np.newaxis] == wanted
    np.minimum(longer[:, 1:], rows[:, :-1] + ~same, out=longer[:, 1:])
    exchanged = same[:, :-1] & (letters_before[:, np.newaxis] == wanted[1:])
    swapped = np.where(exchanged, rows_before[:, :-2] + 1, _NO_ROW)
    np.minimum(longer[:, 2:], swapped, out=longer[:, 2:])
    return longer
