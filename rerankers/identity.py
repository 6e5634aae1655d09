"""The reranker that agrees with the stages before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from analyzers.query import AnalyzedQuery
from rerankers.base import SO_FAR, RankedItem


class Identity:
    """Gives every candidate the score that it has: the order stays, and the stage is exercised."""

    name = "identity"
    features: tuple[str, ...] = ()

    def warm_up(self) -> None:
        """Nothing to load."""

    def score(self, query: AnalyzedQuery, candidates: Sequence[RankedItem]) -> NDArray[np.float32]:
        return np.array([candidate.score for candidate in candidates], dtype=np.float32)

    def explain(
        self, query: AnalyzedQuery, candidates: Sequence[RankedItem]
    ) -> list[Mapping[str, float]]:
        return [{SO_FAR: candidate.score} for candidate in candidates]
