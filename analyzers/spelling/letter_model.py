"""How much a text looks like a word of the shop, by its letters."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from analyzers.evidence import Arrays
from analyzers.spelling.words import LONGEST_WORD
from analyzers.word_hashes import code_points

_SYMBOLS = 28
_END = 0
_OTHER = 27
_BACKED_OFF = 4.0
_FLAT = math.log(10.0)


def _no_statistics() -> NDArray[np.float32]:
    return np.full(_SYMBOLS**3, -_FLAT, dtype=np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class LetterModel:
    """Probabilities of a letter after the two before it, for a to z; all others are one symbol.

    `log_probabilities` (28 * 28 * 28,) float32: natural logarithms at (before * 28 + last) * 28 +
    next; symbol 0 is the end of a word and what stands before it.
    """

    log_probabilities: NDArray[np.float32] = field(default_factory=_no_statistics)

    @classmethod
    def of(cls, words: Sequence[str]) -> LetterModel:
        """The model of a list of words, each counted once. Trigrams that are rare back off to
        bigrams, these to single letters.
        """
        codes, lengths = code_points(words, LONGEST_WORD)
        is_latin = (codes >= 97) & (codes <= 122)
        symbols = np.where(is_latin, codes.astype(np.int64) - 96, _OTHER)
        symbols[codes == 0] = _END
        padded = np.zeros((len(words), LONGEST_WORD + 3), dtype=np.int64)
        padded[:, 2:-1] = symbols
        is_place = np.arange(LONGEST_WORD + 1) <= lengths[:, None]
        before, last, following = (
            padded[:, shift : shift + LONGEST_WORD + 1][is_place] for shift in range(3)
        )
        shape = (_SYMBOLS, _SYMBOLS, _SYMBOLS)
        cube = np.bincount(
            (before * _SYMBOLS + last) * _SYMBOLS + following, minlength=_SYMBOLS**3
        ).reshape(shape)
        single = (cube.sum(axis=(0, 1)) + 1.0) / (cube.sum() + _SYMBOLS)
        pairs = _smoothed(cube.sum(axis=0), single)
        triples = _smoothed(cube, np.broadcast_to(pairs, shape))
        return cls(np.log(triples).astype(np.float32).ravel())

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> LetterModel:
        return cls(np.asarray(arrays["letters"], dtype=np.float32))

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        return {"letters": self.log_probabilities}

    def log_probability(self, word: str) -> float:
        """That of the letters of `word` and its end."""
        places = []
        context = 0
        for letter in word:
            code = ord(letter)
            context = context % (_SYMBOLS * _SYMBOLS) * _SYMBOLS
            context += code - 96 if 97 <= code <= 122 else _OTHER
            places.append(context)
        places.append(context % (_SYMBOLS * _SYMBOLS) * _SYMBOLS)
        return float(self.log_probabilities[places].sum())


def _smoothed(counts: NDArray[np.int64], prior: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shares along the last axis, with some occurrences spread as the prior has them."""
    smoothed: NDArray[np.float64] = (counts + _BACKED_OFF * prior) / (
        counts.sum(axis=-1, keepdims=True) + _BACKED_OFF
    )
    return smoothed
