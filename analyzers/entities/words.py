"""The words by which names are compared: one function cuts queries, titles and values alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from analyzers.normalization import fold_accents

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
_LONG_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d"})
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
    return fold_accents(lowered).translate(_LONG_LETTERS).replace("'", "")


@lru_cache(maxsize=65_536)
def singular(key: str) -> str:
    """The key without a plural's ending, as far as it can be told by its letters; "hoodies" and
    "hoodie" both become "hoody".
    """
    if len(key) >= 5 and key.endswith(("ies", "ie")):
        return key.removesuffix("s")[:-2] + "y"
    if len(key) < 4 or not key.endswith("s") or key.endswith(("ss", "us", "is")):
        return key
    return key[:-2] if key.endswith(("ches", "shes", "xes", "zes", "sses")) else key[:-1]


def plural(key: str) -> str:
    """The English plural of a key."""
    if key.endswith("y") and key[-2:-1] not in "aeiou":
        return key[:-1] + "ies"
    return key + ("es" if key.endswith(("s", "x", "z", "ch", "sh")) else "s")


@lru_cache(maxsize=65_536)
def word_hash(key: str) -> int:
    """A 64-bit hash that is the same in every process."""
    digest = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def word_hashes(keys: Sequence[str]) -> NDArray[np.uint64]:
    """The hashes of words, (n,)."""
    return np.fromiter(map(word_hash, keys), dtype=np.uint64, count=len(keys))


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
