"""A reranker behind a guard: it may be late, raise or talk nonsense, and the answer is given."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextvars import copy_context
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Event, Lock, Semaphore, Thread

import numpy as np
from numpy.typing import NDArray

from analyzers.query import AnalyzedQuery
from rerankers.base import RankedItem, ReadsAhead, Reranker
from rerankers.deadline import Deadline, working_until
from rerankers.objective import DEFAULT_OBJECTIVE, Objective, steered
from searchapp.pipeline.ranking.circuit_breaker import CircuitBreaker
from searchapp.pipeline.ranking.scoring_cost import ScoringCost

THREADS = 8
"""How many calls of one reranker may be under way at once, late ones included."""


class RerankFailure(Exception):
    """There are no scores. `outcome` is `late`, `failed` or `open` (the breaker is)."""

    def __init__(self, outcome: str, reason: str) -> None:
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason


class GuardedReranker:
    """Calls a reranker on threads of its own, with a deadline, behind a circuit breaker.

    Each reranker has at most `threads`, so one that hangs takes nothing from the others, and when
    all of its threads hang, calls fail until one returns.
    """

    def __init__(
        self,
        reranker: Reranker,
        breaker: CircuitBreaker | None = None,
        threads: int = THREADS,
    ) -> None:
        self.reranker = reranker
        self.cost = ScoringCost()
        self._breaker = breaker or CircuitBreaker()
        self._last_failure = ""
        self._workers = _Workers(f"reranker-{reranker.name}", threads)

    @property
    def features(self) -> tuple[str, ...]:
        """The features that the reranker reads."""
        return self.reranker.features

    @property
    def stored_field(self) -> str:
        """The field of the index whose bytes it reads of each candidate; empty for none."""
        return self.reranker.stored_field if isinstance(self.reranker, ReadsAhead) else ""

    def warm_up(self) -> None:
        """Loads the reranker. One that can't be is left out of answers for a while."""
        try:
            self.reranker.warm_up()
        except Exception as error:  # noqa: BLE001 - a plug-in may fail in any way
            self._last_failure = f"{type(error).__name__}: {error}"
            self._breaker.open()

    def score(
        self,
        query: AnalyzedQuery,
        candidates: Sequence[RankedItem],
        time_ms: float,
        objective: Objective = DEFAULT_OBJECTIVE,
    ) -> NDArray[np.float32]:
        """One finite score a candidate under the objective, within `time_ms`.

        Raises RerankFailure.
        """
        if not self._breaker.allows():
            raise RerankFailure(
                "open",
                f"failed repeatedly and is tried again in {self._breaker.rests_s:.0f} s; "
                f"the last failure: {self._last_failure}",
            )
        started = time.perf_counter()
        try:
            call = _Call(lambda: steered(self.reranker, objective).score(query, candidates))
            scores = self._checked(self._within(call, time_ms), len(candidates))
        except RerankFailure as failure:
            self._last_failure = failure.reason
            self._breaker.failed()
            if failure.outcome == "late":
                self.cost.measured(len(candidates), time_ms)
            raise
        self._breaker.succeeded()
        self.cost.measured(len(candidates), (time.perf_counter() - started) * 1000)
        return scores

    def _within(self, call: _Call, time_ms: float) -> object:
        until = time.perf_counter() + time_ms / 1000
        if not self._workers.take(call.run, time_ms / 1000):
            raise RerankFailure("late", "all of its threads are busy with earlier calls")
        if not call.done.wait(until - time.perf_counter()):
            call.deadline.passes()
            raise RerankFailure("late", f"gave no scores within {time_ms:.0f} ms")
        if call.error is not None:
            raise RerankFailure("failed", f"{type(call.error).__name__}: {call.error}")
        return call.scores

    @staticmethod
    def _checked(given: object, count: int) -> NDArray[np.float32]:
        try:
            scores = np.asarray(given, dtype=np.float32)
        except (TypeError, ValueError):
            raise RerankFailure("failed", "gave no numbers") from None
        if scores.shape != (count,):
            raise RerankFailure(
                "failed", f"gave scores of shape {scores.shape} for {count} candidates"
            )
        if not np.isfinite(scores).all():
            raise RerankFailure("failed", "gave a score that is not a finite number")
        return scores


class _Call:
    """One call on its way through a worker thread."""

    def __init__(self, score: Callable[[], object]) -> None:
        self._score = score
        self._context = copy_context()
        self.deadline = Deadline()
        self.done = Event()
        self.scores: object = None
        self.error: BaseException | None = None

    def run(self) -> None:
        self._context.run(self._run)

    def _run(self) -> None:
        try:
            with working_until(self.deadline):
                self.scores = self._score()
        except BaseException as error:  # noqa: BLE001 - it is told to the caller
            self.error = error
        self.done.set()


@dataclass(slots=True)
class _Load:
    busy: int = 0
    threads: int = 0


class _Workers:
    """Up to `most` threads, begun when needed. A process that ends does not wait for them."""

    def __init__(self, name: str, most: int) -> None:
        self._name = name
        self._free = Semaphore(most)
        self._tasks: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._load = _Load()
        self._lock = Lock()

    def take(self, task: Callable[[], None], timeout_s: float) -> bool:
        """Has a thread carry out `task`; False when none is free within the time."""
        if not self._free.acquire(timeout=max(0.0, timeout_s)):
            return False
        with self._lock:
            self._load.busy += 1
            begin = self._load.busy > self._load.threads
            self._load.threads += begin
        if begin:
            Thread(target=self._work, name=self._name, daemon=True).start()
        self._tasks.put(task)
        return True

    def _work(self) -> None:
        while True:
            self._tasks.get()()
            with self._lock:
                self._load.busy -= 1
            self._free.release()
