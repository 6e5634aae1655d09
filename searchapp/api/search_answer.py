"""`SearchResponse` → the JSON of the answer."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from searchapp.api.cards import card, iso
from searchapp.pipeline.request import AnyOf, Filter, SearchRequest
from searchapp.pipeline.response import AppliedFilter, SearchResponse
from searchapp.search_parameters.variations import as_typed, without, without_words_filtering
from searchapp.search_parameters.writing import DATE_FIELDS, parameters


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
        "did_you_mean": response.did_you_mean,
        "as_typed": _as_typed(request, response),
        "relaxed": None
        if response.relaxed is None
        else {"step": response.relaxed.step.value, "detail": response.relaxed.detail},
        "redirect": response.redirect,
        "banner": None if response.banner is None else asdict(response.banner),
        "intents": [
            {
                "name": found.intent.name,
                "confidence": found.intent.confidence,
                "evidence": found.intent.evidence,
                "leads": found.effect.leads,
                "link": found.effect.link,
                "title": found.effect.title,
            }
            for found in response.intents
        ],
        "applied_filters": [_applied(request, each) for each in response.applied_filters],
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


def _as_typed(request: SearchRequest, response: SearchResponse) -> str | None:
    """The query string that searches the text as it was typed; None when that was done."""
    if response.corrected is None:
        return None
    return _query_string(as_typed(request))


def _applied(request: SearchRequest, applied: AppliedFilter) -> dict[str, Any]:
    """The filter, the words or the rule that ask for it, and the query string of the search without
    it, which a rule's has not.
    """
    field = applied.filter.field
    rest = without_words_filtering(request, (field,)) if applied.words else without(request, field)
    return {
        **filter_answer(applied.filter),
        "words": applied.words or None,
        "rule": applied.rule or None,
        "without": None if applied.rule else _query_string(rest),
    }


def _query_string(request: SearchRequest) -> str:
    return "?" + urlencode(list(parameters(request)))


def filter_answer(applied: Filter) -> dict[str, Any]:
    """A filter in the words in which it is asked for: `values`, or `gte` and `lte`."""
    if isinstance(applied, AnyOf):
        return {"field": applied.field, "values": list(applied.values)}
    show = iso if applied.field in DATE_FIELDS else float
    return {
        "field": applied.field,
        "gte": None if applied.at_least is None else show(applied.at_least),
        "lte": None if applied.at_most is None else show(applied.at_most),
    }
