"""The words by which names are compared: one function cuts queries, titles and values alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from analyzers.normalization import fold_accents
from analyzers.word_hashes import word_hash

LONGEST_NAME = 8
"""In words; longer names are not looked for."""

_WORD = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
    r"|[0-9]+(?:[.,][0-9]+)*"
    r"|(?<=[0-9])\""
    r"|(?:(?![\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])[^\W0-9_])+"
    r"(?:'(?:(?![\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])[^\W0-9_])+)*"
    r"|&|(?<=[^\W0-9_])\+(?=[^\W0-9_])"
)
_SAME = {"&": "and", "+": "and", '"': "in", "inch": "in", "inches": "in", "zoll": "in"}
_BASE = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Word:
    """A word at `[start, end)` of its text; `key` is the form in which it is compared."""

    key: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The words of a text, in order.

    Letters and digits are cut apart ("w32" is two words), "&" and a "+" between letters are the
    word "and", and each Chinese
    or Japanese character is a word of its own, as no space tells where a name begins.
    """
    return [Word(word_key(m.group()), m.start(), m.end()) for m in _WORD.finditer(text)]


def keys_of(text: str) -> tuple[str, ...]:
    """The keys of the words of a text, in order."""
    return tuple(map(word_key, _WORD.findall(text)))


@lru_cache(maxsize=65_536)
def word_key(word: str) -> str:
    """The word in lower case, without accents and apostrophes: "Women's" and "womens" are one."""
    lowered = word.lower()
    if lowered in _SAME:
        return _SAME[lowered]
    if lowered.isascii():
        return lowered.replace("'", "").replace(",", ".")
    return fold_accents(lowered).replace("'", "")


def longer(sequences: NDArray[np.uint64], words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The hashes of all sequences of n words, from those of n - 1 words, (m,), and of all words,
    (m + n - 2,): sequence i is the words i to i + n - 1. The shortest sequences are the words.
    """
    count = len(sequences) - 1
    return sequences[:count] * _BASE + words[len(words) - count :]


def name_hash(keys: Sequence[str]) -> int:
    """The hash of a sequence of words, as `longer` makes it."""
    value = 0
    for key in keys:
        value = (value * int(_BASE) + word_hash(key)) & (1 << 64) - 1
    return value
