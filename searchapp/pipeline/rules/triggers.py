"""Which queries a rule is for. Words are compared as those of synonyms are: folded and singular."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analyzers.synonyms.words import Words, compared_number, compared_words

RECOGNISED_FIELDS = ("brand", "category")
"""Fields whose recognised values trigger rules."""


@dataclass(frozen=True, slots=True)
class Exact:
    """The query is these words and no others, in this order."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """The query has these words side by side."""

    text: str


@dataclass(frozen=True, slots=True)
class AllWords:
    """The query has all of these words, in any order."""

    text: str


@dataclass(frozen=True, slots=True)
class Recognised:
    """The query surely names this value of `field`; of a category, also one that lies below it."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class HasIntent:
    """The query has the intent `name`."""

    name: str


@dataclass(frozen=True, slots=True)
class AnyQuery:
    """Every search, browsing too."""


Trigger = Exact | Phrase | AllWords | Recognised | HasIntent | AnyQuery


def trigger_words(text: str, language: str = "") -> Words:
    """The words of a trigger as they are compared: "T-Shirts" → t, shirt."""
    return in_one_number(compared_words(text, language))


def in_one_number(words: Iterable[str]) -> Words:
    """The words, each in the form that it shares with its plural."""
    return tuple(compared_number(word) for word in words)


def readings(text: str, languages: Iterable[str]) -> tuple[Words, ...]:
    """The words of a trigger as each of the languages reads them, each reading once."""
    return tuple(dict.fromkeys(trigger_words(text, each) for each in languages or ("",)))
