"""What is compared: the service, with and without a cross-encoder, and the raw search of the
engine. Each is a function from a query to what it found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from benchmarks.latency.measured_cross_encoder import NAME, MeasuredCrossEncoder
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.profile import RerankStep
from searchapp.pipeline.request import PATIENT_MS, Kind, SearchRequest
from searchapp.pipeline.response import SearchResponse
from searchapp.pipeline.retrieval import RetrievalQuery, TextClause
from searchapp.pipeline.service import SearchService

PAGE = 24
FACETS = ("brand", "category", "colour")
RAW_FIELDS = {
    "title": 3.0, "brand_text": 2.0, "colour_text": 1.0, "category_text": 1.0, "body": 1.0,
}  # fmt: skip
RAW, SERVICE = "raw cross_fields", "service"
WITH_CROSS_ENCODER = "service, cross-encoder"
READING_NOW = "service, cross-encoder that reads documents now"

PROTOCOL = f"""\
The service: a page of {PAGE} products, facets {", ".join(FACETS)}, query embedding, kNN, the
default profile with its feature ranker, cards with highlights. Raw: one multi_match cross_fields
search of the same page with its source, no facets."""


@dataclass(frozen=True, slots=True)
class System:
    """A way to answer a query."""

    name: str
    ask: Callable[[str], Any]


def systems(engine: str, cross_encoder: MeasuredCrossEncoder | None) -> list[System]:
    """The raw search, the service, and the service with a cross-encoder where there is one."""
    from searchapp import wiring

    service, config = wiring.search_service(), wiring.current_config()
    service.warm_up()
    raw = _raw_elasticsearch() if engine == "elasticsearch" else _raw_embedded(service)
    found = [System(RAW, raw), System(SERVICE, _whole(service, _with_steps(config)))]
    if cross_encoder is not None:
        cross_encoder.reranker.warm_up()
        with_step = _with_steps(config, cross_encoder.step)
        rerankers = {**service.rerankers, NAME: cross_encoder.reranker}
        for name, ahead in ((WITH_CROSS_ENCODER, True), (READING_NOW, False)):
            measured = replace(service, rerankers=rerankers, index_reads_ahead=ahead)
            found.append(System(name, _whole(measured, with_step)))
    return found


def _with_steps(config: SearchConfig, *steps: RerankStep) -> SearchConfig:
    """The configuration whose default profile ends with `steps` in place of a cross-encoder's."""
    profile = config.profile("default")
    others = (step for step in profile.rerankers if step.name != NAME)
    profile = replace(profile, rerankers=(*others, *steps))
    return replace(config, profiles={**config.profiles, profile.name: profile})


def _whole(service: SearchService, config: SearchConfig) -> Callable[[str], SearchResponse]:
    def ask(text: str) -> SearchResponse:
        request = SearchRequest(
            text=text, kinds=(Kind.PRODUCT,), size=PAGE, facets=FACETS, budget_ms=PATIENT_MS
        )
        return service.search(request, config)

    return ask


def _raw_elasticsearch() -> Callable[[str], Any]:
    from benchmarks.engines import elasticsearch_client, product_index

    client, index = elasticsearch_client(), product_index()
    fields = [f"{name}^{weight:g}" for name, weight in RAW_FIELDS.items()]

    def ask(text: str) -> Any:
        query = {"multi_match": {"query": text, "type": "cross_fields", "fields": fields}}
        return client.search(index=index, query=query, size=PAGE)

    return ask


def _raw_embedded(service: SearchService) -> Callable[[str], Any]:
    def ask(text: str) -> Any:
        asked = RetrievalQuery(
            Kind.PRODUCT,
            "raw",
            PAGE,
            text=(TextClause("words", text, RAW_FIELDS),),
            document_fields=("title", "brand", "price", "image"),
        )
        return service.engine.search([asked], PATIENT_MS)

    return ask
