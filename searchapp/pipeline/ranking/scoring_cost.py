"""How many candidates a reranker can score in the time there is.

Candidates × milliseconds is the knob of COLD (Wang et al., "COLD: Towards the Next Generation of
Pre-Ranking System", DLP-KDD 2020): what a candidate costs is measured, and where time is short,
under load above all, fewer are scored instead of none.
"""

from __future__ import annotations

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
