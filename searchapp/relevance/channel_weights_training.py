"""Trains the weigher of words against meaning: the share is a logistic function of a few numbers of
the query, learnt by ascending the nDCG that the shares give.

The curves of the nDCG over the share are steps and full of chance; they are smoothed before they
are climbed. How much the weights may grow is chosen by cross-validation within what is trained on;
one of the choices is that they may not, which leaves a constant share: a query's own share has to
earn its place.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from searchapp.relevance.channel_weights_data import SHARES, WeighedQueries, at_shares
from searchapp.relevance.feature_ranker_training import fold_numbers
from searchapp.relevance.metrics import gain

RIDGES = (math.inf, 0.03, 0.01, 0.003)
"""How dear large weights are; the first allows none."""
_SMOOTHING = 0.1
"""The standard deviation, in shares, of what a curve is smoothed with."""
_STEPS, _RATE = 400, 0.05
_INNER_FOLDS = 4


@dataclass(frozen=True, slots=True, eq=False)
class ShareModel:
    """share = 1 / (1 + exp(-(bias + weights · (features - centre) / scale))), all (m,) float32; a
    missing value counts as the centre.
    """

    names: tuple[str, ...]
    centre: NDArray[np.float32]
    scale: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: float
    ridge: float

    def shares(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """(q,) The share of the words for each row of `features` (q, m)."""
        return _logistic(
            _standardised(features, self.centre, self.scale) @ self.weights + self.bias
        )


@dataclass(frozen=True, slots=True)
class Validation:
    """nDCG@10 of the first stage on queries that were not trained on, means over the queries: with
    the profile's `own` weights, with the best `constant` share of the other folds, with the
    `learnt` shares; `best` is the upper bound, with each query's best share. Gains are over `own`,
    that of `over_constant` over the constant share; with their standard errors over the queries.
    """

    own: float
    constant: float
    constant_gain: tuple[float, float]
    learnt: float
    learnt_gain: tuple[float, float]
    over_constant: tuple[float, float]
    best: float

    @property
    def helps(self) -> bool:
        """Whether learnt shares gain more than chance would: over the profile's weights, and, so
        that it is the query's own share that does it, over the constant one.
        """
        return all(gain > 2 * error for gain, error in (self.learnt_gain, self.over_constant))

    def figures(self) -> dict[str, float]:
        """By name, as a manifest has them."""
        return {
            "ndcg_at_10_own_weights": round(self.own, 4),
            "ndcg_at_10_constant_share": round(self.constant, 4),
            "ndcg_at_10": round(self.learnt, 4),
            "gain": round(self.learnt_gain[0], 4),
            "gain_standard_error": round(self.learnt_gain[1], 4),
        }


def train(data: WeighedQueries) -> ShareModel:
    """The model learnt from all of the queries. Raises ValueError for none."""
    if len(data.queries) < _INNER_FOLDS:
        raise ValueError(f"{len(data.queries)} queries are too few to learn from")
    scores = []
    for ridge in RIDGES:
        fold_of = fold_numbers(len(data.queries), _INNER_FOLDS, seed=17)
        shares = np.empty(len(data.queries))
        for fold in range(_INNER_FOLDS):
            model = fit(data.of(fold_of != fold), ridge)
            shares[fold_of == fold] = model.shares(data.features[fold_of == fold])
        scores.append(float(data.quality_at(shares).mean()))
    return fit(data, RIDGES[int(np.argmax(scores))])


def fit(data: WeighedQueries, ridge: float) -> ShareModel:
    """The model of one ridge: Adam (Kingma, Ba 2015) up the mean of the smoothed curves."""
    centre, scale = _moments(data.features)
    rows = _standardised(data.features, centre, scale)
    slopes = np.gradient(_smoothed(data.quality), SHARES, axis=1)
    parameters = np.zeros(rows.shape[1] + 1)
    parameters[-1] = math.log(data.own / (1 - data.own))
    with_bias = np.hstack([rows, np.ones((len(rows), 1))])
    if math.isinf(ridge):
        with_bias[:, :-1] = 0.0
    dear = np.append(np.full(rows.shape[1], 0.0 if math.isinf(ridge) else ridge), 0.0)
    mean, square = np.zeros_like(parameters), np.zeros_like(parameters)
    for step in range(1, _STEPS + 1):
        shares = _logistic(with_bias @ parameters)
        rising = at_shares(slopes, shares)
        gradient = with_bias.T @ (rising * shares * (1 - shares)) / len(rows) - dear * parameters
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        parameters += (
            _RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-6)
        )
    return ShareModel(
        data.names,
        centre,
        scale,
        parameters[:-1].astype(np.float32),
        float(parameters[-1]),
        ridge,
    )


def cross_validate(data: WeighedQueries, folds: int = 5, partitions: int = 2) -> Validation:
    """How good shares are that were learnt from other queries, by random partitions by query."""
    count = len(data.queries)
    own = data.quality_at(np.full(count, data.own))
    constant, learnt = np.zeros(count), np.zeros(count)
    for partition in range(partitions):
        fold_of = fold_numbers(count, min(folds, count), partition)
        shares, flat = np.empty(count), np.empty(count)
        for fold in range(min(folds, count)):
            known, asked = data.of(fold_of != fold), data.features[fold_of == fold]
            shares[fold_of == fold] = train(known).shares(asked)
            flat[fold_of == fold] = fit(known, math.inf).shares(asked)
        learnt += data.quality_at(shares) / partitions
        constant += data.quality_at(flat) / partitions
    return Validation(
        float(own.mean()),
        float(constant.mean()),
        gain(constant, own),
        float(learnt.mean()),
        gain(learnt, own),
        gain(learnt, constant),
        float(data.quality.max(axis=1).mean()),
    )


def _moments(features: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Mean and standard deviation of each column, without what is missing."""
    present = ~np.isnan(features)
    count = np.maximum(present.sum(axis=0), 1)
    filled = np.where(present, features, 0.0)
    centre = filled.sum(axis=0) / count
    spread = np.sqrt((np.where(present, features - centre, 0.0) ** 2).sum(axis=0) / count)
    return centre.astype(np.float32), np.where(spread > 1e-6, spread, 1.0).astype(np.float32)


def _standardised(
    features: NDArray[np.float32], centre: NDArray[np.float32], scale: NDArray[np.float32]
) -> NDArray[np.float64]:
    """Within three deviations, so that an odd query is not beyond all that was seen."""
    values = (np.where(np.isnan(features), centre, features) - centre) / scale
    return np.asarray(np.clip(values, -3.0, 3.0), dtype=np.float64)


def _smoothed(quality: NDArray[np.float64]) -> NDArray[np.float64]:
    kernel = np.exp(-0.5 * ((SHARES[:, None] - SHARES[None, :]) / _SMOOTHING) ** 2)
    return np.asarray(quality @ (kernel / kernel.sum(axis=0)), dtype=np.float64)


def _logistic(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-values)), dtype=np.float64)
