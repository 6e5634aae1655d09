"""The trace of an answer: the values that flowed through its stages, as JSON values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analyzers.query import AnalyzedQuery
from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.first_stage import Ranking
from searchapp.pipeline.recall import RecallPlan
from searchapp.pipeline.recalled import Recalled
from searchapp.pipeline.request import Filter
from searchapp.pipeline.retrieval import RetrievalQuery
from searchapp.pipeline.trace import StageRecord


def trace(
    query: AnalyzedQuery,
    plan: RecallPlan,
    recalled: Recalled,
    rankings: Sequence[Ranking],
    row: Sequence[Candidate],
    took_ms: Mapping[str, float],
) -> tuple[StageRecord, ...]:
    """One record a stage, in the order in which the request met them."""
    details: list[tuple[str, dict[str, Any]]] = [
        ("analysis", _analysis(query)),
        ("recall", {"queries": [_recall(asked, recalled) for asked in plan.queries]}),
        ("first_stage", {str(ranking.kind): _ranking(ranking) for ranking in rankings}),
        (
            "final_stage",
            {"changed": [_moved(item) for item in row if item.final_score is not None]},
        ),
        ("mixed_row", {"row": [{"kind": str(item.kind), "id": item.id} for item in row]}),
    ]
    return tuple(StageRecord(stage, took_ms.get(stage, 0.0), detail) for stage, detail in details)


def _analysis(query: AnalyzedQuery) -> dict[str, Any]:
    return {
        "raw": query.raw,
        "text": query.text,
        "language": query.language,
        "tokens": [
            {
                "text": token.text,
                "lemma": token.lemma,
                "start": token.start,
                "end": token.end,
                "stop_word": token.is_stop,
            }
            for token in query.tokens
        ],
        "edits": [
            {
                "analyzer": edit.analyzer,
                "rule": edit.rule,
                "before": edit.before,
                "after": edit.after,
            }
            for edit in query.edits
        ],
        "has_embedding": query.embedding is not None,
    }


def _recall(asked: RetrievalQuery, recalled: Recalled) -> dict[str, Any]:
    found = next(
        (got.hits for got in recalled.channels[asked.kind] if got.channel == asked.channel), None
    )
    return {
        "kind": str(asked.kind),
        "channel": asked.channel,
        "size": asked.size,
        "offset": asked.offset,
        "text": [
            {
                "text": clause.text,
                "fields": dict(clause.fields),
                "minimum_match": clause.minimum_match,
                "match": str(clause.match),
            }
            for clause in asked.text
        ],
        "identifiers": list(asked.identifiers),
        "neighbours": asked.vector.neighbours if asked.vector else None,
        "filters": [_filter(wanted) for wanted in asked.filters],
        "sort": None if asked.sort is None else f"{'-' * asked.sort.descending}{asked.sort.field}",
        "hits": None if found is None else len(found),
        "total": recalled.totals[asked.kind],
    }


def _filter(wanted: Filter) -> dict[str, Any]:
    return {name: getattr(wanted, name) for name in wanted.__slots__}


def _ranking(ranking: Ranking) -> dict[str, Any]:
    return {"candidates": len(ranking.window), "total": ranking.total}


def _moved(item: Candidate) -> dict[str, Any]:
    return {
        "kind": str(item.kind),
        "id": item.id,
        "first": item.first_score,
        "final": item.final_score,
    }
