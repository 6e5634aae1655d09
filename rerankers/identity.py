"""The reranker that agrees with the stages before it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analyzers.query import AnalyzedQuery
from rerankers.base import RankedItem


class Identity:
    """Gives every candidate the score that it has: the order stays, and the stage is exercised."""

    name = "identity"
    features: tuple[str, ...] = ()

    def warm_up(self) -> None:
        """Nothing to load."""

    def score(self, query: AnalyzedQuery, candidates: Sequence[RankedItem]) -> NDArray[np.float32]:
        return np.array([candidate.score for candidate in candidates], dtype=np.float32)
