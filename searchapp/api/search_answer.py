"""`SearchResponse` → the JSON of the answer."""

from __future__ import annotations

from typing import Any

from searchapp.api.cards import card, iso
from searchapp.pipeline.request import AnyOf, Filter, SearchRequest
from searchapp.pipeline.response import SearchResponse
from searchapp.pipeline.schema import SCHEMAS, FieldType

_DATES = frozenset(
    name
    for schema in SCHEMAS.values()
    for name, field in schema.items()
    if field.type is FieldType.DATE
)


def search_answer(request: SearchRequest, response: SearchResponse) -> dict[str, Any]:
    """Everything that the answer to `request` says; with `explain` also how it came about."""
    shown: dict[str, Any] = {
        "query_id": response.query_id,
        "query": response.text,
        "total": response.total,
        "totals": {kind.value: count for kind, count in response.totals.items()},
        "page": request.offset // request.size + 1,
        "size": request.size,
        "hits": [card(hit, explain=request.explain) for hit in response.hits],
        "facets": {
            name: [{"value": each.value, "count": each.count} for each in values]
            for name, values in response.facets.items()
        },
        "corrected": response.corrected,
        "relaxed": response.relaxed,
        "redirect": response.redirect,
        "intents": [
            {"name": intent.name, "confidence": intent.confidence, "evidence": intent.evidence}
            for intent in response.intents
        ],
        "applied_filters": [filter_answer(each) for each in response.applied_filters],
        "degraded": [{"stage": each.stage, "reason": each.reason} for each in response.degraded],
        "took_ms": {stage: round(spent, 3) for stage, spent in response.took_ms.items()},
        "config_version": response.config_version,
    }
    if request.explain:
        shown["trace"] = [
            {"stage": each.stage, "took_ms": round(each.took_ms, 3), "detail": dict(each.detail)}
            for each in response.trace
        ]
    return shown


def filter_answer(applied: Filter) -> dict[str, Any]:
    """A filter in the words in which it is asked for: `values`, or `gte` and `lte`."""
    if isinstance(applied, AnyOf):
        return {"field": applied.field, "values": list(applied.values)}
    show = iso if applied.field in _DATES else float
    return {
        "field": applied.field,
        "gte": None if applied.at_least is None else show(applied.at_least),
        "lte": None if applied.at_most is None else show(applied.at_most),
    }
