"""The cross-encoder that is measured: the registered one, or one in a folder.

Nothing is kept from query to query, so that each query costs what a new one costs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rerankers.late_interaction import LateInteraction
from searchapp.pipeline.profile import RankingProfile, RerankStep

NAME = "cross_encoder"
HEAD = 30
BUDGET_MS = 150.0
"""Of the step, where no profile has one."""


@dataclass(frozen=True, slots=True)
class MeasuredCrossEncoder:
    """A cross-encoder, the step in which it scores, and where it comes from, in words."""

    reranker: LateInteraction
    step: RerankStep
    origin: str


def choose(given: str, profiles: Mapping[str, RankingProfile]) -> MeasuredCrossEncoder | None:
    """That of the model folder `given`; without, the registered one; None without either."""
    from django.conf import settings

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
    return MeasuredCrossEncoder(LateInteraction(folder, kept_documents=0), step, origin)
