"""A text encoder without a model: texts that share words and parts of words are near.

It knows spelling, not meaning ("sneakers" and "trainers" are strangers to it), but it needs no
file and no warm-up: for tests, and for shops that run without a model.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from zlib import crc32

import numpy as np

from analyzers.embedding.base import Vectors, refuse_single_string

_VERSION = 1
_MAX_CHARACTERS = 2048
_GRAM_LENGTHS = (3, 4, 5)
_WORD = re.compile(r"\w+")
_ANYTHING_VISIBLE = re.compile(r"\S+")


class HashingEncoder:
    """Signed feature hashing of words and of their character n-grams.

    Source: Weinberger et al. 2009, "Feature Hashing for Large Scale Multitask Learning"; the
    n-grams of a word between boundary marks as in Bojanowski et al. 2017, "Enriching Word Vectors
    with Subword Information". A word counts as much as all its n-grams together.
    """

    def __init__(self, dimensions: int = 384) -> None:
        if dimensions < 1:
            raise ValueError(f"dimensions must be at least 1, not {dimensions}")
        self._dimensions = dimensions

    @property
    def name(self) -> str:
        return f"hashing-{self._dimensions}-v{_VERSION}"

    @property
    def dimensions(self) -> int:
        return self._dimensions

    def warm_up(self) -> None:
        """Do nothing: there is nothing to load."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        refuse_single_string(texts)
        vectors = np.zeros((len(texts), self._dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            for feature, weight in _features(text):
                hashed = _mix(crc32(feature.encode("utf-8", "ignore")))
                vectors[row, hashed % self._dimensions] += weight if hashed >> 31 else -weight
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors /= np.where(norms > 0, norms, 1)
        return vectors


def _features(text: str) -> Iterator[tuple[str, float]]:
    folded = unicodedata.normalize("NFKD", text.lstrip()[:_MAX_CHARACTERS]).casefold()
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    for word in _WORD.findall(plain) or _ANYTHING_VISIBLE.findall(plain):
        marked = f"<{word}>"
        grams = [
            marked[start : start + length]
            for length in _GRAM_LENGTHS
            for start in range(len(marked) - length + 1)
        ]
        # The word itself is hashed with a mark of its own, apart from the n-gram of equal letters.
        # Its weight, just off that of its n-grams, keeps opposite signs from cancelling to nothing.
        yield f"={word}", 1.01
        for gram in grams:
            yield gram, len(grams) ** -0.5


def _mix(value: int) -> int:
    """Spread the bits of a CRC, which is linear, over 32 bits (the finaliser of MurmurHash3)."""
    value = (value ^ (value >> 16)) * 0x85EBCA6B & 0xFFFFFFFF
    value = (value ^ (value >> 13)) * 0xC2B2AE35 & 0xFFFFFFFF
    return value ^ (value >> 16)
