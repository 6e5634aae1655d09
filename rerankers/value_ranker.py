"""Ranks by what a hit is worth: relevance first, then clicks, purchases and price.

    worth = w_relevance · P(relevant) + w_click · P(click) + w_purchase · P(purchase)
            + w_price · P(purchase) · price

Each probability is calibrated, so that they may be added at all; the price counts as its logarithm
over that of the dearest candidate, in [0, 1]. Below a floor of relevance, absolute or relative to
the best candidate, nothing but relevance counts: no value lifts what does not answer the query.
Weights are not negative, so no such item stands above one over the floor. What is not known of an
item counts as the mean of the others; where it is known of none, the order of relevance stays.

A model folder of the task `value-ranker` has the calibrations among its parameters:

    {"relevance": {"from": [-2, 0, 3], "to": [0.02, 0.3, 0.97]}, "click": {…}, "purchase": {…}}

each a table, linear between its points (isotonic regression gives one; so does a logistic curve,
sampled), rising or level. Without a folder probabilities are taken as they are, and relevance is
the logistic function of the score standardised within the candidates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analyzers.model_folder import ModelFolder
from analyzers.query import AnalyzedQuery
from rerankers.base import BASE, RankedItem
from rerankers.model_folder import VALUE_RANKER, check_golden, open_reranker_folder
from rerankers.onnx_session import Inputs

CLICKS, PURCHASES, PRICE = "behaviour.clicks", "behaviour.purchases", "price.log"
_SCORE = "score"
_TIE = 1e-3
"""The weight of the uncalibrated score: it orders what a calibration makes equal."""

Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Objective:
    """The weights of the objective, none below 0, and the floors of relevance in [0, 1]."""

    relevance: float = 1.0
    click: float = 0.1
    purchase: float = 0.1
    price: float = 0.05
    absolute_floor: float = 0.1
    floor_of_best: float = 0.5

    def __post_init__(self) -> None:
        for name in self.__slots__:
            value = getattr(self, name)
            if not value >= 0 or (name.count("floor") and value > 1):
                raise ValueError(f"{name} of the objective must not be {value}")
        if not self.relevance:
            raise ValueError("relevance of the objective must be above 0: it comes first")


class ValueRanker:
    """The objective over the scores so far. Profiles that weigh values otherwise name another
    instance: `objective` has the weights by name, `folder` the calibrations.

    Raises ValueError for weights that make no sense, ModelFolderError for a folder that is unfit.
    """

    features: tuple[str, ...] = (CLICKS, PURCHASES, PRICE)

    def __init__(
        self,
        folder: Path | str | None = None,
        objective: Mapping[str, float] | None = None,
        name: str = "value_ranker",
    ) -> None:
        self.name = name
        self._objective = Objective(**(objective or {}))
        self._folder = None if folder is None else open_reranker_folder(folder, VALUE_RANKER)
        self._tables = {} if self._folder is None else _tables(self._folder)
        self._checked = self._folder is None

    def warm_up(self) -> None:
        if self._folder is not None and not self._checked:
            self._folder.verify()
            check_golden(self._folder, lambda inputs: self._total(self._parts(inputs)))
            self._checked = True

    def score(self, query: AnalyzedQuery, candidates: Sequence[RankedItem]) -> NDArray[np.float32]:
        self.warm_up()
        return self._total(self._parts(_columns(candidates)))

    def explain(
        self, query: AnalyzedQuery, candidates: Sequence[RankedItem]
    ) -> list[Mapping[str, float]]:
        parts = self._parts(_columns(candidates))
        return [
            {name: float(column[row]) for name, column in parts.items()}
            for row in range(len(candidates))
        ]

    @staticmethod
    def _total(parts: Mapping[str, Column]) -> NDArray[np.float32]:
        total: NDArray[np.float32] = np.sum(list(parts.values()), axis=0).astype(np.float32)
        return total

    def _parts(self, columns: Inputs) -> dict[str, Column]:
        weights = self._objective
        raw = _squashed(columns[_SCORE].astype(np.float64))
        relevance = self._calibrated("relevance", columns[_SCORE], raw)
        relevant = (relevance >= weights.absolute_floor) & (
            relevance >= weights.floor_of_best * relevance.max(initial=0.0)
        )
        click = self._probability("click", columns[CLICKS])
        purchase = self._probability("purchase", columns[PURCHASES])
        price = _known(np.maximum(columns[PRICE].astype(np.float64), 0.0))
        dearest = price.max(initial=0.0)
        price = price / dearest if dearest else price
        return {
            BASE: weights.relevance * relevance + _TIE * raw,
            CLICKS: weights.click * click * relevant,
            PURCHASES: weights.purchase * purchase * relevant,
            PRICE: weights.price * purchase * price * relevant,
        }

    def _probability(self, table: str, values: NDArray[Any]) -> Column:
        known = values.astype(np.float64)
        calibrated = self._calibrated(table, known, np.clip(known, 0.0, 1.0))
        return _known(np.where(np.isnan(known), np.nan, calibrated))

    def _calibrated(self, table: str, values: NDArray[Any], otherwise: Column) -> Column:
        points = self._tables.get(table)
        return otherwise if points is None else np.interp(values, points[0], points[1])


def _columns(candidates: Sequence[RankedItem]) -> dict[str, NDArray[Any]]:
    columns = {
        name: np.array([item.features.get(name, np.nan) for item in candidates], np.float64)
        for name in ValueRanker.features
    }
    return {_SCORE: np.array([item.score for item in candidates], np.float64), **columns}


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


def _tables(folder: ModelFolder) -> dict[str, tuple[Column, Column]]:
    tables: dict[str, tuple[Column, Column]] = {}
    for name in ("relevance", "click", "purchase"):
        given = folder.manifest.parameters.get(name)
        if given is None:
            continue
        try:
            xs, ys = np.array(given["from"], np.float64), np.array(given["to"], np.float64)
        except (KeyError, TypeError, ValueError):
            raise folder.error(f"parameter {name!r} must have numbers 'from' and 'to'") from None
        if xs.shape != ys.shape or xs.ndim != 1 or not len(xs):
            raise folder.error(f"parameter {name!r} must have as many 'from' as 'to'")
        if not ((np.diff(xs) > 0).all() and (np.diff(ys) >= 0).all()):
            raise folder.error(f"parameter {name!r} must rise: 'from' always, 'to' or stay level")
        if not ((ys >= 0) & (ys <= 1)).all():
            raise folder.error(f"'to' of the parameter {name!r} must be probabilities")
        tables[name] = xs, ys
    return tables
