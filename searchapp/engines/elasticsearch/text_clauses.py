"""The words of a query: its text clauses, the scores of single fields and the highlights. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from math import floor
from typing import Any

from analyzers.languages import language_data
from searchapp.engines.elasticsearch.validity import check_type
from searchapp.pipeline.clause_words import Way, clause_words, least_words
from searchapp.pipeline.retrieval import (
    HIGHLIGHT_END,
    HIGHLIGHT_START,
    Exclusion,
    Match,
    RetrievalQuery,
    TextClause,
)
from searchapp.pipeline.schema import FieldType, Schema

TIE_BREAKER = 0.0
"""The share that a word's lesser fields add to its best one; at 0, as in one big field, none."""

EXACT_MINIMUM_WORDS = 24
"""Up to so many words the least number that must match is exact, beyond it within one percent."""

LONG_FIELDS = frozenset({"body"})
FRAGMENTS = 2
FRAGMENT_CHARACTERS = 120
HIGHLIGHTED_CHARACTERS = 100_000
"""Long fields are highlighted in fragments, within their first so many characters; others whole."""

_STOP_WORDS = frozenset(language_data("en").index_stop_words)
"""Those that Lucene's English analysis takes out: the filter `_english_`."""

_WORD = re.compile(r"[^\W_]+")
_ONE_TERM = re.compile(r"[^\W_\u2e80-\uffff]+(?:['’][^\W\d_\u2e80-\uffff]+)*")
"""What the engine surely takes for one term: scripts without spaces are parted at each sign."""

_NOTHING = {"term": {"id": ""}}
"""Matches no document, which the engine only finds out when it runs: see `named_field_scores`."""


def text_query(clause: TextClause, schema: Schema) -> dict[str, Any]:
    """The clause as a query. Raises `UnanswerableQuery` for a field of a type it can't search."""
    wanted = FieldType.PREFIX if clause.match is Match.PREFIX else FieldType.TEXT
    for name in clause.fields:
        check_type(name, schema, wanted, asked=f"text clause {clause.name!r}")
    if clause.alternatives and clause.match is Match.WORDS:
        return _words_with_alternatives(clause)
    settings: dict[str, Any] = {
        "query": clause.text,
        "fields": _weighted(clause),
        "boost": clause.weight,
    }
    match clause.match:
        case Match.WORDS:
            settings |= _ACROSS_FIELDS | {
                "operator": "or",
                "minimum_should_match": minimum_should_match(clause.minimum_match),
            }
        case Match.PHRASE:
            settings |= {"type": "phrase"}
        case Match.PREFIX:
            settings |= {"type": "bool_prefix", "operator": "and"}
    return {"multi_match": settings}


def exclusion_query(exclusion: Exclusion, schema: Schema) -> dict[str, Any]:
    """The items that `exclusion` leaves out. Raises `UnanswerableQuery` as `text_query` does."""
    for name in exclusion.fields:
        check_type(name, schema, FieldType.TEXT, asked="without")
    return {
        "multi_match": {
            "query": exclusion.text,
            "fields": [*exclusion.fields],
            "type": "phrase",
        }
    }


@cache
def minimum_should_match(share: float) -> str:
    """`TextClause.minimum_match` in the engine's notation: "2<1 3<2" is above 2 words 1, above 3 2.

    A percentage alone would be cut to a whole percent: two thirds of three words would be one.
    """
    needed = [least_words(share, count) for count in range(1, EXACT_MINIMUM_WORDS + 1)]
    steps = [
        f"{count}<{needed[count]}"
        for count in range(1, EXACT_MINIMUM_WORDS)
        if count == 1 or needed[count] != needed[count - 1]
    ]
    return " ".join([*steps, f"{EXACT_MINIMUM_WORDS}<{floor(share * 100 + 1e-9)}%"])


_ACROSS_FIELDS = {"type": "cross_fields", "tie_breaker": TIE_BREAKER}


def _words_with_alternatives(clause: TextClause) -> dict[str, Any]:
    """Each word by itself: in cross fields, n queries of one word score as one of n words does."""
    words = _met_words(clause)
    if not words:
        return {"match_none": {}}
    fields = _weighted(clause)
    return {
        "bool": {
            "should": [_best([_way(each, fields) for each in ways]) for ways in words],
            "minimum_should_match": least_words(clause.minimum_match, len(words)),
            "boost": clause.weight,
        }
    }


