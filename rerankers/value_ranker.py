"""Ranks by what a hit is worth: relevance first, then what the profile's objective weighs.

    worth = w_relevance · P(relevant) + w_click · P(click) + w_conversion · P(purchase)
            + w_gmv · P(purchase) · price + w_margin · P(purchase) · price · margin
            + w_freshness · freshness + w_authority · authority

Each probability is calibrated, so that they may be added at all; the price counts as its logarithm
over that of the dearest candidate, the margin as the share of the price that the shop keeps,
freshness halves every 30 days, authority is the mean of the item's and its seller's; all in [0, 1].
Below a floor of relevance, absolute or relative to the best candidate, nothing but relevance
counts: no value lifts what does not answer the query. Weights are not negative, so no such item
stands above one over the floor. What is not known of an item counts as the mean of the others;
where it is known of none, it counts for nothing, and the explanation says so.

A model folder of the task `value-ranker` has the calibrations (`rerankers/calibrations.py`) and a
golden example of the default objective. Without a folder probabilities are taken as they are, and
relevance is the logistic function of the score standardised within the candidates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analyzers.query import AnalyzedQuery
from rerankers.base import BASE, RankedItem
from rerankers.calibrations import Column, Tables, calibrated, read_tables
from rerankers.feature_rows import feature_matrix
from rerankers.model_folder import VALUE_RANKER, check_golden, open_reranker_folder
from rerankers.objective import DEFAULT_OBJECTIVE, Objective
from rerankers.onnx_session import Inputs

CLICKS, PURCHASES = "behaviour.clicks", "behaviour.purchases"
PRICE, MARGIN, AGE = "price.log", "margin", "age.log"
ITEM, SELLER = "authority.item", "authority.seller"
READ: Mapping[str, tuple[str, ...]] = {
    "click": (CLICKS,),
    "conversion": (PURCHASES,),
    "gmv": (PURCHASES, PRICE),
    "margin": (PURCHASES, PRICE, MARGIN),
    "freshness": (AGE,),
    "authority": (ITEM, SELLER),
}
"""The features that each good of the objective is made of."""
HALF_LIFE_DAYS = 30.0
_OLDEST = 20.0
"""The logarithm of an age from which on nothing is fresh at all, and exponentials overflow."""
_SCORE = "score"
_TIE = 1e-3
"""The weight of the uncalibrated score: it orders what a calibration makes equal."""


class ValueRanker:
    """The objective over the scores so far; `folder` has the calibrations.

    Raises ModelFolderError for a folder that is unfit.
    """

    name = "value_ranker"

    def __init__(self, folder: Path | str | None = None) -> None:
        self._calibrations = _Calibrations(folder)
        self._objective = DEFAULT_OBJECTIVE
        self.features = _read_for(DEFAULT_OBJECTIVE)

    def steered(self, objective: Objective) -> ValueRanker:
        """The ranker under this objective; it shares the calibrations."""
        other = copy(self)
        other._objective = objective
        other.features = _read_for(objective)
        return other

    def warm_up(self) -> None:
        self._calibrations.warm_up()

    def score(self, query: AnalyzedQuery, candidates: Sequence[RankedItem]) -> NDArray[np.float32]:
        self.warm_up()
        return _total(self._parts(candidates))

    def explain(
        self, query: AnalyzedQuery, candidates: Sequence[RankedItem]
    ) -> list[Mapping[str, float]]:
        parts = self._parts(candidates)
        return [
            {name: float(column[row]) for name, column in parts.items()}
            for row in range(len(candidates))
        ]

    def _parts(self, candidates: Sequence[RankedItem]) -> dict[str, Column]:
        columns = {_SCORE: np.array([item.score for item in candidates], np.float64)}
        matrix = feature_matrix(candidates, self.features).astype(np.float64)
        columns |= {name: matrix[:, place] for place, name in enumerate(self.features)}
        return _worth(columns, self._objective, self._calibrations.tables)


class _Calibrations:
    """The tables of a folder, checked once for all objectives."""

    def __init__(self, folder: Path | str | None) -> None:
        self._folder = None if folder is None else open_reranker_folder(folder, VALUE_RANKER)
        self.tables: Tables = {} if self._folder is None else read_tables(self._folder)
        self._checked = self._folder is None

    def warm_up(self) -> None:
        if self._folder is not None and not self._checked:
            self._folder.verify()
            check_golden(
                self._folder,
                lambda inputs: _total(_worth(inputs, DEFAULT_OBJECTIVE, self.tables)),
            )
            self._checked = True


def _worth(columns: Inputs, weights: Objective, tables: Tables) -> dict[str, Column]:
    """What the score and each feature of a good that counts add to the worth of n candidates."""
    raw = _squashed(columns[_SCORE].astype(np.float64))
    relevance = calibrated(tables, "relevance", columns[_SCORE], raw)
    relevant = (relevance >= weights.absolute_floor) & (
        relevance >= weights.floor_of_best * relevance.max(initial=0.0)
    )
    parts = {BASE: weights.relevance * relevance + _TIE * raw}
    if weights.click:
        parts[CLICKS] = weights.click * _probability(tables, "click", columns[CLICKS])
    if weights.conversion or weights.gmv or weights.margin:
        purchase = _probability(tables, "purchase", columns[PURCHASES])
        parts[PURCHASES] = weights.conversion * purchase
        if weights.gmv or weights.margin:
            turnover = purchase * _price(columns[PRICE])
            parts[PRICE] = weights.gmv * turnover
            if weights.margin:
                parts[MARGIN] = weights.margin * turnover * _share(columns[MARGIN])
    if weights.freshness:
        days = np.expm1(np.clip(columns[AGE].astype(np.float64), 0.0, _OLDEST))
        parts[AGE] = weights.freshness * _known(0.5 ** (days / HALF_LIFE_DAYS))
    if weights.authority:
        for name in (ITEM, SELLER):
            parts[name] = weights.authority / 2 * _share(columns[name])
    return {name: part if name == BASE else part * relevant for name, part in parts.items()}


def _read_for(objective: Objective) -> tuple[str, ...]:
    """The features of the goods that count under the objective."""
    counting = (names for good, names in READ.items() if getattr(objective, good))
    return tuple(dict.fromkeys(name for names in counting for name in names))


def _total(parts: Mapping[str, Column]) -> NDArray[np.float32]:
    total: NDArray[np.float32] = np.sum(list(parts.values()), axis=0).astype(np.float32)
    return total


def _probability(tables: Tables, name: str, values: NDArray[Any]) -> Column:
    known = values.astype(np.float64)
    probability = calibrated(tables, name, known, np.clip(known, 0.0, 1.0))
    return _known(np.where(np.isnan(known), np.nan, probability))


def _price(values: NDArray[Any]) -> Column:
    """The prices, which are logarithms, over the greatest one."""
    price = _known(np.maximum(values.astype(np.float64), 0.0))
    dearest = price.max(initial=0.0)
    return price / dearest if dearest else price


def _share(values: NDArray[Any]) -> Column:
    return _known(np.clip(values.astype(np.float64), 0.0, 1.0))


def _squashed(scores: Column) -> Column:
    """The logistic function of the standardised scores."""
    deviation = scores.std() if len(scores) else 0.0
    if not deviation:
        return np.full(len(scores), 0.5)
    return np.asarray(1 / (1 + np.exp(-(scores - scores.mean()) / deviation)))


def _known(values: Column) -> Column:
    """The values with the mean of the known ones for the others; 0 where none is known."""
    missing = np.isnan(values)
    if missing.all():
        return np.zeros(len(values))
    return np.where(missing, values[~missing].mean(), values)
