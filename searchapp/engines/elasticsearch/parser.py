"""An Elasticsearch answer as a `RetrievalResult`. Pure; the counterpart of `compiler`."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from searchapp.engines.elasticsearch.compiler import comes_whole, shows_whole_card
from searchapp.engines.elasticsearch.mapping import CARD
from searchapp.engines.json_document import JsonDocument
from searchapp.pipeline.retrieval import EngineHit, FacetValue, RetrievalQuery, RetrievalResult

ANSWER_PATHS: Sequence[str] = tuple(
    f"responses.{path}"
    for path in (
        "hits.total.value",
        "hits.hits._score",
        "hits.hits._source",
        "hits.hits.fields",
        "hits.hits.highlight",
        "hits.hits.matched_queries",
        "hits.hits.sort",
        "aggregations",
        "timed_out",
        "_shards.failures",
        "error",
        "status",
    )
)
"""All that `result` reads of an answer; the engine is asked for no more (`filter_path`)."""

NOT_FOUND = 404
_NOTHING: Mapping[str, Any] = MappingProxyType({})


def result(query: RetrievalQuery, answer: Mapping[str, Any]) -> RetrievalResult:
    """What one item of a multi-search answer says.

    An index that does not exist is an empty one. An answer cut short by time or by a failed shard
    is an error, since its counts would be wrong.
    """
    if "error" in answer:
        if answer.get("status") == NOT_FOUND:
            return RetrievalResult()
        return RetrievalResult(error=reason(answer["error"]))
    if failures := answer.get("_shards", {}).get("failures"):
        return RetrievalResult(error=f"a shard failed: {reason(failures[0]['reason'])}")
    if answer.get("timed_out"):
        return RetrievalResult(error="Elasticsearch ran out of time and answered only in part")
    found = answer.get("hits", {})
    hits = [_hit(query, hit) for hit in found.get("hits", ())]
    if comes_whole(query):
        hits.sort(key=lambda hit: (-hit.score, hit.id))
    return RetrievalResult(
        hits=tuple(hits),
        total=found.get("total", {}).get("value", 0),
        facets=_facets(query, answer.get("aggregations", {})),
    )


def reason(error: Any) -> str:
    """The most telling line of an Elasticsearch error: that of its innermost cause."""
    if not isinstance(error, Mapping):
        return str(error)
    causes = error.get("root_cause") or ()
    cause = causes[0] if causes else error
    while isinstance(inner := cause.get("caused_by"), Mapping):
        cause = inner
    return f"{cause.get('type', 'error')}: {cause.get('reason', 'no reason given')}"


def _hit(query: RetrievalQuery, hit: Mapping[str, Any]) -> EngineHit:
    score = float(hit.get("_score") or 0.0)
    if query.vector is not None:
        # Elasticsearch gives (1 + cosine) / 2, and int8 may carry it a little over the edge.
        score = min(1.0, max(-1.0, 2.0 * score - 1.0))
    values: Mapping[str, Sequence[Any]] = hit.get("fields", _NOTHING)
    return EngineHit(
        hit["sort"][-1] if "sort" in hit else values["id"][0],
        score,
        hit.get("matched_queries", _NOTHING),
        _features(query, values) if query.feature_fields else _NOTHING,
        _document(query, hit, values),
        {name: tuple(parts) for name, parts in hit["highlight"].items()}
        if "highlight" in hit
        else _NOTHING,
    )


def _features(query: RetrievalQuery, values: Mapping[str, Sequence[Any]]) -> dict[str, float]:
    return {name: float(values[name][0]) for name in query.feature_fields if name in values}


def _document(
    query: RetrievalQuery, hit: Mapping[str, Any], values: Mapping[str, Sequence[Any]]
) -> Mapping[str, Any]:
    if CARD in values:
        names = None if shows_whole_card(query) else frozenset(query.document_fields)
        return JsonDocument(values[CARD][0], names, b64decode)
    if "_source" in hit:
        return {name: value for name, value in hit["_source"].items() if value is not None}
    return _NOTHING


def _facets(
    query: RetrievalQuery, aggregations: Mapping[str, Any]
) -> dict[str, tuple[FacetValue, ...]]:
    facets = {}
    for facet in query.facets:
        counted = aggregations.get(facet.field, {})
        buckets = counted.get(facet.field, counted).get("buckets", ())
        values = (
            FacetValue(bucket.get("key_as_string", bucket["key"]), bucket["doc_count"])
            for bucket in buckets
        )
        facets[facet.field] = tuple(each for each in values if each.value.startswith(facet.prefix))
    return facets
