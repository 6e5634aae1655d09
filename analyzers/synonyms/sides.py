"""The two sides of a rule: what is typed, and what is searched for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analyzers.synonyms.rule import RuleKind, SynonymRule
from analyzers.synonyms.words import Words, compared_words


@dataclass(frozen=True, slots=True)
class Sides:
    """The terms on each side as they are written, by the words that are compared; each once.

    In a two-way rule both sides are all terms.
    """

    left: dict[Words, str]
    right: dict[Words, str]


def sides_of(rule: SynonymRule) -> Sides:
    """The sides of any rule; terms without a letter or digit are left out."""
    left = _by_words(rule.terms, rule.language)
    right = left if rule.kind is RuleKind.TWO_WAY else _by_words(rule.targets, rule.language)
    return Sides(left, right)


def _by_words(texts: Sequence[str], language: str) -> dict[Words, str]:
    found: dict[Words, str] = {}
    for text in texts:
        if words := compared_words(text, language):
            found.setdefault(words, text)
    return found


def covers(one: Mapping[Words, str], other: Mapping[Words, str]) -> bool:
    """Whether `one` has all terms of `other`."""
    return other.keys() <= one.keys()
