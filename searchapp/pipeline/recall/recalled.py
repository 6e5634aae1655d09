"""What the engine answered to a recall plan, sorted by kind and channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from searchapp.pipeline.recall.planning import RecallPlan
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import (
    EngineHit,
    EngineUnavailable,
    FacetValue,
    RetrievalQuery,
    RetrievalResult,
)
from searchapp.pipeline.trace import Degradation

_COUNTING = frozenset({"lexical", "browse", "sorted"})
"""The channels whose total is the number of items that match the request."""


@dataclass(frozen=True, slots=True)
class ChannelHits:
    """What one channel found, best first, and how many items it matches in all."""

    channel: str
    hits: Sequence[EngineHit]
    total: int = 0


@dataclass(frozen=True, slots=True)
class Recalled:
    """The hits by kind and channel, how many items match by kind, the facets, and what failed."""

    channels: Mapping[Kind, tuple[ChannelHits, ...]]
    totals: Mapping[Kind, int]
    facets: Mapping[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    degraded: tuple[Degradation, ...] = ()


def read_results(plan: RecallPlan, results: Sequence[RetrievalResult]) -> Recalled:
    """The results of `plan.queries`, in their order.

    Raises EngineUnavailable when the channel failed without which there is no answer: the main
    kind's words. Any other channel that failed is left out and named in `degraded`.
    """
    channels: dict[Kind, list[ChannelHits]] = {kind: [] for kind in plan.kinds}
    totals = dict.fromkeys(plan.kinds, 0)
    facets: dict[str, tuple[FacetValue, ...]] = {}
    degraded: list[Degradation] = []
    for asked, result in zip(plan.queries, results, strict=True):
        if result.error is not None:
            degraded.append(_failure(asked, result.error, plan))
            continue
        channels[asked.kind].append(ChannelHits(asked.channel, result.hits, result.total))
        facets.update(result.facets)
        if asked.channel in _COUNTING:
            totals[asked.kind] = result.total
    return Recalled(
        {kind: tuple(found) for kind, found in channels.items()}, totals, facets, tuple(degraded)
    )


def _failure(asked: RetrievalQuery, error: str, plan: RecallPlan) -> Degradation:
    if asked.kind is plan.kinds[0] and asked.channel in _COUNTING:
        raise EngineUnavailable(f"the engine could not answer the {asked.channel} query: {error}")
    return Degradation(f"recall.{asked.kind}.{asked.channel}", error)
