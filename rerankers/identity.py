"""The reranker that agrees with the first stage."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analyzers.query import AnalyzedQuery
from rerankers.base import RankedItem


class Identity:
    """Gives every candidate its first-stage score: the order stays, and the stage is exercised."""

    name = "identity"
    features: tuple[str, ...] = ()

    def warm_up(self) -> None:
        """Nothing to load."""

    def score(self, query: AnalyzedQuery, candidates: Sequence[RankedItem]) -> NDArray[np.float32]:
        return np.array([candidate.first_score for candidate in candidates], dtype=np.float32)
