"""Known words for which an unknown one may stand."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from analyzers.spelling.context_model import ContextModel, SpelledWord
from analyzers.spelling.error_costs import misspelling_cost
from analyzers.spelling.vocabulary import DOUBTFUL, Vocabulary

_MOST_JUDGED = 32
_MOST_COMPARED = 9
_MOST_KEPT = 8
_MOST_SOUNDING = 8
_A_DISTANCE = 4.5
_A_PAIR = 3.5
_LONGEST_OF_ONE = 4
_MOST_LETTERS_APART = 3
_SHORTEST = 3
_LEAST_COST = 4.0
_HOPELESS = 4.0
_ENOUGH = 10.0


def similar_words(
    key: str,
    before: Sequence[SpelledWord],
    after: Sequence[SpelledWord],
    model: ContextModel,
    vocabulary: Vocabulary,
    language: str,
) -> list[tuple[SpelledWord, float]]:
    """Words that may be meant by `key` between the words `before` and `after` (one or none), with
    the cost of the error: the most probable eight, roughly in order.

    Two edits are supposed only where no common word lies within one.
    """
    near = near_words(key, 1, _MOST_JUDGED, vocabulary)
    heaviest = max((vocabulary.words.weights[number] for number, _, _ in near), default=0.0)
    if len(key) > _LONGEST_OF_ONE and heaviest < _ENOUGH:
        near = near_words(key, 2, _MOST_JUDGED, vocabulary)
    sounding = _sounding(key, {number for number, _, _ in near}, vocabulary)
    if not near and not sounding:
        return []
    found = [*near, *sounding]
    words = model.words([number for number, _, _ in found], [word for _, word, _ in found])
    rough = [_A_DISTANCE * apart for _, _, apart in found]
    is_paired = [False] * len(words)
    for beside in (before, after):
        if beside and beside[0].is_known:
            follows, precedes = model.pairs(beside, words)
            is_paired = [
                old or new for old, new in zip(is_paired, (follows + precedes)[0] > 0, strict=True)
            ]
    ranks = [
        cost - word.log_probability - _A_PAIR * paired
        for cost, word, paired in zip(rough, words, is_paired, strict=True)
    ]
    order = sorted(range(len(words)), key=ranks.__getitem__)
    judged: list[tuple[float, float, int]] = []
    best = math.inf
    for place in order[:_MOST_COMPARED]:
        others = ranks[place] - rough[place]
        if others + _LEAST_COST * found[place][2] < best + _HOPELESS:
            cost = misspelling_cost(key, words[place].key, language)
            judged.append((others + cost, cost, place))
            best = min(best, others + cost)
    judged.sort()
    return [(words[place], cost) for _, cost, place in judged[:_MOST_KEPT]]


def near_words(
    key: str, distance: int, most: int, vocabulary: Vocabulary
) -> list[tuple[int, str, int]]:
    """Number, word and distance of other words within `distance` that count as known: nearest
    first, of equally near ones the more used.
    """
    words = vocabulary.words
    near = [
        found
        for found in vocabulary.index.near(key, distance, words.keys, words.weights)
        if found[2] and len(found[1]) >= _SHORTEST
    ]
    if not near:
        return []
    numbers = np.array([number for number, _, _ in near])
    is_known = (words.flags[numbers] & DOUBTFUL == 0) & (words.items[numbers] > 0)
    apart = np.array([distance for _, _, distance in near])
    weights = words.weights[numbers]
    nearest = np.lexsort((-weights, apart))
    nearest = nearest[is_known[nearest]]
    if len(nearest) > most:
        others = nearest[most // 2 :]
        heaviest = others[np.argsort(-weights[others], kind="stable")]
        nearest = np.concatenate([nearest[: most // 2], heaviest[: most - most // 2]])
    return [near[place] for place in nearest.tolist()]


def _sounding(key: str, seen: set[int], vocabulary: Vocabulary) -> list[tuple[int, str, int]]:
    """Words that sound alike but are spelt farther apart."""
    if len(key) <= _LONGEST_OF_ONE - 1:
        return []
    words = vocabulary.words
    numbers = [
        number
        for number in vocabulary.sounding_like(key)
        if number not in seen and words.items[number] and not words.flags[number] & DOUBTFUL
    ]
    numbers.sort(key=lambda number: -float(words.weights[number]))
    found = [(number, words.keys[number], 2) for number in numbers[:_MOST_SOUNDING]]
    return [
        each
        for each in found
        if each[1] != key and abs(len(each[1]) - len(key)) <= _MOST_LETTERS_APART
    ]
