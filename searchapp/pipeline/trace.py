"""How an answer came about: what each stage took in, decided and cost.

The trace is made of the values that flowed through the request, so an explanation is their
formatting and never a second code path.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Degradation:
    """A stage that was left out or failed, and why; the answer was given without it."""

    stage: str
    reason: str

    @classmethod
    def of(cls, stage: str, error: Exception) -> Degradation:
        """That of a stage in which an error was raised."""
        return cls(stage, f"{type(error).__name__}: {error}")


@dataclass(frozen=True, slots=True)
class StageRecord:
    """One stage's part in an answer. `detail` holds JSON values only."""

    stage: str
    took_ms: float
    detail: Mapping[str, Any] = field(default_factory=dict)


Clock = Callable[[], float]


class Stopwatch:
    """Times the stages of one request and knows what is left of its budget.

    The one mutable value of a request; it lives as long as the request does. `clock` returns
    seconds; `began` is when the request did, in seconds since 1970.
    """

    def __init__(self, budget_ms: float, clock: Clock = time.perf_counter) -> None:
        self._clock = clock
        self._start = clock()
        self.began = time.time()
        self._budget_ms = budget_ms
        self.took: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Adds the time of the block to the stage `name`."""
        start = self._clock()
        try:
            yield
        finally:
            spent = (self._clock() - start) * 1000
            self.took[name] = self.took.get(name, 0.0) + spent

    @property
    def total_ms(self) -> float:
        """Milliseconds since the request began."""
        return (self._clock() - self._start) * 1000

    @property
    def left_ms(self) -> float:
        """What is left of the budget; negative when it is overdrawn."""
        return self._budget_ms - self.total_ms
