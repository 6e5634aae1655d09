"""Whether two scorers rank alike, and how well each ranks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import kendalltau, spearmanr

from searchapp.relevance.metrics import ndcg_of_gains

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Means over lists: rank correlations of `before` and `after`, and nDCG@10 of each."""

    kendall: float
    spearman: float
    ndcg_before: float
    ndcg_after: float


def agreement(
    before: Sequence[Scores], after: Sequence[Scores], goodness: Sequence[Sequence[float]]
) -> Agreement:
    """The agreement of two scorers on the same lists, each scores (n,) and goodness (n,)."""
    return Agreement(
        kendall=_mean([kendalltau(a, b).statistic for a, b in zip(before, after, strict=True)]),
        spearman=_mean([spearmanr(a, b).statistic for a, b in zip(before, after, strict=True)]),
        ndcg_before=_mean([ndcg(*pair) for pair in zip(before, goodness, strict=True)]),
        ndcg_after=_mean([ndcg(*pair) for pair in zip(after, goodness, strict=True)]),
    )


def ndcg(scores: Scores, goodness: Sequence[float], depth: int = 10) -> float:
    """nDCG with linear gains and log2 discount of the order by `scores`."""
    order = np.argsort(-scores, kind="stable").tolist()
    return ndcg_of_gains([goodness[place] for place in order], goodness, depth)


def _mean(values: Sequence[float]) -> float:
    known = [value for value in values if np.isfinite(value)]
    return float(np.mean(known)) if known else 1.0
