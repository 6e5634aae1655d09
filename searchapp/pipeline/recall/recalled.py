"""What the engine answered to a recall plan, sorted by kind and channel."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from searchapp.pipeline.recall.planning import ESSENTIAL, PINNED, RecallPlan
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import (
    EngineHit,
    EngineUnavailable,
    FacetValue,
    RetrievalQuery,
    RetrievalResult,
)
from searchapp.pipeline.trace import Degradation

_COUNTING = frozenset({ESSENTIAL, "browse", "sorted"})
"""The channels whose total is the number of items that match the request."""
_Answer = tuple[RetrievalQuery, RetrievalResult]


@dataclass(frozen=True, slots=True)
class ChannelHits:
    """What one channel found, best first, and how many items it matches in all.

    A score of `lower` counts for nothing, one of `upper` for all; by default the first hit's.
    """

    channel: str
    hits: Sequence[EngineHit]
    total: int = 0
    lower: float = 0.0
    upper: float | None = None


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
    degraded: list[Degradation] = list(plan.degraded)
    answers = zip(plan.queries, results, strict=True)
    for (kind, channel), group in groupby(answers, lambda each: (each[0].kind, each[0].channel)):
        answered = list(group)
        degraded += [
            _failure(asked, result.error, plan)
            for asked, result in answered
            if result.error is not None
        ]
        if all(result.error is not None for _, result in answered):
            continue
        try:
            found = _channel_hits(channel, answered, plan)
        except Exception as error:
            if channel == ESSENTIAL and kind is plan.kinds[0]:
                raise
            degraded.append(Degradation.of(f"recall.{kind}.{channel}", error))
            continue
        channels[kind].append(found)
        for _, result in answered:
            facets.update(result.facets)
        if channel in _COUNTING:
            totals[kind] = found.total
    return Recalled(
        {kind: tuple(found) for kind, found in channels.items()}, totals, facets, tuple(degraded)
    )


def _channel_hits(name: str, answered: Sequence[_Answer], plan: RecallPlan) -> ChannelHits:
    total = sum(result.total for _, result in answered)
    found = [result.hits for _, result in answered]
    channel = plan.channels.get(name)
    if channel is None or not (plan.is_ranked or name == PINNED):
        return ChannelHits(name, found[0], total)
    hits = channel.hits(plan.meaning, answered[0][0].kind, found)
    if not hits:
        return ChannelHits(name, hits, total)
    if hits is not found[0] and not all(math.isfinite(hit.score) for hit in hits):
        raise ValueError("a score that is not a finite number")
    lower, upper = channel.bounds(plan.meaning, hits[0].score)
    return ChannelHits(name, hits, total, lower, upper)


def _failure(asked: RetrievalQuery, error: str, plan: RecallPlan) -> Degradation:
    if asked.kind is plan.kinds[0] and asked.channel in _COUNTING:
        raise EngineUnavailable(f"the engine could not answer the {asked.channel} query: {error}")
    return Degradation(f"recall.{asked.kind}.{asked.channel}", error)
