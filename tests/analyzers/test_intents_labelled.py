"""The shipped intents on hand-labelled queries, positives and near misses, in four languages.

Rules were written with the queries of the part "tuning" in view. Those of "held-out" were written
after the rules, which were not changed again for them.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from analyzers.intents.analyzer import Intents
from analyzers.intents.default_rules import default_rules
from analyzers.intents.intent_set import IntentSet
from analyzers.lexicon import Lexicon
from analyzers.normalization import normalize
from analyzers.query import AnalyzedQuery, Entity

QUERIES = Path(__file__).with_name("intent_queries.csv")


@dataclass(frozen=True, slots=True)
class Labelled:
    query: AnalyzedQuery
    expected: frozenset[str]


def labelled(part: str) -> list[Labelled]:
    with QUERIES.open(newline="", encoding="utf-8") as file:
        return [_labelled(row) for row in csv.DictReader(file) if row["part"] == part]


def _labelled(row: dict[str, str]) -> Labelled:
    text = normalize(row["query"])
    entities = []
    for written in filter(None, row["entities"].split(";")):
        field, _, value = written.partition("=")
        start = text.index(value)
        entities.append(Entity(field, (value,), start, start + len(value), 0.9, "labelled"))
    query = AnalyzedQuery(row["query"], text, row["language"], entities=tuple(entities))
    return Labelled(query, frozenset(filter(None, row["intents"].split(";"))))


def precision_and_recall(
    queries: Sequence[Labelled], languages: tuple[str, ...]
) -> tuple[float, float]:
    lexicon = Lexicon(languages=languages, intents=IntentSet.of(default_rules()))
    right = found = expected = 0
    for each in queries:
        names = {intent.name for intent in Intents().analyze(each.query, lexicon).intents}
        right += len(names & each.expected)
        found += len(names)
        expected += len(each.expected)
    return right / found, right / expected


@pytest.mark.parametrize("languages", [("en",), ("en", "de", "es", "fr")])
def test_intents_of_queries_that_were_never_seen_are_found_and_near_misses_are_not(
    languages: tuple[str, ...],
) -> None:
    precision, recall = precision_and_recall(labelled("held-out"), languages)
    assert precision >= 0.95
    assert recall >= 0.8


@pytest.mark.parametrize("languages", [("en",), ("en", "de", "es", "fr")])
def test_intents_of_the_queries_that_the_rules_were_written_for_are_found(
    languages: tuple[str, ...],
) -> None:
    precision, recall = precision_and_recall(labelled("tuning"), languages)
    assert precision >= 0.98
    assert recall >= 0.98


def test_every_shipped_intent_has_labelled_queries_and_half_of_all_are_near_misses() -> None:
    queries = labelled("tuning") + labelled("held-out")
    covered = {name for each in queries for name in each.expected}
    assert covered == {rule.name for rule in default_rules()}
    assert sum(not each.expected for each in queries) > len(queries) / 3
