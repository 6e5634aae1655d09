"""A service that answers without an engine, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analyzers.intents.intent_rule import IntentEffect
from analyzers.query import AnalyzedQuery, Intent, Token
from searchapp.pipeline.candidate import Adjustment, Candidate, Recall
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.request import Kind, SearchRequest
from searchapp.pipeline.response import AppliedFilter, Hit, SearchResponse
from searchapp.pipeline.retrieval import FacetValue
from searchapp.pipeline.suggest import Suggestion, SuggestionKind
from searchapp.pipeline.trace import Degradation, StageRecord
from searchapp.pipeline.understanding.intent_effects import IntentFound

DOCUMENTS: Mapping[Kind, Mapping[str, Any]] = {
    Kind.PRODUCT: {
        "title": "Kettle <1.7 l>",
        "brand": "Bosch",
        "category": ["Home", "Home > Kettles"],
        "attributes": ["power=2400 W"],
        "price": 29.9,
        "list_price": 39.0,
        "currency": "EUR",
        "image": "/media/kettle.svg",
        "seller": "s1",
        "seller_name": "Kitchen & Co",
        "available": True,
        "rating": 4.5,
        "rating_count": 12,
        "created": 1_767_225_600.0,
        "body": "only for searching",
    },
    Kind.VIDEO: {"title": "How to descale", "duration": 41.5, "products": "k1", "url": "/v/1"},
    Kind.LIVE: {
        "title": "Kettles live",
        "status": "live",
        "starts": 1_767_225_600,
        "viewers": 321,
        "product_now": "k1",
    },
}


def hit(kind: Kind, id_: str, rank: int) -> Hit:
    """A hit with everything in it."""
    candidate = Candidate(
        kind=kind,
        id=id_,
        recalls=(Recall("lexical", rank, 7.5),),
        features={"text.title": 3.25},
        contributions={"lexical": 0.5},
        first_score=0.5,
        adjustments=(Adjustment("rule-1", "boost", 1.5),),
        document=DOCUMENTS[kind],
        highlights={"title": ("\ue000Kettle\ue001 <1.7 l> \ue001",)},
    )
    return Hit(rank, candidate, AnalyzedQuery("kettle", "kettle", "en"))


@dataclass
class FakeService:
    """Answers every search alike and keeps what it was asked; raises `failure` when it has one."""

    asked: list[SearchRequest] = field(default_factory=list)
    failure: Exception | None = None
    degraded: tuple[Degradation, ...] = ()
    configs: list[SearchConfig] = field(default_factory=list)

    def search(self, request: SearchRequest, config: SearchConfig) -> SearchResponse:
        if self.failure is not None:
            raise self.failure
        self.asked.append(request)
        self.configs.append(config)
        first = request.offset + 1
        hits = tuple(hit(kind, "k1", first + place) for place, kind in enumerate(request.kinds))
        return SearchResponse(
            query_id=f"query-{len(self.asked)}",
            text=request.text.lower(),
            hits=hits,
            total=len(hits),
            totals=dict.fromkeys(request.kinds, 1),
            facets={name: (FacetValue("Bosch", 3),) for name in request.facets},
            took_ms={"recall": 1.25, "total": 2.5},
            config_version="v1",
            intents=(
                IntentFound(
                    Intent("after_sales", 0.5, "the word return"),
                    IntentEffect(link="/returns", title="Return an item"),
                ),
            ),
            applied_filters=tuple(map(AppliedFilter, request.filters)),
            degraded=self.degraded,
            trace=(StageRecord("recall", 1.25, {"queries": 3}),) if request.explain else (),
            query=AnalyzedQuery(
                raw=request.text,
                text=request.text.lower(),
                language="en",
                tokens=(Token("kettles", 0, 7, lemma="kettle"),),
            ),
        )

    def suggest(self, text: str, size: int, config: SearchConfig) -> list[Suggestion]:
        return [
            Suggestion(SuggestionKind.QUERY, f"{text}le"),
            Suggestion(SuggestionKind.PRODUCT, "Kettle", "k1", "/media/kettle.svg"),
        ][:size]

    def similar(self, kind: Kind, id_: str, size: int, config: SearchConfig) -> Sequence[Hit]:
        return (hit(kind, "k2", 1),) if id_ == "k1" else ()


class FakeEngine:
    """Has one product, `k1`; `ready` says whether it answers."""

    name = "fake"

    def __init__(self) -> None:
        self.ready = True

    def documents(
        self, kind: Kind, ids: Sequence[str], timeout_ms: int
    ) -> dict[str, dict[str, Any]]:
        return {id_: dict(DOCUMENTS[kind]) for id_ in ids if id_ == "k1"}

    def is_ready(self, timeout_ms: int) -> bool:
        return self.ready
