"""An answer of Elasticsearch becomes a result, an error included."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from searchapp.engines.elasticsearch.parser import result
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import (
    EngineHit,
    FacetRequest,
    FacetValue,
    RetrievalQuery,
    RetrievalResult,
    VectorClause,
)


def query(**settings: Any) -> RetrievalQuery:
    return RetrievalQuery(Kind.PRODUCT, "test", 10, **settings)


def answer(*hits: dict[str, Any], **rest: Any) -> dict[str, Any]:
    return {"hits": {"total": {"value": 7}, "hits": list(hits)}, "status": 200, **rest}


def test_a_hit_has_all_that_was_asked() -> None:
    hit = {
        "_score": 2.5,
        "_source": {"title": "Kettle", "brand": None},
        "fields": {"price": [9.5], "available": [True]},
        "matched_queries": {"title": 1.5},
        "highlight": {"title": ["a", "b"]},
        "sort": [2.5, "k1"],
    }
    parsed = result(query(feature_fields=("price", "available", "rating")), answer(hit))
    assert parsed.total == 7
    assert parsed.hits == (
        EngineHit(
            id="k1",
            score=2.5,
            field_scores={"title": 1.5},
            features={"price": 9.5, "available": 1.0},
            document={"title": "Kettle"},
            highlights={"title": ("a", "b")},
        ),
    )


def test_vector_scores_become_cosines_and_ties_fall_to_the_id() -> None:
    hits = [
        {"_score": score, "fields": {"id": [id_]}}
        for id_, score in [("b", 0.75), ("a", 0.75), ("over", 1.0001), ("low", 0.0)]
    ]
    asked = query(vector=VectorClause("embedding", np.ones(2, np.float32), 10))
    parsed = result(asked, answer(*hits))
    assert [(hit.id, hit.score) for hit in parsed.hits] == [
        ("over", 1.0), ("a", 0.5), ("b", 0.5), ("low", -1.0)
    ]  # fmt: skip


def test_facets_are_read_with_and_without_their_filter() -> None:
    aggregations = {
        "brand": {"buckets": [{"key": "Acme", "doc_count": 2}]},
        "available": {
            "doc_count": 3,
            "available": {"buckets": [{"key": 1, "key_as_string": "true", "doc_count": 3}]},
        },
    }
    asked = query(facets=(FacetRequest("brand"), FacetRequest("available"), FacetRequest("size")))
    assert result(asked, answer(aggregations=aggregations)).facets == {
        "brand": (FacetValue("Acme", 2),),
        "available": (FacetValue("true", 3),),
        "size": (),
    }


def test_a_missing_index_is_empty() -> None:
    missing = {"error": {"type": "index_not_found_exception"}, "status": 404}
    assert result(query(), missing) == RetrievalResult()


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (
            {
                "error": {
                    "type": "search_phase_execution_exception",
                    "reason": "all shards failed",
                    "root_cause": [{"type": "query_shard_exception", "reason": "bad vector"}],
                },
                "status": 400,
            },
            "query_shard_exception: bad vector",
        ),
        (
            answer(_shards={"failures": [{"reason": {"type": "oom", "reason": "no memory"}}]}),
            "a shard failed: oom: no memory",
        ),
        (answer(timed_out=True), "ran out of time"),
        ({"error": "rejected", "status": 429}, "rejected"),
    ],
)
def test_what_failed_is_an_error_without_hits(said: dict[str, Any], error: str) -> None:
    failed = result(query(), said)
    assert failed.error is not None and error in failed.error
    assert (failed.hits, failed.total) == ((), 0)
