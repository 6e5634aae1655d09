"""Intents: what a shopper wants beside products."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analyzers.intents.phrase import Word, words_of
from analyzers.lexicon import Lexicon
from analyzers.query import AnalyzedQuery, Intent

LONGEST_QUESTION = 40
"""In words. Of a longer text only this much is read."""


class Intents:
    """Says which intents of the lexicon a query has, surest first; the text stays as it is.

    Rules of the query's language apply and those of the shop's languages, as the language of a
    short query is often a guess.
    """

    name = "intents"

    def warm_up(self, languages: tuple[str, ...]) -> None:
        """Nothing to load."""

    def analyze(self, query: AnalyzedQuery, lexicon: Lexicon) -> AnalyzedQuery:
        words = words_of(query.text, LONGEST_QUESTION)
        said = lexicon.intents.said_in(
            [word.text for word in words],
            _spans(query, words),
            frozenset((query.language, *lexicon.languages)),
        )
        found: dict[str, Intent] = {}
        for rule, phrase in said:
            known = found.get(rule.name)
            if known is None or rule.confidence > known.confidence:
                found[rule.name] = Intent(rule.name, rule.confidence, phrase.source)
        intents = tuple(sorted(found.values(), key=lambda each: (-each.confidence, each.name)))
        return query if intents == query.intents else replace(query, intents=intents)


def _spans(query: AnalyzedQuery, words: Sequence[Word]) -> dict[str, list[tuple[int, int]]]:
    """Which words each recognised value covers, by its field."""
    first = {word.start: number for number, word in enumerate(words)}
    last = {word.end: number + 1 for number, word in enumerate(words)}
    spans: dict[str, list[tuple[int, int]]] = {}
    for entity in query.entities:
        if entity.start in first and entity.end in last:
            spans.setdefault(entity.field, []).append((first[entity.start], last[entity.end]))
    return spans
