"""The cross-encoder that is measured: the registered one, or one in a folder.

Its scores are not kept, so that each query costs what a new one costs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rerankers.base import Reranker
from searchapp.pipeline.profile import RankingProfile, RerankStep

NAME = "cross_encoder"
HEAD = 30
BUDGET_MS = 150.0
"""Of the step, where no profile has one."""


@dataclass(frozen=True, slots=True)
class MeasuredCrossEncoder:
    """A cross-encoder, the step in which it scores, and where it comes from, in words."""

    reranker: Reranker
    step: RerankStep
    origin: str


def choose(given: str, profiles: Mapping[str, RankingProfile]) -> MeasuredCrossEncoder | None:
    """That of the model folder `given`; without, the registered one; None without either."""
    from django.conf import settings

    from rerankers.cross_encoder import CrossEncoder

    step = next(
        (step for each in profiles.values() for step in each.rerankers if step.name == NAME),
        RerankStep(NAME, head=HEAD, share=0.5, budget_ms=BUDGET_MS),
    )
    if given:
        folder, origin = Path(given), given
    elif NAME in settings.RERANKERS:
        folder = Path(settings.RERANKERS[NAME]["OPTIONS"]["folder"])
        origin = "the registered one"
    else:
        return None
    return MeasuredCrossEncoder(CrossEncoder(folder, cached_pairs=0), step, origin)
