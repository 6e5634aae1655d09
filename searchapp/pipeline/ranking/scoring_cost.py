"""How many candidates a reranker can score in the time there is.

Candidates × milliseconds is the knob of COLD (Wang et al., "COLD: Towards the Next Generation of
Pre-Ranking System", DLP-KDD 2020): what a candidate costs is measured, and where time is short,
under load above all, fewer are scored instead of none.
"""

from __future__ import annotations

from collections import deque
from statistics import median
from threading import Lock

_MEMORY = 0.8
"""The weight of all calls before, at each call."""
_SAFETY = 0.7
"""The share of the time that the estimate may fill."""
_FORGETTING = 0.9
"""What is left of an estimate that kept a reranker from being called: it is tried again."""
FEWEST = 8
"""Fewer candidates than this are not worth a call that leaves others out."""


class ScoringCost:
    """A moving average of milliseconds a candidate, from calls of any size."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._ms = 0.0
        self._candidates = 0.0

    @property
    def ms_a_candidate(self) -> float:
        """The estimate; 0 before the first call."""
        with self._lock:
            return self._ms / self._candidates if self._candidates else 0.0

    def measured(self, candidates: int, took_ms: float) -> None:
        """Takes in a call; one that was not waited for counts with the time that it was given."""
        with self._lock:
            self._ms = self._ms * _MEMORY + took_ms
            self._candidates = self._candidates * _MEMORY + candidates

    def affordable(self, wanted: int, time_ms: float) -> int:
        """How many of `wanted` candidates can be scored in `time_ms`; 0 when too few can.

        The number falls by halves, so that the pages of one search mostly have the same head.
        """
        cost = self.ms_a_candidate
        number = wanted
        while number * cost > time_ms * _SAFETY:
            number //= 2
            if number < min(wanted, FEWEST):
                with self._lock:
                    self._ms *= _FORGETTING
                return 0
        return number


class UsualCost:
    """What a candidate usually costs in a stage that every search goes through: the median of the
    last calls, so that one that was interrupted counts for nothing; 0 before there are enough.
    """

    def __init__(self, calls: int = 15, fewest: int = 5) -> None:
        self._fewest = fewest
        self._costs: deque[float] = deque(maxlen=calls)

    @property
    def ms_a_candidate(self) -> float:
        """The estimate."""
        costs = list(self._costs)
        return median(costs) if len(costs) >= self._fewest else 0.0

    def measured(self, candidates: int, took_ms: float) -> None:
        """Takes in a call."""
        self._costs.append(took_ms / candidates)

    def affordable(self, wanted: int, time_ms: float, fewest: int) -> int:
        """How many of `wanted` candidates fit into `time_ms`: all, or less by halves, but no less
        than `fewest`.
        """
        cost = self.ms_a_candidate
        number = wanted
        while number > fewest and number * cost > time_ms * _SAFETY:
            number //= 2
        return max(number, min(fewest, wanted))
