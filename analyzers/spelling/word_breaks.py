"""An unknown word as several known ones between which the spaces were forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from analyzers.spelling.context_model import ContextModel, SpelledWord
from analyzers.spelling.error_costs import error_cost
from analyzers.spelling.reading import SPLIT_COST, STRANGERS_COST
from analyzers.spelling.similar_words import near_words
from analyzers.spelling.vocabulary import DOUBTFUL, Vocabulary

Break = tuple[tuple[SpelledWord, ...], float]

_SHORTEST = 4
_MOST_KEPT = 4
_LEAST_PAIRS = 3
_LONG = 9
_SHORTEST_OF_MANY = 3
_LONGEST_PART = 16
_MOST_PARTS = 5
_SHORTEST_REPAIRED = 4
_MOST_REPAIRS = 2
_SHORTEST_OF_COMPOUND = 4
_LINKS = ("", "s", "es", "n", "en", "er", "e")
_COMPOUNDING = frozenset(("da", "de", "fi", "nb", "nl", "nn", "no", "sv"))
"""Languages that write compounds as one word: there a missing space is no error."""


def word_breaks(
    key: str, model: ContextModel, vocabulary: Vocabulary, language: str, is_hopeless: bool
) -> list[Break]:
    """Ways to break `key` into known words, with the cost of the errors.

    Where none is found and the word `is_hopeless` otherwise, one of two words may be misspelt too,
    and more than two words are tried.
    """
    if len(key) < _SHORTEST:
        return []
    halves = [(key[:at], key[at:]) for at in range(1, len(key))]
    lefts = known_words([left for left, _ in halves], model, vocabulary)
    rights = known_words([right for _, right in halves], model, vocabulary)
    found: list[Break] = []
    for left, right in zip(lefts, rights, strict=True):
        if left and right:
            pairs = float(model.pairs((left,), (right,))[0][0, 0])
            if _may_be_two(left, right, pairs, language):
                found.append(((left, right), SPLIT_COST if pairs else STRANGERS_COST))
    if not found and is_hopeless and len(key) >= _LONG and language not in _COMPOUNDING:
        found = _repaired(lefts, rights, halves, model, vocabulary, language)
        found = found or _many(key, model, vocabulary)
    found.sort(key=lambda each: each[1] - _log_probability(each[0], model))
    return found[:_MOST_KEPT]


def is_compound(key: str, vocabulary: Vocabulary, language: str) -> bool:
    """Whether the language writes compounds as one word and this is one of two known words."""
    if language not in _COMPOUNDING:
        return False
    halves = [
        (key[:at], key[at:])
        for at in range(_SHORTEST_OF_COMPOUND, len(key) - _SHORTEST_OF_COMPOUND + 1)
    ]
    return any(
        vocabulary.has(right)
        and any(
            left.endswith(link) and vocabulary.has(left.removesuffix(link))
            for link in _LINKS
            if len(left) - len(link) >= _SHORTEST_OF_COMPOUND
        )
        for left, right in halves
    )


def known_words(
    keys: Sequence[str], model: ContextModel, vocabulary: Vocabulary
) -> list[SpelledWord | None]:
    """The words with these keys, None for those that the shop does not know."""
    flags = vocabulary.words.flags
    numbers = vocabulary.find(keys)
    places = np.flatnonzero(numbers >= 0)
    places = places[flags[numbers[places]] & DOUBTFUL == 0].tolist()
    words = model.words(
        [int(numbers[place]) for place in places], [keys[place] for place in places]
    )
    known = dict(zip(places, words, strict=True))
    return [known.get(place) for place in range(len(keys))]


def _may_be_two(left: SpelledWord, right: SpelledWord, pairs: float, language: str) -> bool:
    """Whether there is evidence enough: words that stand together, or two words of some length."""
    if language in _COMPOUNDING:
        return pairs >= _LEAST_PAIRS
    shortest = min(len(left.key), len(right.key))
    if pairs:
        return shortest > 1 or pairs >= _LEAST_PAIRS
    return shortest > 2 and min(left.weight, right.weight) > 1


def _repaired(
    lefts: Sequence[SpelledWord | None],
    rights: Sequence[SpelledWord | None],
    halves: Sequence[tuple[str, str]],
    model: ContextModel,
    vocabulary: Vocabulary,
    language: str,
) -> list[Break]:
    """Breaks of which one half is misspelt too; those with the longest known half are tried."""
    tried = [
        (known, other, is_left)
        for left, right, (a, b) in zip(lefts, rights, halves, strict=True)
        for known, other, is_left in ((left, b, True), (right, a, False))
        if known and min(len(known.key), len(other)) >= _SHORTEST_REPAIRED
    ]
    tried.sort(key=lambda each: -len(each[0].key))
    found: list[Break] = []
    for known, other, is_left in tried[:_MOST_REPAIRS]:
        for number, word, _ in near_words(other, 1, _MOST_KEPT, vocabulary):
            fixed = model.word(number, word)
            pair = (known, fixed) if is_left else (fixed, known)
            is_seen = model.pairs(pair[:1], pair[1:])[0][0, 0] > 0
            space = SPLIT_COST if is_seen else STRANGERS_COST
            found.append((pair, space + error_cost(other, word, language)))
    return found


def _many(key: str, model: ContextModel, vocabulary: Vocabulary) -> list[Break]:
    """The most probable break into three words or more, each of three letters or more."""
    spans = [
        (start, end)
        for start in range(len(key))
        for end in range(start + _SHORTEST_OF_MANY, min(len(key), start + _LONGEST_PART) + 1)
    ]
    words = known_words([key[start:end] for start, end in spans], model, vocabulary)
    best: dict[int, tuple[float, tuple[SpelledWord, ...]]] = {0: (0.0, ())}
    for (start, end), word in zip(spans, words, strict=True):
        if word is None or word.weight <= 1 or start not in best:
            continue
        score, parts = best[start]
        if len(parts) < _MOST_PARTS:
            score += word.log_probability
            if end not in best or score > best[end][0]:
                best[end] = score, (*parts, word)
    parts = best.get(len(key), (0.0, ()))[1]
    return [(parts, SPLIT_COST * (len(parts) - 1))] if len(parts) > 1 else []


def _log_probability(words: Sequence[SpelledWord], model: ContextModel) -> float:
    return words[0].log_probability + sum(
        model.step(first, second) for first, second in pairwise(words)
    )
