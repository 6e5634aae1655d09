"""What every reranker must do: the shared suite. Inherit it in a test class of yours and give
`reranker()`; pytest then runs the tests below on it.

    from rerankers.contract import RerankerContract

    class TestMine(RerankerContract):
        def reranker(self) -> Reranker:
            return Mine()
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from analyzers.query import AnalyzedQuery
from rerankers.base import BASE, SO_FAR, Explainable, Reranker

QUERY = AnalyzedQuery("red shoes", "red shoes", "en")
QUERIES = (
    QUERY,
    AnalyzedQuery("", "", "en"),
    AnalyzedQuery("赤い靴 \x00 \ud800", "赤い靴 \x00 \ud800", "ja"),
    AnalyzedQuery("shoe " * 2000, "shoe " * 2000, "en"),
)


@dataclass(frozen=True, slots=True)
class Item:
    """A candidate as the suite makes it."""

    id: str
    features: Mapping[str, float] = field(default_factory=dict)
    document: Mapping[str, Any] = field(default_factory=dict)
    first_score: float = 0.0

    @property
    def score(self) -> float:
        """The score of the stages before."""
        return self.first_score


def candidates(count: int, features: Sequence[str] = ()) -> list[Item]:
    """Candidates with a title, falling first scores and a value for each of `features`."""
    chance = random.Random(count)
    return [
        Item(
            f"p{number}",
            {name: chance.uniform(0.0, 2.0) for name in features},
            {"title": f"Red shoe {number}", "brand": "Velo", "price": 10.0 + number},
            1.0 - number / 100,
        )
        for number in range(count)
    ]


def bare(features: Sequence[str]) -> list[Item]:
    """Candidates of which little is known: features NaN or not there, documents empty or odd."""
    return [
        Item("a", dict.fromkeys(features, math.nan)),
        Item("b"),
        Item("c", dict.fromkeys(features, 0.0), {"title": ""}, -3.0),
        Item("d", dict.fromkeys(features, 1e9), {"title": "Shoe " * 5000}, 1e6),
        Item("e", dict.fromkeys(features, 1.0), {"title": None, "brand": ["a", "b"]}),
    ]


class RerankerContract:
    """Inherited by the test class of each reranker."""

    def reranker(self) -> Reranker:
        raise NotImplementedError

    def items(self, count: int) -> list[Item]:
        """Candidates with the features that the reranker reads."""
        return candidates(count, self.reranker().features)

    def test_it_has_a_name_and_warms_up_more_than_once(self) -> None:
        reranker = self.reranker()
        reranker.warm_up()
        reranker.warm_up()
        assert reranker.name

    def test_it_names_each_feature_that_it_reads_once(self) -> None:
        features = self.reranker().features
        assert isinstance(features, tuple)
        assert all(isinstance(name, str) and name for name in features)
        assert len(set(features)) == len(features)

    def test_one_finite_float32_score_a_candidate(self) -> None:
        scores = self.reranker().score(QUERY, self.items(7))
        assert scores.shape == (7,)
        assert scores.dtype == np.float32
        assert np.isfinite(scores).all()

    def test_no_candidates_no_scores(self) -> None:
        assert self.reranker().score(QUERY, []).shape == (0,)

    def test_the_order_of_the_candidates_does_not_matter(self) -> None:
        items = self.items(9)
        forwards = self.reranker().score(QUERY, items)
        backwards = self.reranker().score(QUERY, items[::-1])
        np.testing.assert_allclose(forwards, backwards[::-1], rtol=1e-5)

    def test_the_same_question_gets_the_same_scores(self) -> None:
        reranker, items = self.reranker(), self.items(5)
        first = reranker.score(QUERY, items)
        np.testing.assert_array_equal(first, reranker.score(QUERY, items))

    def test_what_is_missing_hurts_no_score(self) -> None:
        items = bare(self.reranker().features)
        for query in QUERIES:
            scores = self.reranker().score(query, items)
            assert scores.shape == (len(items),)
            assert np.isfinite(scores).all(), query.text[:20]

    def test_candidates_are_left_as_they_are(self) -> None:
        items = self.items(4)
        before = [(item.id, dict(item.features), dict(item.document)) for item in items]
        self.reranker().score(QUERY, items)
        assert [(item.id, dict(item.features), dict(item.document)) for item in items] == before

    def test_many_threads_get_the_scores_of_one(self) -> None:
        reranker = self.reranker()
        sets = [self.items(count) for count in range(1, 9)]
        alone = [reranker.score(QUERY, items) for items in sets]
        with ThreadPoolExecutor(4) as pool:
            together = list(pool.map(lambda items: reranker.score(QUERY, items), sets * 4))
        for expected, found in zip(alone * 4, together, strict=True):
            np.testing.assert_allclose(found, expected, rtol=1e-5)

    def test_an_explanation_sums_to_the_score(self) -> None:
        reranker = self.reranker()
        if not isinstance(reranker, Explainable):
            return
        for items in (self.items(6), bare(reranker.features)):
            scores = reranker.score(QUERY, items)
            told = reranker.explain(QUERY, items)
            assert len(told) == len(items)
            assert all(set(parts) <= {BASE, SO_FAR, *reranker.features} for parts in told)
            sums = [sum(parts.values()) for parts in told]
            np.testing.assert_allclose(sums, scores, rtol=1e-4, atol=1e-5)
