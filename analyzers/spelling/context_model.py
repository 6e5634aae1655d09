"""How probable a word is after the word before it: pairs of words, then single words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analyzers.sorted_arrays import places
from analyzers.spelling.vocabulary import DOUBTFUL, HYPHENED, Vocabulary
from analyzers.word_hashes import PAIR_FACTOR, mix

_FOLLOWS = 0.7
_PRECEDES = 0.15
_DISCOUNT = 0.5
_DISCOUNT_OF_TURNED = 0.9
_ALONE = math.log(0.2)
_UNKNOWN = math.log(0.01)
_UNKNOWN_NAME = math.log(0.005)
_NATS_OF_NAMES = 2.6
_EVENNESS = 0.75
_OF_THE_LANGUAGE = math.log(0.03)
_OF_TEXTS = math.log(0.005)
_LEAST_WEIGHT = 0.25


@dataclass(frozen=True, slots=True)
class SpelledWord:
    """A word that a shopper may have meant.

    `number` is its number in the vocabulary or -1, `weight` what the vocabulary has for it, 0 for a
    word that the shop does not know; `log_probability` is that of the word alone. `is_language`
    says that a dictionary of the language lists it, `log_by_letters` is the probability of an
    unknown word by its letters alone and `log_in_language` its share in texts at large.
    """

    key: str
    number: int
    hash: int
    weight: float
    items: int
    log_probability: float
    is_language: bool = False
    log_by_letters: float = 0.0
    log_in_language: float | None = None

    @property
    def is_known(self) -> bool:
        return self.weight > 0.0


class ContextModel:
    """Probabilities of words and of one word after the other, from a vocabulary. For one query.

    A pair that was seen counts by its share of what follows the first word; one seen in the other
    order less, as shoppers turn words round; otherwise the word counts alone ("stupid backoff",
    Brants et al. 2007). A word that the shop does not know has the probability of its letters, or
    that which it has in the language at large; it says nothing of its neighbours.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._log_total = math.log(max(vocabulary.total, 1.0))
        self._steps: dict[tuple[str, str], float] = {}

    def words(self, numbers: Sequence[int], keys: Sequence[str]) -> list[SpelledWord]:
        """Words of the vocabulary by their numbers and keys."""
        if not numbers:
            return []
        table = self._vocabulary.words
        chosen = np.array(numbers, dtype=np.int64)
        weights = np.maximum(table.weights[chosen], np.float32(_LEAST_WEIGHT))
        logs = _EVENNESS * (np.log(weights.astype(np.float64)) - self._log_total)
        columns = (table.hashes[chosen], weights, table.items[chosen], logs)
        return [
            SpelledWord(key, number, *values)
            for key, number, *values in zip(
                keys, numbers, *(column.tolist() for column in columns), strict=True
            )
        ]

    def word(self, number: int, key: str) -> SpelledWord:
        """A word of the vocabulary."""
        return self.words((number,), (key,))[0]

    def typed(self, number: int, key: str, written: str) -> SpelledWord:
        """A word as it was typed; `number` is its number in the vocabulary or -1."""
        if number >= 0 and not self._vocabulary.words.flags[number] & (DOUBTFUL | HYPHENED):
            return self.word(number, key)
        items = int(self._vocabulary.words.items[number]) if number >= 0 else 0
        by_letters = max(
            _UNKNOWN + self._vocabulary.letters.log_probability(key),
            _UNKNOWN_NAME - _NATS_OF_NAMES * len(key),
        )
        probability = by_letters
        general, is_language = self._vocabulary.language.look_up(written)
        if general is not None:
            share = _OF_THE_LANGUAGE if is_language else _OF_TEXTS
            probability = max(probability, share + general)
        return SpelledWord(
            key, number, 0, 0.0, items, probability, is_language, by_letters, general
        )

    def pairs(
        self, firsts: Sequence[SpelledWord], seconds: Sequence[SpelledWord]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """How often each of `firsts` was seen right before each of `seconds`, and right after,
        both (f, s).
        """
        first = np.array([word.hash for word in firsts], dtype=np.uint64)[:, None]
        second = np.array([word.hash for word in seconds], dtype=np.uint64)
        keys = mix(np.stack([first * PAIR_FACTOR + second, second * PAIR_FACTOR + first]))
        stored = self._vocabulary.pair_keys
        if not len(stored):
            return np.zeros(keys.shape[1:]), np.zeros(keys.shape[1:])
        found = places(stored, keys)
        counts = np.where(found >= 0, self._vocabulary.pair_counts[found], 0.0)
        return counts[0], counts[1]

    def steps(
        self, firsts: Sequence[SpelledWord], seconds: Sequence[SpelledWord]
    ) -> NDArray[np.float64]:
        """ln P(second | first) for all combinations, (f, s)."""
        follows, precedes = self.pairs(firsts, seconds)
        alone = np.array([word.log_probability for word in seconds])
        knows = np.array([word.is_known for word in seconds])
        weights = np.array([[word.weight or 1.0] for word in firsts])
        is_informed = (weights > 0) & knows & np.array([[word.is_known] for word in firsts])
        shares = (
            np.maximum(
                _FOLLOWS * (follows - _DISCOUNT), _PRECEDES * (precedes - _DISCOUNT_OF_TURNED)
            )
            / weights
        )
        seen = np.log(np.clip(shares, 1e-12, _FOLLOWS))
        steps = np.where(is_informed, np.maximum(seen, alone + _ALONE), alone)
        for first, row in zip(firsts, steps.tolist(), strict=True):
            for second, step in zip(seconds, row, strict=True):
                self._steps[first.key, second.key] = step
        return steps

    def step(self, first: SpelledWord, second: SpelledWord) -> float:
        """ln P(second | first) of two words; what `steps` worked out is remembered."""
        known = self._steps.get((first.key, second.key))
        return float(self.steps((first,), (second,))[0, 0]) if known is None else known
