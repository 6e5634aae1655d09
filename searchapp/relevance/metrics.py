"""The measures of a ranking that training reports."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from searchapp.relevance.judgments import Grades


def ndcg(ranking: Sequence[str], grades: Mapping[str, float], depth: int = 10) -> float:
    """Normalised discounted cumulative gain at `depth`: linear gains, log2 discount, the ideal from
    all judgments; an unjudged item counts as 0 (Järvelin, Kekäläinen, ACM TOIS 2002).
    """
    return ndcg_of_gains([grades.get(item, 0.0) for item in ranking], list(grades.values()), depth)


def ndcg_of_gains(gains: Sequence[float], judged: Sequence[float], depth: int = 10) -> float:
    """The same of a ranking whose items have these `gains`, of all the gains that were `judged`."""
    ideal = _gain(sorted(judged, reverse=True)[:depth])
    return _gain(gains[:depth]) / ideal if ideal else 0.0


def mean_ndcg(rankings: Mapping[str, Sequence[str]], grades: Grades, depth: int = 10) -> float:
    """The mean over the judged queries; one without a ranking counts as 0."""
    return float(
        np.mean([ndcg(rankings.get(query, ()), items, depth) for query, items in grades.items()])
    )


def gain(quality: NDArray[np.float64], before: NDArray[np.float64]) -> tuple[float, float]:
    """The mean gain over queries and its standard error."""
    difference = quality - before
    error = difference.std(ddof=1) / math.sqrt(len(difference)) if len(difference) > 1 else math.nan
    return float(difference.mean()), float(error)


def _gain(grades: Sequence[float]) -> float:
    discounts = 1.0 / np.log2(np.arange(2, len(grades) + 2))
    return float(np.asarray(grades, dtype=np.float64) @ discounts)
