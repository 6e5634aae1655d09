"""The final stage reorders, and when it can't, it leaves the order and says so."""

from collections.abc import Sequence
from itertools import count

import numpy as np
import pytest
from numpy.typing import NDArray

from analyzers.query import AnalyzedQuery
from rerankers.base import RankedItem
from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.config import RerankStep
from searchapp.pipeline.ranking.final_stage import rerank
from searchapp.pipeline.request import Kind
from searchapp.pipeline.trace import Stopwatch

QUERY = AnalyzedQuery("shoes", "shoes", "en")
CANDIDATES = [
    Candidate(Kind.PRODUCT, id_, (), first_score=score)
    for id_, score in (("a", 3.0), ("b", 2.0), ("c", 1.0))
]


class Scores:
    """A reranker that gives what it was told to give."""

    name = "scores"
    features: tuple[str, ...] = ()

    def __init__(self, scores: object) -> None:
        self.scores = scores

    def warm_up(self) -> None: ...

    def score(self, query: AnalyzedQuery, candidates: Sequence[RankedItem]) -> NDArray[np.float32]:
        if isinstance(self.scores, Exception):
            raise self.scores
        return np.array(self.scores, dtype=np.float32)


def order(scores: object, budget_ms: float = 1000.0) -> tuple[list[str], list[str]]:
    watch = Stopwatch(budget_ms)
    ranked, degraded = rerank(
        QUERY, CANDIDATES, [RerankStep("scores")], {"scores": Scores(scores)}, watch
    )
    return [candidate.id for candidate in ranked], [entry.reason for entry in degraded]


def test_the_highest_score_comes_first_and_ties_fall_to_the_id() -> None:
    assert order([1, 5, 5]) == (["b", "c", "a"], [])


@pytest.mark.parametrize(
    ("scores", "reason"),
    [
        (RuntimeError("no model"), "RuntimeError: no model"),
        ([1.0, 2.0], "gave scores of shape (2,) for 3 candidates"),
        ([[1.0], [2.0], [3.0]], "gave scores of shape (3, 1) for 3 candidates"),
        ([1.0, float("nan"), 2.0], "gave a score that is not a finite number"),
        ([1.0, float("inf"), 2.0], "gave a score that is not a finite number"),
    ],
)
def test_a_reranker_that_fails_changes_nothing_and_is_named(scores: object, reason: str) -> None:
    assert order(scores) == (["a", "b", "c"], [reason])


def test_without_time_left_the_stage_is_skipped() -> None:
    assert order([1, 2, 3], budget_ms=0.0) == (
        ["a", "b", "c"],
        ["no time was left of the budget"],
    )


def test_the_stopwatch_adds_up_the_times_of_a_stage() -> None:
    ticks = count()
    watch = Stopwatch(10_000.0, clock=lambda: float(next(ticks)))
    for _ in range(2):
        with watch.stage("recall"):
            pass
    assert watch.took == {"recall": 2000.0}
