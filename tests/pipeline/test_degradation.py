"""What fails beside the main kind's words is left out of the answer and named; they are not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from analyzers.chain import AnalyzerChain
from analyzers.linguistics import Linguistics
from analyzers.normalization import Normalization
from rerankers.identity import Identity
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.merchandising import Merchandising
from searchapp.pipeline.profile import DEFAULT_PROFILE, RerankStep
from searchapp.pipeline.request import PATIENT_MS, Kind, SearchRequest
from searchapp.pipeline.response import SearchResponse
from searchapp.pipeline.retrieval import (
    EngineHit,
    EngineUnavailable,
    FacetValue,
    RetrievalQuery,
    RetrievalResult,
)
from searchapp.pipeline.service import SearchService

DIMENSIONS = 4
Results = Mapping[str, RetrievalResult]


def found(*ids: str, score: float = 1.0, **facets: tuple[FacetValue, ...]) -> RetrievalResult:
    hits = tuple(EngineHit(id_, score, document={"title": id_, "brand": "Velo"}) for id_ in ids)
    return RetrievalResult(hits, len(hits), facets)


FAILED = RetrievalResult(error="a shard failed")
FOUND = {"product.lexical": found("a", "b"), "product.semantic": found("b", "c", score=0.8)}


@dataclass
class Engine:
    """Answers each "kind.channel" with what it was given; channels in `away` are unavailable."""

    results: Results = field(default_factory=lambda: FOUND)
    away: str = ""
    name: str = "scripted"

    def search(self, queries: Sequence[RetrievalQuery], timeout_ms: int) -> list[RetrievalResult]:
        if any(query.channel == self.away for query in queries):
            raise EngineUnavailable("gone")
        return [
            self.results.get(f"{query.kind}.{query.channel}", RetrievalResult())
            for query in queries
        ]

    def documents(
        self, kind: Kind, ids: Sequence[str], timeout_ms: int
    ) -> dict[str, dict[str, Any]]:
        return {}

    def vectors(
        self, kind: Kind, ids: Sequence[str], timeout_ms: int
    ) -> dict[str, NDArray[np.float32]]:
        return {id_: np.full(DIMENSIONS, 0.5, np.float32) for id_ in ids}

    def stored_bytes(
        self, kind: Kind, ids: Sequence[str], field: str, timeout_ms: int
    ) -> dict[str, bytes]:
        if self.away == field:
            raise EngineUnavailable("gone")
        return {}

    def is_ready(self, timeout_ms: int) -> bool:
        return True


@dataclass(frozen=True)
class Encoder:
    """Gives what `encoding` makes of the texts."""

    encoding: Callable[[Sequence[str]], Any] = lambda texts: np.full(
        (len(texts), DIMENSIONS), 0.5, np.float32
    )
    name: str = "scripted"
    dimensions: int = DIMENSIONS

    def warm_up(self) -> None: ...

    def encode(self, texts: Sequence[str]) -> Any:
        return self.encoding(texts)


PROFILE = replace(DEFAULT_PROFILE, rerankers=(RerankStep("identity"),))
CONFIG = SearchConfig(profiles={PROFILE.name: PROFILE})


def service(
    engine: Engine | None = None, encoder: Encoder | None = None, **parts: Any
) -> SearchService:
    return SearchService(
        engine or Engine(),
        AnalyzerChain([Normalization(), Linguistics()]),
        encoder or Encoder(),
        parts.get("rerankers", {"identity": Identity()}),
    )


def search(service: SearchService, text: str = "shoes", **request: Any) -> SearchResponse:
    asked = SearchRequest(text=text, **{"budget_ms": PATIENT_MS, **request})
    return service.search(asked, CONFIG)


def stages(response: SearchResponse) -> list[str]:
    return [each.stage for each in response.degraded]


def no_model(texts: Sequence[str]) -> Any:
    raise RuntimeError("no model")


@pytest.mark.parametrize(
    "encoding",
    [
        no_model,
        lambda texts: np.zeros((0, DIMENSIONS), np.float32),
        lambda texts: np.full((1, DIMENSIONS), np.nan, np.float32),
    ],
)
def test_without_an_embedding_the_words_find(encoding: Callable[[Sequence[str]], Any]) -> None:
    response = search(service(encoder=Encoder(encoding)))
    assert [hit.id for hit in response.hits] == ["a", "b"]
    assert stages(response) == ["semantic"]


@pytest.mark.parametrize("channel", ["product.semantic", "video.lexical", "live.semantic"])
def test_a_channel_that_fails_is_left_out_and_named(channel: str) -> None:
    response = search(service(Engine({**FOUND, channel: FAILED})))
    assert [hit.id for hit in response.hits][:2] == (
        ["a", "b"] if channel == "product.semantic" else ["b", "a"]
    )
    assert stages(response) == [f"recall.{channel}"]


def test_without_the_words_of_the_main_kind_there_is_no_answer() -> None:
    with pytest.raises(EngineUnavailable, match="lexical query: a shard failed"):
        search(service(Engine({**FOUND, "product.lexical": FAILED})))


def test_a_reranker_that_is_not_registered_is_named_once() -> None:
    results = {**FOUND, "video.lexical": found("v")}
    response = search(service(Engine(results), rerankers={}))
    assert [hit.id for hit in response.hits][:2] == ["b", "a"]
    assert stages(response) == ["final_stage.identity"]


def test_an_answer_that_explains_itself_can_do_without_snippets() -> None:
    away = search(service(Engine(away="snippets")), explain=True)
    failed = search(service(Engine({**FOUND, "product.snippets": FAILED})), explain=True)
    assert [hit.id for hit in away.hits] == [hit.id for hit in failed.hits] == ["b", "a", "c"]
    assert stages(away) == ["presentation.snippets"]
    assert stages(failed) == ["presentation.product.snippets"]


def test_similar_items_are_not_empty_because_the_engine_failed() -> None:
    with pytest.raises(EngineUnavailable, match="a shard failed"):
        service(Engine({"product.similar": FAILED})).similar(Kind.PRODUCT, "a", 3, CONFIG)


def test_similar_items_are_shown_where_the_rules_fail() -> None:
    class Broken:
        version = "broken"

        def merchandising(self, query: object, request: object) -> Merchandising:
            raise RuntimeError("no such rule")

    engine = Engine({"product.similar": found("b")})
    (hit,) = service(engine).similar(Kind.PRODUCT, "a", 3, replace(CONFIG, rules=Broken()))
    assert hit.id == "b"


def test_videos_found_by_meaning_need_products_to_be_measured_by() -> None:
    results = {"product.lexical": found("a"), "video.semantic": found("v", score=0.9)}
    words = {**results, "video.lexical": found("v")}
    assert [hit.id for hit in search(service(Engine(results))).hits] == ["a"]
    assert [hit.id for hit in search(service(Engine(words))).hits] == ["a", "v"]


@pytest.mark.parametrize("channel", ["exact", "semantic"])
def test_facets_count_what_was_found_without_words(channel: str) -> None:
    results = {
        "product.lexical": RetrievalResult(facets={"brand": ()}),
        "product.exact": found("a"),
        "product.semantic": found("a", score=0.3) if channel == "exact" else found("b", score=0.3),
    }
    response = search(service(Engine(results)), "x-4711", facets=("brand",))
    assert response.facets["brand"] == (FacetValue("Velo", response.total),)
