"""Splits words that are written together, where there is evidence for the parts.

After Koehn and Knight (2003), "Empirical methods for compound splitting": of all splits the one
whose parts are most frequent, in the geometric mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import log1p
from typing import Protocol, runtime_checkable

from analyzers.languages import Compounds, language_data
from analyzers.linguistics.lemmas import WordForms, word_forms

SHORTEST_COMPOUND = 7
_SHORTEST_MODIFIER = 3
_SHORTEST_HEAD = 4
_LONGEST_COMPOUND = 40


@runtime_checkable
class WordCounts(Protocol):
    """How often words occur in a catalog."""

    def has(self, word: str) -> bool: ...

    def count(self, word: str) -> int: ...


def split_by_counts(word: str, language: str, counts: WordCounts) -> tuple[str, ...]:
    """The two or three parts of `word`, as it is joined of words that the catalog has: "laufschuhe"
    of "lauf" and "schuhe". Empty when there are none.

    All but the first part must be in the catalog; that may be known to the language alone. Three
    parts are sought where there are no two. Without counts nothing is split.
    """
    compounds = language_data(language).compounds
    if compounds is None or not _may_be_split(word, language, compounds):
        return ()
    forms = word_forms(language)

    def is_first(part: str) -> bool:
        return counts.has(part) or _is_part(part, forms, compounds)

    heads = [start for start in _head_starts(word) if counts.has(word[start:])]
    pairs = [
        (modifier, word[start:])
        for start in heads
        for modifier in _modifiers(word[:start], compounds)
    ]
    if two := [pair for pair in pairs if is_first(pair[0])]:
        return _most_frequent(two, counts)
    three = [
        (first, middle, head)
        for rest, head in pairs
        if _may_be_split(rest, language, compounds)
        for start in _head_starts(rest)
        if counts.has(middle := rest[start:])
        for first in _modifiers(rest[:start], compounds)
        if is_first(first)
    ]
    return _most_frequent(three, counts) if three else ()


def _most_frequent(splits: Sequence[tuple[str, ...]], counts: WordCounts) -> tuple[str, ...]:
    return max(splits, key=lambda parts: sum(log1p(counts.count(part)) for part in parts))


@lru_cache(maxsize=50_000)
def split_by_forms(word: str, language: str) -> tuple[str, ...]:
    """The parts of `word` by the evidence of the language's own nouns: the longest noun that ends
    it and leaves one or two words before it. Empty when there is none.
    """
    compounds = language_data(language).compounds
    if compounds is None or not _may_be_split(word, language, compounds):
        return ()
    forms = word_forms(language)
    for start in _head_starts(word):
        head = word[start:]
        if not _is_head(head, forms, compounds):
            continue
        modifiers = _modifiers(word[:start], compounds)
        for modifier in modifiers:
            if _is_part(modifier, forms, compounds):
                return modifier, head
        for modifier in modifiers:
            if parts := split_by_forms(modifier, language):
                return *parts, head
    return ()


def _head_starts(word: str) -> range:
    return range(_SHORTEST_MODIFIER, len(word) - _SHORTEST_MODIFIER + 1)


def _may_be_split(word: str, language: str, compounds: Compounds) -> bool:
    if not SHORTEST_COMPOUND <= len(word) <= _LONGEST_COMPOUND or not word.isalpha():
        return False
    forms = (word, word[:-1], word[:-2], word_forms(language).lemmas.get(word, word))
    return compounds.whole.isdisjoint(forms)


def _modifiers(text: str, compounds: Compounds) -> list[str]:
    """What the first part may be, with and without the letters that join it."""
    return [
        text[: len(text) - len(link)]
        for link in compounds.links
        if text.endswith(link) and len(text) - len(link) >= _SHORTEST_MODIFIER
    ]


def _is_head(word: str, forms: WordForms, compounds: Compounds) -> bool:
    if len(word) < _SHORTEST_HEAD:
        return word in compounds.short
    return word in forms.nouns or word in compounds.nouns


def _is_part(word: str, forms: WordForms, compounds: Compounds) -> bool:
    """A word, or the stem of a verb: "lauf" of "laufen"."""
    return word in compounds.nouns or any(
        f"{word}{ending}" in forms.lemmas for ending in ("", "en", "n")
    )
