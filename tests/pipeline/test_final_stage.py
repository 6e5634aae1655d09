"""The final stage reorders, and when it can't, it leaves the order and says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count, pairwise
from threading import Event, Thread
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from analyzers.query import AnalyzedQuery
from rerankers.base import RankedItem
from rerankers.deadline import TooLate, give_up_when_late
from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.profile import RerankStep
from searchapp.pipeline.ranking.circuit_breaker import CircuitBreaker
from searchapp.pipeline.ranking.final_stage import StepRun, blended, degradations, rerank
from searchapp.pipeline.ranking.guarded_reranker import GuardedReranker, RerankFailure
from searchapp.pipeline.ranking.scoring_cost import FEWEST, ScoringCost
from searchapp.pipeline.request import PATIENT_MS, Kind
from searchapp.pipeline.trace import Stopwatch

QUERY = AnalyzedQuery("shoes", "shoes", "en")


def window(*scores: float) -> list[Candidate]:
    """Candidates a, b, c … with these first scores."""
    return [
        Candidate(Kind.PRODUCT, chr(ord("a") + place), (), first_score=score)
        for place, score in enumerate(scores)
    ]


CANDIDATES = window(3.0, 2.0, 1.0)


class Scripted:
    """A reranker that does what it was told to do."""

    name = "scores"
    features: tuple[str, ...] = ()

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.calls: list[int] = []

    def warm_up(self) -> None: ...

    def score(self, query: AnalyzedQuery, candidates: Sequence[RankedItem]) -> NDArray[np.float32]:
        self.calls.append(len(candidates))
        answer = self.answer(len(candidates)) if callable(self.answer) else self.answer
        if isinstance(answer, Exception):
            raise answer
        return np.array(answer, dtype=np.float32)


def reranked(
    reranker: GuardedReranker,
    candidates: Sequence[Candidate] = CANDIDATES,
    budget_ms: float = PATIENT_MS,
    **step: Any,
) -> tuple[list[Candidate], StepRun]:
    steps = [RerankStep("scores", **step)]
    watch = Stopwatch(budget_ms)
    ranked, (run,) = rerank(QUERY, candidates, steps, {"scores": reranker}, watch)
    return ranked, run


def order(answer: Any, **asked: Any) -> tuple[list[str], str]:
    ranked, run = reranked(GuardedReranker(Scripted(answer)), **asked)
    return [candidate.id for candidate in ranked], run.reason


def test_the_highest_score_comes_first_and_ties_fall_to_the_id() -> None:
    assert order([1, 5, 5]) == (["b", "c", "a"], "")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (RuntimeError("no model"), "RuntimeError: no model"),
        ([1.0, 2.0], "gave scores of shape (2,) for 3 candidates"),
        ([[1.0], [2.0], [3.0]], "gave scores of shape (3, 1) for 3 candidates"),
        ([1.0, float("nan"), 2.0], "gave a score that is not a finite number"),
        ([1.0, float("inf"), 2.0], "gave a score that is not a finite number"),
    ],
)
def test_a_reranker_that_fails_changes_nothing_and_is_named(answer: Any, reason: str) -> None:
    ranked, run = reranked(GuardedReranker(Scripted(answer)))
    assert ranked == CANDIDATES
    assert (run.outcome, run.reason) == ("failed", reason)
    assert [each.stage for each in degradations([run, run])] == ["final_stage.scores"]


def test_without_time_left_the_stage_is_skipped() -> None:
    reranker = Scripted([1, 2, 3])
    ranked, run = reranked(GuardedReranker(reranker), budget_ms=0.0)
    assert ranked == CANDIDATES
    assert (run.outcome, run.reason) == ("skipped", "no time was left of the budget")
    assert reranker.calls == []


def test_a_name_that_is_not_registered_is_told() -> None:
    _, (run,) = rerank(QUERY, CANDIDATES, [RerankStep("gone")], {}, Stopwatch(PATIENT_MS))
    assert run.outcome == "unknown"


def test_what_lies_below_the_head_stays_below_it_in_its_order() -> None:
    ranked, _ = reranked(GuardedReranker(Scripted([0.0, 9.0])), window(5.0, 4.0, 3.0, 1.0), head=2)
    assert [item.id for item in ranked] == ["b", "a", "c", "d"]
    assert [item.score for item in ranked] == [9.0, 0.0, -1.0, -3.0]


def test_a_share_blends_the_new_score_with_the_one_before() -> None:
    def best(share: float) -> str:
        return order([0.0, 1.0, 2.0], share=share)[0][0]

    assert (best(0.4), best(0.6), best(1.0)) == ("a", "c", "c")


def test_a_blended_score_that_tells_nothing_apart_leaves_the_order() -> None:
    assert order([0.7, 0.7, 0.7], share=0.9)[0] == ["a", "b", "c"]


def test_a_second_step_starts_from_the_scores_of_the_first() -> None:
    first, second = Scripted([0.0, 1.0, 2.0]), Scripted([0.0, 0.0, 0.0])
    steps = [RerankStep("one"), RerankStep("two", share=0.5)]
    guarded = {"one": GuardedReranker(first), "two": GuardedReranker(second)}
    ranked, runs = rerank(QUERY, CANDIDATES, steps, guarded, Stopwatch(PATIENT_MS))
    assert [item.id for item in ranked] == ["c", "b", "a"]
    assert [step.name for step in ranked[0].reranked] == ["one", "two"]
    assert [run.outcome for run in runs] == ["ok", "ok"]


@given(
    st.lists(st.floats(-50, 50, width=32), min_size=1, max_size=12),
    st.lists(st.floats(-50, 50, width=32), min_size=12, max_size=12),
    st.integers(1, 12),
    st.floats(0.1, 1.0),
)
def test_blending_loses_nothing_and_orders_by_score(
    first: list[float], new: list[float], head: int, share: float
) -> None:
    before = window(*sorted(first, reverse=True))
    head = min(head, len(before))
    scores = np.array(new[:head], np.float32)
    after = blended(before, scores, RerankStep("scores", share=share))
    assert {item.id for item in after} == {item.id for item in before}
    assert [item.id for item in after[head:]] == [item.id for item in before[head:]]
    given_scores = [item.score for item in after]
    for above, below in pairwise(given_scores):
        assert above >= below - 1e-9 * max(1.0, abs(above), abs(below))


class TestLateRerankers:
    def test_nobody_waits_for_one(self) -> None:
        released = Event()
        guarded = GuardedReranker(Scripted(lambda n: released.wait() and [0.0] * n))
        try:
            ranked, run = reranked(guarded, budget_ms=30.0)
        finally:
            released.set()
        assert ranked == CANDIDATES
        assert run.outcome == "late"
        assert "gave no scores within" in run.reason

    def test_a_step_may_have_less_time_than_the_request(self) -> None:
        released = Event()
        guarded = GuardedReranker(Scripted(lambda n: released.wait() and [0.0] * n))
        try:
            _, run = with_step_budget(guarded)
        finally:
            released.set()
        assert run.reason == "gave no scores within 20 ms"

    def test_one_that_hangs_leaves_the_threads_of_others_alone(self) -> None:
        released = Event()
        hanging = GuardedReranker(
            Scripted(lambda n: released.wait() and [0.0] * n),
            CircuitBreaker(failures=100),
            threads=2,
        )
        other = GuardedReranker(Scripted([1.0, 2.0, 3.0]), threads=1)
        try:
            reasons = [refusal(hanging, 20.0) for _ in range(3)]
            ranked, _ = reranked(other)
        finally:
            released.set()
        assert reasons[2] == "all of its threads are busy with earlier calls"
        assert [item.id for item in ranked] == ["c", "b", "a"]
        while reranked(hanging)[1].outcome != "ok":
            pass

    def test_what_runs_on_is_told_to_give_up(self) -> None:
        told = Event()

        def run_on(n: int) -> list[float]:
            try:
                while True:
                    give_up_when_late()
            except TooLate:
                told.set()
                raise

        reranked(GuardedReranker(Scripted(run_on)), budget_ms=20.0)
        assert told.wait(30)


def with_step_budget(guarded: GuardedReranker) -> tuple[list[Candidate], StepRun]:
    steps = [RerankStep("scores", budget_ms=20.0)]
    ranked, (run,) = rerank(QUERY, CANDIDATES, steps, {"scores": guarded}, Stopwatch(PATIENT_MS))
    return ranked, run


def refusal(guarded: GuardedReranker, time_ms: float) -> str:
    with pytest.raises(RerankFailure) as failure:
        guarded.score(QUERY, CANDIDATES, time_ms)
    return failure.value.reason


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class TestTheCircuitBreaker:
    def outcomes(self, guarded: GuardedReranker, calls: int) -> list[str]:
        return [reranked(guarded)[1].outcome for _ in range(calls)]

    def test_repeated_failure_opens_it_and_a_success_after_a_rest_closes_it(self) -> None:
        clock = Clock()
        reranker = Scripted(RuntimeError("no model"))
        guarded = GuardedReranker(reranker, CircuitBreaker(3, 30.0, clock))
        assert self.outcomes(guarded, 5) == ["failed"] * 3 + ["open"] * 2
        assert len(reranker.calls) == 3
        assert "tried again in 30 s; the last failure: RuntimeError: no model" in (
            reranked(guarded)[1].reason
        )
        clock.now = 31.0
        assert self.outcomes(guarded, 2) == ["failed", "open"], "half-open: one call tries"
        clock.now = 62.0
        reranker.answer = [1.0, 2.0, 3.0]
        assert self.outcomes(guarded, 2) == ["ok", "ok"]
        reranker.answer = RuntimeError("again")
        assert self.outcomes(guarded, 4) == ["failed"] * 3 + ["open"]

    def test_failures_that_are_not_in_a_row_do_not_open_it(self) -> None:
        breaker = CircuitBreaker(2, 30.0, Clock())
        for _ in range(5):
            breaker.failed()
            breaker.succeeded()
        assert breaker.allows()

    def test_half_open_lets_one_of_many_threads_try(self) -> None:
        clock = Clock()
        breaker = CircuitBreaker(1, 30.0, clock)
        breaker.failed()
        clock.now = 30.0
        allowed: list[bool] = []
        threads = [Thread(target=lambda: allowed.append(breaker.allows())) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sum(allowed) == 1

    def test_a_reranker_that_can_not_be_loaded_is_left_out_at_once(self) -> None:
        class Broken(Scripted):
            def warm_up(self) -> None:
                raise RuntimeError("the file is not there")

        guarded = GuardedReranker(Broken([1.0, 2.0, 3.0]))
        guarded.warm_up()
        _, run = reranked(guarded)
        assert run.outcome == "open"
        assert "the file is not there" in run.reason


class TestTheHeadFallsWhenTimeIsShort:
    def test_by_what_a_candidate_costs_and_says_so(self) -> None:
        reranker = Scripted(lambda n: [float(-each) for each in range(n)])
        guarded = GuardedReranker(reranker)
        guarded.cost.measured(100, 100 * 600.0)
        items = window(*(100.0 - each for each in range(64)))
        ranked, run = reranked(guarded, items, budget_ms=30_000.0)
        assert (run.outcome, run.wanted, run.scored) == ("ok", 64, 32)
        assert reranker.calls == [32]
        assert "a candidate takes 600.00 ms" in run.reason
        assert [item.reranked[0].score is None for item in ranked] == [False] * 32 + [True] * 32
        assert degradations([run]) == []

    def test_to_none_when_too_few_can_be_scored_and_not_for_ever(self) -> None:
        cost = ScoringCost()
        assert cost.affordable(200, 1.0) == 200, "what was never measured is tried"
        cost.measured(200, 2000.0)
        assert cost.affordable(200, 20.0) == 0
        tries = next(n for n in count() if cost.affordable(200, 20.0))
        assert tries > 1

    def test_a_few_candidates_are_scored_whole_or_not(self) -> None:
        cost = ScoringCost()
        cost.measured(100, 100.0)
        assert cost.affordable(3, 5.0) == 3
        assert cost.affordable(3, 3.0) == 0

    @given(st.integers(1, 500), st.floats(0.001, 50), st.floats(0.1, 500))
    def test_what_is_afforded_fits_and_falls_with_the_time(
        self, wanted: int, ms: float, time_ms: float
    ) -> None:
        cost = ScoringCost()
        cost.measured(10, 10 * ms)
        number = cost.affordable(wanted, time_ms)
        assert number == 0 or number * ms <= time_ms
        assert number == 0 or min(wanted, FEWEST) <= number <= wanted


def test_the_stopwatch_adds_up_the_times_of_a_stage() -> None:
    ticks = count()
    clock: Callable[[], float] = lambda: float(next(ticks))  # noqa: E731
    watch = Stopwatch(10_000.0, clock=clock)
    for _ in range(2):
        with watch.stage("recall"):
            pass
    assert watch.took == {"recall": 2000.0}


@pytest.mark.parametrize("step", [{"head": 0}, {"share": 0.0}, {"share": 1.5}, {"budget_ms": -1}])
def test_a_step_that_makes_no_sense_is_refused(step: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="of the step 'scores' must be"):
        RerankStep("scores", **step)
