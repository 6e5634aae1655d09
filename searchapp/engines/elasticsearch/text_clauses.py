"""The words of a query: its text clauses, the scores of single fields and the highlights. Pure."""

from __future__ import annotations

from math import floor
from typing import Any

from searchapp.engines.elasticsearch.validity import check_type
from searchapp.pipeline.retrieval import (
    HIGHLIGHT_END,
    HIGHLIGHT_START,
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

_NOTHING = {"term": {"id": ""}}
"""Matches no document, which the engine only finds out when it runs: see `named_field_scores`."""


def text_query(clause: TextClause, schema: Schema) -> dict[str, Any]:
    """The clause as a query. Raises `UnanswerableQuery` for a field of a type it can't search."""
    wanted = FieldType.PREFIX if clause.match is Match.PREFIX else FieldType.TEXT
    for name in clause.fields:
        check_type(name, schema, wanted, asked=f"text clause {clause.name!r}")
    settings: dict[str, Any] = {
        "query": clause.text,
        "fields": [f"{name}^{weight:g}" for name, weight in clause.fields.items()],
        "boost": clause.weight,
    }
    match clause.match:
        case Match.WORDS:
            settings |= {
                "type": "cross_fields",
                "operator": "or",
                "minimum_should_match": minimum_should_match(clause.minimum_match),
                "tie_breaker": TIE_BREAKER,
            }
        case Match.PHRASE:
            settings |= {"type": "phrase"}
        case Match.PREFIX:
            settings |= {"type": "bool_prefix", "operator": "and"}
    return {"multi_match": settings}


def minimum_should_match(share: float) -> str:
    """`TextClause.minimum_match` in the engine's notation: "2<1 3<2" is above 2 words 1, above 3 2.

    A percentage alone would be cut to a whole percent: two thirds of three words would be one.
    """
    needed = [max(1, floor(share * count + 1e-9)) for count in range(1, EXACT_MINIMUM_WORDS + 1)]
    steps = [
        f"{count}<{needed[count]}"
        for count in range(1, EXACT_MINIMUM_WORDS)
        if count == 1 or needed[count] != needed[count - 1]
    ]
    return " ".join([*steps, f"{EXACT_MINIMUM_WORDS}<{floor(share * 100 + 1e-9)}%"])


def named_field_scores(query: RetrievalQuery, schema: Schema) -> list[dict[str, Any]]:
    """Queries whose scores come back by name, in a place where they cost and change nothing.

    The engine scores named queries on the hits alone, wherever they stand. So they stand under
    `must_not` beside a term that no document has: that branch ends before it looks at them.
    """
    if not query.field_scores:
        return []
    for name in query.field_scores:
        check_type(name, schema, FieldType.TEXT, asked="field_scores")
    texts = [clause.text for clause in query.text if clause.required]
    texts = texts or [clause.text for clause in query.text]
    named = [
        {
            "bool": {
                "_name": name,
                "should": [{"match": {name: {"query": text}}} for text in dict.fromkeys(texts)],
            }
        }
        for name in query.field_scores
        if texts
    ]
    return [{"bool": {"filter": [_NOTHING, *named]}}] if named else []


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
