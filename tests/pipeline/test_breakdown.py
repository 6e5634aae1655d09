"""An explained hit says what its score is made of and what would lift it over the one above."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from analyzers.query import AnalyzedQuery
from rerankers.base import BASE, RankedItem
from rerankers.identity import Identity
from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.profile import RerankStep
from searchapp.pipeline.ranking.breakdown import Breakdown, breakdowns
from searchapp.pipeline.ranking.final_stage import rerank
from searchapp.pipeline.ranking.guarded_reranker import GuardedReranker
from searchapp.pipeline.request import PATIENT_MS, Kind
from searchapp.pipeline.trace import Stopwatch

QUERY = AnalyzedQuery("shoes", "shoes", "en")
WEIGHTS = {"discount": 2.0, "rating": 1.0}


class Linear:
    """Weighs two features, and says so."""

    name = "linear"
    features = tuple(WEIGHTS)

    def warm_up(self) -> None: ...

    def explain(
        self, query: AnalyzedQuery, candidates: Sequence[RankedItem]
    ) -> list[Mapping[str, float]]:
        return [
            {
                BASE: 0.5,
                **{
                    name: weight * float(np.nan_to_num(item.features.get(name, math.nan)))
                    for name, weight in WEIGHTS.items()
                },
            }
            for item in candidates
        ]

    def score(self, query: AnalyzedQuery, candidates: Sequence[RankedItem]) -> NDArray[np.float32]:
        told = self.explain(query, candidates)
        return np.array([sum(parts.values()) for parts in told], np.float32)


def candidates() -> list[Candidate]:
    return [
        Candidate(
            Kind.PRODUCT,
            id_,
            (),
            {"discount": discount, "rating": rating},
            {"lexical": first - 0.25, "semantic": 0.25},
            first,
        )
        for id_, discount, rating, first in (
            ("a", 0.5, 0.1, 1.0),
            ("b", 0.2, 0.2, 0.9),
            ("c", math.nan, 0.3, 0.8),
            ("d", 0.0, 0.0, 0.7),
        )
    ]


def explained(*steps: RerankStep) -> tuple[list[Candidate], list[Breakdown]]:
    rerankers = {"linear": Linear(), "identity": Identity()}
    guarded = {name: GuardedReranker(each) for name, each in rerankers.items()}
    window, _ = rerank(QUERY, candidates(), steps, guarded, Stopwatch(PATIENT_MS))
    told = breakdowns(QUERY, window, window, rerankers, lambda name: int(name == "discount"))
    return window, told


@pytest.mark.parametrize(
    "steps",
    [
        (),
        (RerankStep("identity"),),
        (RerankStep("linear"),),
        (RerankStep("linear", share=0.5),),
        (RerankStep("linear", head=2),),
        (RerankStep("linear", head=3, share=0.7), RerankStep("identity", share=0.4)),
        (RerankStep("identity", share=0.3), RerankStep("linear", head=2, share=0.5)),
    ],
)
def test_the_parts_sum_to_the_score(steps: tuple[RerankStep, ...]) -> None:
    window, told = explained(*steps)
    sums = [sum(each.parts.values()) for each in told]
    np.testing.assert_allclose(sums, [item.score for item in window], rtol=1e-4, atol=1e-6)


def test_the_weightiest_part_comes_first_and_names_its_step() -> None:
    _, (first, *_) = explained(RerankStep("linear"))
    assert list(first.parts) == ["linear.discount", "linear.base", "linear.rating"]
    assert first.parts["linear.discount"] == pytest.approx(1.0)


def test_a_blend_keeps_what_the_stages_before_said() -> None:
    _, (first, *_) = explained(RerankStep("linear", share=0.5))
    assert {"lexical", "semantic", "linear.discount"} <= set(first.parts)


def test_a_reranker_that_builds_on_the_score_so_far_leaves_its_parts_visible() -> None:
    _, (first, *_) = explained(RerankStep("identity"))
    assert first.parts == pytest.approx({"lexical": 0.75, "semantic": 0.25})


def test_the_nearest_change_that_lifts_is_told_and_only_of_what_a_seller_can_change() -> None:
    window, told = explained(RerankStep("linear"))
    assert [item.id for item in window] == ["a", "b", "c", "d"]
    assert told[0].would_lift == ()
    (change,) = told[1].would_lift
    assert (change.feature, change.overtakes) == ("discount", "a")
    assert change.now == pytest.approx(0.2)
    assert change.score > window[0].score - 1e-6
    assert told[2].would_lift[0].now is None


def test_a_change_that_is_told_does_lift() -> None:
    window, told = explained(RerankStep("linear", share=0.6), RerankStep("identity", share=0.9))
    for item, each in zip(window, told, strict=True):
        for change in each.would_lift:
            changed = item._replace(features={**item.features, change.feature: change.then})
            before, after = Linear().score(QUERY, [item, changed])
            assert after > before


def test_a_reranker_that_reads_nothing_a_seller_can_change_advises_nothing() -> None:
    _, told = explained(RerankStep("identity"))
    assert all(each.would_lift == () for each in told)