def _met_words(clause: TextClause) -> list[list[Way]]:
    """The words of the clause without those that the engine takes out, which would never match."""
    words = ([way for way in ways if _searched(way.text)] for ways in clause_words(clause))
    return [ways for ways in words if ways]


def _searched(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.lower()) if word not in _STOP_WORDS]


def _way(way: Way, fields: list[str]) -> dict[str, Any]:
    settings: dict[str, Any] = {"query": way.text, "fields": fields, "boost": way.weight}
    if way.is_alternative and not _ONE_TERM.fullmatch(way.text):
        return {"multi_match": settings | {"type": "phrase"}}
    return {"multi_match": settings | _ACROSS_FIELDS | {"operator": "and"}}


def _best(queries: list[dict[str, Any]]) -> dict[str, Any]:
    return queries[0] if len(queries) == 1 else {"dis_max": {"queries": queries}}


def _weighted(clause: TextClause) -> list[str]:
    return [f"{name}^{weight:g}" for name, weight in clause.fields.items()]


def named_field_scores(query: RetrievalQuery, schema: Schema) -> list[dict[str, Any]]:
    """Queries whose scores come back by name, in a place where they cost and change nothing.

    The engine scores named queries on the hits alone, wherever they stand. So they stand under
    `must_not` beside a term that no document has: that branch ends before it looks at them.
    """
    if not query.field_scores:
        return []
    for name in query.field_scores:
        check_type(name, schema, FieldType.TEXT, asked="field_scores")
    clauses = [clause for clause in query.text if clause.required] or query.text
    named = [
        {
            "bool": {
                "_name": name,
                "should": [
                    each for clause in _different(clauses) for each in _in_field(clause, name)
                ],
            }
        }
        for name in query.field_scores
        if clauses
    ]
    return [{"bool": {"filter": [_NOTHING, *named]}}] if named else []


def _different(clauses: Sequence[TextClause]) -> Iterable[TextClause]:
    return {(clause.text, clause.alternatives): clause for clause in clauses}.values()


def _in_field(clause: TextClause, name: str) -> list[dict[str, Any]]:
    """Queries that together score the words of the clause in the field `name` alone."""
    if not clause.alternatives:
        return [{"match": {name: {"query": clause.text}}}]
    return [
        _best(
            [
                {
                    "match_phrase" if way.is_alternative else "match": {
                        name: {"query": way.text, "boost": way.weight}
                    }
                }
                for way in ways
            ]
        )
        for ways in _met_words(clause)
    ]


_HIGHLIGHTED_AS = {
    Match.WORDS: "match",
    Match.PHRASE: "match_phrase",
    Match.PREFIX: "match_bool_prefix",
}


def highlight(query: RetrievalQuery, schema: Schema) -> dict[str, Any]:
    """Marks the words of each clause in the fields that it searches.

    A plain query for each field marks what the cross-field query would, in half the time.
    """
    fields: dict[str, Any] = {}
    for name in query.highlight:
        check_type(name, schema, FieldType.TEXT, asked="highlight")
        clauses = [clause for clause in query.text if name in clause.fields]
        # A phrase would be marked as one; word by word is better where the words are asked for too.
        words = [clause for clause in clauses if clause.match is Match.WORDS]
        queries = [
            {_HIGHLIGHTED_AS[clause.match]: {name: clause.text}} for clause in words or clauses
        ] + [
            {"match_phrase": {name: text}}
            for text in dict.fromkeys(each.text for clause in words for each in clause.alternatives)
        ]
        if queries:
            fields[name] = {"highlight_query": {"bool": {"should": queries}}}
        if queries and name in LONG_FIELDS:
            fields[name] |= {
                "number_of_fragments": FRAGMENTS,
                "fragment_size": FRAGMENT_CHARACTERS,
            }
    return {
        "type": "unified",
        "pre_tags": [HIGHLIGHT_START],
        "post_tags": [HIGHLIGHT_END],
        "max_analyzed_offset": HIGHLIGHTED_CHARACTERS,
        "number_of_fragments": 0,
        "fields": fields,
    }
