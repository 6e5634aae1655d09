"""Hashes of words that numpy computes for many words at once and Python for one, alike.

A word with the code points c[0], c[1], … hashes to mix(sum of c[i] * B**i), modulo 2**64, where
`mix` is the finaliser of SplitMix64 (Steele, Lea and Flood 2014). As it is a sum over positions, a
matrix of code points that is padded with zeros is hashed column by column.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import mul

import numpy as np
from numpy.typing import NDArray

HASHED_LETTERS = 40
"""Words that differ only behind so many letters have the same hash."""

_MASK = (1 << 64) - 1
_BASE = 0x9E3779B97F4A7C15
_PAIR = 0xD6E8FEB86659FD93
_POWERS = [pow(_BASE, exponent, 1 << 64) for exponent in range(HASHED_LETTERS)]
POWERS = np.array(_POWERS, dtype=np.uint64)
PAIR_FACTOR = np.uint64(_PAIR)
"""`pair_hash(a, b)` is `mix(a * PAIR_FACTOR + b)`."""


@lru_cache(maxsize=65_536)
def word_hash(word: str) -> int:
    """The 64-bit hash of a word; letters after the first `HASHED_LETTERS` do not count."""
    return _mixed(sum(map(mul, map(ord, word), _POWERS)))


def pair_hash(first: int, second: int) -> int:
    """The hash of two words in this order, from their hashes."""
    return _mixed(first * _PAIR + second)


def mix(sums: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser, for many values."""
    mixed = sums.copy()
    mixed ^= mixed >> np.uint64(30)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return mixed


def word_hashes(words: Iterable[str]) -> NDArray[np.uint64]:
    """The hashes of a few words, (n,)."""
    return np.fromiter(map(word_hash, words), dtype=np.uint64)


def hashes_of_codes(codes: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """The hashes of the words whose code points are the rows of `codes`, (n, width): of many words,
    sooner.
    """
    sums = np.zeros(len(codes), dtype=np.uint64)
    for column in range(codes.shape[1]):
        sums += codes[:, column].astype(np.uint64) * POWERS[column]
    return mix(sums)


def code_points(words: Sequence[str], width: int) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The code points of the first `width` letters, (n, width) padded with zeros, and the lengths
    of the whole words, (n,).
    """
    lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    shown = np.minimum(lengths, width)
    joined = "".join(word[:width] for word in words).encode("utf-32-le", "surrogatepass")
    flat = np.frombuffer(joined, dtype=np.uint32)
    codes = np.zeros((len(words), width), dtype=np.uint32)
    codes[np.arange(width) < shown[:, None]] = flat
    return codes, lengths


def _mixed(value: int) -> int:
    value &= _MASK
    value ^= value >> 30
    value = value * 0xBF58476D1CE4E5B9 & _MASK
    value ^= value >> 27
    value = value * 0x94D049BB133111EB & _MASK
    return value ^ value >> 31
