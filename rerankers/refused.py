"""Stands in for a reranker whose model is not fit for use."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analyzers.query import AnalyzedQuery
from rerankers.base import RankedItem


class Refused:
    """Raises, whatever it is asked, what is wrong with the one in whose place it stands; so
    searches are answered, and each names the fault and the cure.
    """

    features: tuple[str, ...] = ()

    def __init__(self, name: str, fault: Exception) -> None:
        self.name = name
        self._fault = fault

    def warm_up(self) -> None:
        raise self._fault

    def score(self, query: AnalyzedQuery, candidates: Sequence[RankedItem]) -> NDArray[np.float32]:
        raise self._fault
