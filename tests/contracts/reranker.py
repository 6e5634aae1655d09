"""What every reranker must do: the shared suite. Inherit it and give `reranker()`."""

from __future__ import annotations

import numpy as np

from analyzers.query import AnalyzedQuery
from rerankers.base import Reranker
from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.request import Kind

QUERY = AnalyzedQuery("red shoes", "red shoes", "en")


def candidates(count: int) -> list[Candidate]:
    """Candidates with a title and falling first scores."""
    return [
        Candidate(
            Kind.PRODUCT,
            f"p{number}",
            (),
            features={"similarity": 0.9 - number / 100, "text.title": 8.0 - number / 10},
            first_score=1.0 - number / 100,
            document={"title": f"Red shoe {number}"},
        )
        for number in range(count)
    ]


class RerankerContract:
    """Inherited by the test class of each reranker."""

    def reranker(self) -> Reranker:
        raise NotImplementedError

    def test_it_has_a_name_and_warms_up_more_than_once(self) -> None:
        reranker = self.reranker()
        reranker.warm_up()
        reranker.warm_up()
        assert reranker.name

    def test_one_finite_float32_score_a_candidate(self) -> None:
        scores = self.reranker().score(QUERY, candidates(7))
        assert scores.shape == (7,)
        assert scores.dtype == np.float32
        assert np.isfinite(scores).all()

    def test_no_candidates_no_scores(self) -> None:
        assert self.reranker().score(QUERY, []).shape == (0,)

    def test_the_order_of_the_candidates_does_not_matter(self) -> None:
        items = candidates(9)
        forwards = self.reranker().score(QUERY, items)
        backwards = self.reranker().score(QUERY, items[::-1])
        np.testing.assert_allclose(forwards, backwards[::-1], rtol=1e-5)
