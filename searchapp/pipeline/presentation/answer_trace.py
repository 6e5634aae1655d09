"""The trace of an answer: the values that flowed through its stages, as JSON values. (What moved an
item, and what would move it up, is in `ranking/breakdown`; a hit's reasons are in `hit_reasons`.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from analyzers.query import AnalyzedQuery
from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.ranking.final_stage import StepRun
from searchapp.pipeline.ranking.first_stage import Ranking
from searchapp.pipeline.ranking.first_stage_reach import Reach
from searchapp.pipeline.ranking.pinned import Pinned, PinUse
from searchapp.pipeline.recall.finding import Finding
from searchapp.pipeline.recall.recalled import Recalled
from searchapp.pipeline.request import Filter, Kind
from searchapp.pipeline.retrieval import RetrievalQuery
from searchapp.pipeline.trace import StageRecord
from searchapp.pipeline.understanding.entity_use import EntityUse


def trace(
    found: Finding,
    reach: Reach | None,
    rankings: Sequence[Ranking],
    steps: Mapping[Kind, Sequence[StepRun]],
    missing: Mapping[str, list[str]],
    pinned: Pinned,
    row: Sequence[Candidate],
    took_ms: Mapping[str, float],
) -> tuple[StageRecord, ...]:
    """One record a stage, in the order in which the request met them. `missing` are the features
    that a reranker reads and nothing of the answer has.
    """
    plan, recalled = found.plan, found.recalled
    details: list[tuple[str, dict[str, Any]]] = [
        ("analysis", analysis(found.query)),
        ("rules", _rules(found, rankings)),
        ("entities", _entities(found.use)),
        ("recall", {"queries": [_recall(asked, recalled) for asked in plan.queries]}),
        (
            "first_stage",
            {
                **{str(ranking.kind): _ranking(ranking) for ranking in rankings},
                **({} if reach is None else {"fused": reach.fused, "kept_of_a_kind": reach.kept}),
            },
        ),
        (
            "final_stage",
            {
                "steps": [
                    {"kind": str(kind), **asdict(run)}
                    for kind, runs in steps.items()
                    for run in runs
                ],
                "missing": missing,
                "changed": [_moved(item) for item in row if item.final_score is not None],
            },
        ),
        (
            "mixed_row",
            {
                "row": [{"kind": str(item.kind), "id": item.id} for item in row],
                "pins": [_pin(use) for use in pinned.uses],
            },
        ),
    ]
    return tuple(StageRecord(stage, took_ms.get(stage, 0.0), detail) for stage, detail in details)


def _rules(found: Finding, rankings: Sequence[Ranking]) -> dict[str, Any]:
    """The merchants' rules that the query met, and by how much they moved which items."""
    wanted = found.plan.meaning.merchandising
    return {
        "met": [{"id": id_, "name": name} for id_, name in wanted.rules],
        "moved": [
            {
                "kind": str(item.kind),
                "id": item.id,
                "rule": change.rule_id,
                "effect": change.effect,
                "amount": change.amount,
            }
            for ranking in rankings
            for item in ranking.window
            for change in item.adjustments
            if change.rule_id
        ],
        "promoted": [asdict(each) for each in wanted.promotions],
        "hidden": [{"kind": str(kind), "id": id_} for kind, id_ in wanted.hidden],
        "required": [asdict(each) for each in wanted.required],
    }


def analysis(query: AnalyzedQuery) -> dict[str, Any]:
    """What the analyzers made of the query, as JSON values."""
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
                "head": token.is_head,
                "negated": token.is_negated,
            }
            for token in query.tokens
        ],
        "expansions": [
            {
                "words": " ".join(each.text for each in query.tokens[other.first : other.last]),
                "text": other.text,
                "weight": other.weight,
                "replaces": other.replaces,
                "rule": other.rule,
            }
            for other in query.expansions
        ],
        "entities": [
            {
                "field": entity.field,
                "values": list(entity.values),
                "gte": entity.at_least,
                "lte": entity.at_most,
                "words": query.text[entity.start : entity.end],
                "confidence": round(entity.confidence, 3),
                "sure": entity.is_sure,
                "evidence": entity.evidence,
            }
            for entity in query.entities
        ],
        "categories": [
            {"path": guess.path, "probability": round(guess.probability, 3)}
            for guess in query.categories
        ],
        "corrected": query.corrected,
        "did_you_mean": query.did_you_mean,
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


def _entities(use: EntityUse) -> dict[str, Any]:
    return {
        "filters": [{**_filter(each.filter), "words": each.words} for each in use.filters],
        "boosts": [
            {**_filter(each.filter), "amount": round(each.amount, 4), "reason": each.reason}
            for each in use.boosts
        ],
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


def _pin(use: PinUse) -> dict[str, Any]:
    """What became of a pin; one that was not found is gone, hidden, or does not pass a filter."""
    return {
        "kind": str(use.pin.kind),
        "id": use.pin.id,
        "rule": use.pin.rule,
        "position": use.pin.position,
        "found": use.item is not None,
        "place_by_itself": use.place,
    }


def _moved(item: Candidate) -> dict[str, Any]:
    return {
        "kind": str(item.kind),
        "id": item.id,
        "first": item.first_score,
        "final": item.final_score,
    }
