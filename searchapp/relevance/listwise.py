"""A linear ranker that corrects the first stage, learnt listwise (ListNet: Cao, Qin, Liu, Tsai, Li,
ICML 2007): the softmax of the scores of a query's candidates is to be like their grades.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from searchapp.relevance.lightgbm_trees import LinearPart
from searchapp.relevance.training_set import TrainingSet

_LARGEST = float(np.finfo(np.float32).max)
_EDGE = 1.0
"""In percent: beyond the values that all but so many candidates have, more says nothing more."""
_MOST_STEPS = 100


def fit_linear(
    rows: TrainingSet,
    signs: NDArray[np.int64],
    start: int | None,
    start_weight: float,
    l2: float,
    unjudged: float,
) -> LinearPart:
    """The weights that bring relevant candidates to the front.

    `signs` (m,) are 1 where a weight must not be negative, -1 where not positive. The feature
    `start` has `start_weight`, to which nothing is added; `l2` keeps the others near 0, per
    standard deviation of their features. `unjudged` rows weigh that much in the softmax.
    """
    from scipy.optimize import minimize

    values = rows.features.astype(np.float64)
    known = ~np.isnan(values)
    centre, low, high, scale = (np.zeros(values.shape[1]) for _ in range(4))
    for number, name in enumerate(rows.names):
        column = values[known[:, number], number]
        if not len(column):
            low[number], high[number] = -_LARGEST, _LARGEST
            continue
        low[number], high[number] = np.percentile(column, [_EDGE, 100 - _EDGE])
        # Where the query names no value, an item neither has it nor lacks it.
        centre[number] = 0.0 if name.endswith(".agreement") else column.mean()
        scale[number] = column.std()
        low[number], high[number] = (
            min(low[number], centre[number]),
            max(high[number], centre[number]),
        )
    fixed = np.zeros(values.shape[1])
    if start is not None:
        fixed[start], low[start], high[start] = start_weight, -_LARGEST, _LARGEST
        scale[start] = 0.0
    useful = scale > 1e-9
    within = np.clip(np.where(known, values, centre), low, high) - centre
    scaled = within[:, useful] / scale[useful]
    first = within @ fixed
    lists = _lists(rows, unjudged)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, gradient = 0.0, np.zeros_like(weights)
        scores = first + scaled @ weights
        for own, target, log_weight in lists:
            shifted = scores[own] + log_weight
            top = shifted.max()
            powers = np.exp(shifted - top)
            total += float(np.log(powers.sum()) + top - target @ shifted)
            gradient += scaled[own].T @ (powers / powers.sum() - target)
        count = len(lists)
        return total / count + l2 / 2 * float(weights @ weights), gradient / count + l2 * weights

    bounds = [
        (0, None) if sign > 0 else (None, 0) if sign < 0 else (None, None) for sign in signs[useful]
    ]
    found = minimize(
        loss,
        np.zeros(int(useful.sum())),
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"maxiter": _MOST_STEPS},
    )
    weights = fixed.copy()
    weights[useful] += found.x / scale[useful]
    return LinearPart(weights, centre, low, high)


def _lists(
    rows: TrainingSet, unjudged: float
) -> list[tuple[slice, NDArray[np.float64], NDArray[np.float64]]]:
    """For each query with a relevant candidate: its rows, what the softmax should be, and the
    logarithms of the rows' weights.
    """
    ends = np.cumsum(rows.sizes).tolist()
    lists = []
    for end, size in zip(ends, rows.sizes.tolist(), strict=True):
        own = slice(end - size, end)
        grades = rows.grades[own].astype(np.float64)
        if grades.sum() > 0:
            weights = np.where(rows.judged[own], 1.0, unjudged)
            lists.append((own, grades / grades.sum(), np.log(np.maximum(weights, 1e-9))))
    return lists
