"""What the service finds for a query, for benchmarks of relevance."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searchapp.pipeline.config import SearchConfig
    from searchapp.pipeline.service import SearchService

PATIENCE_MS = 600_000


def found_products(
    service: SearchService, config: SearchConfig, query: str, depth: int, profile: str = "default"
) -> list[str]:
    """The ids of the first `depth` products, best first. Raises RuntimeError where a part of the
    answer was left out: it would be measured as if it were the whole.
    """
    from searchapp.pipeline.request import Kind, SearchRequest

    request = SearchRequest(
        text=query, kinds=(Kind.PRODUCT,), size=depth, profile=profile, budget_ms=PATIENCE_MS
    )
    response = service.search(request, config)
    if response.degraded:
        raise RuntimeError(f"degraded: {response.degraded}")
    return [hit.id for hit in response.hits]


def first_stage_only(config: SearchConfig) -> SearchConfig:
    """The configuration without rerankers, whose default one learnt from the ESCI judgments."""
    profiles = {name: replace(each, rerankers=()) for name, each in config.profiles.items()}
    return replace(config, profiles=profiles)
