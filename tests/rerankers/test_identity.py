import numpy as np

from rerankers.base import Reranker
from rerankers.contract import QUERY, RerankerContract, candidates
from rerankers.identity import Identity


class TestIdentity(RerankerContract):
    def reranker(self) -> Reranker:
        return Identity()


def test_the_stage_before_is_agreed_with() -> None:
    items = candidates(3)
    expected = np.array([item.first_score for item in items], np.float32)
    np.testing.assert_array_equal(Identity().score(QUERY, items), expected)
