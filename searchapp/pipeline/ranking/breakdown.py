"""What an item's score is made of, and the advice: which changes would move it up, over the one
above.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from analyzers.query import AnalyzedQuery
from rerankers.base import BASE, SO_FAR, Explainable, Reranker
from searchapp.pipeline.candidate import Candidate, Reranked
from searchapp.pipeline.ranking.complete_first import COMPLETE
from searchapp.pipeline.ranking.features.registry import advised_direction
from searchapp.pipeline.ranking.first_stage import Ranking
from searchapp.pipeline.request import Kind
from searchapp.pipeline.trace import Degradation

QUANTILES = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)
"""At which quantiles of the candidates' own values a feature is tried."""
MOST_CHANGES = 3
Rerankers = Mapping[str, Reranker]


@dataclass(frozen=True, slots=True)
class Change:
    """A feature whose value `then` in the place of `now` (None: not known) lifts the item over
    `overtakes`, all else being equal; to the score `score`.
    """

    feature: str
    now: float | None
    then: float
    score: float
    overtakes: str


@dataclass(frozen=True, slots=True)
class Breakdown:
    """What moved an item: signed `parts` of its score by name, the weightiest first, which sum to
    it; and what `would_lift` it, the smallest change first. `steps` has what each feature of a
    reranker added at its step, which later steps scale.
    """

    parts: Mapping[str, float]
    would_lift: tuple[Change, ...] = ()
    steps: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


Breakdowns = Mapping[tuple[Kind, str], Breakdown]


def row_breakdowns(
    query: AnalyzedQuery,
    rankings: Sequence[Ranking],
    row: Sequence[Candidate],
    rerankers: Rerankers,
) -> tuple[Breakdowns, list[Degradation]]:
    """What moved each ranked item of the row; this calls the rerankers once more."""
    keys = {item.key for item in row}
    found: dict[tuple[Kind, str], Breakdown] = {}
    try:
        for ranking in rankings:
            shown = [item for item in ranking.window if item.key in keys]
            told = breakdowns(query, ranking.window, shown, rerankers, advised_direction)
            found |= zip((item.key for item in shown), told, strict=True)
    except Exception as error:  # noqa: BLE001 - a plug-in may fail in any way, the answer not
        return found, [Degradation.of("presentation.breakdown", error)]
    return found, []


def breakdowns(
    query: AnalyzedQuery,
    window: Sequence[Candidate],
    shown: Sequence[Candidate],
    rerankers: Rerankers,
    direction: Callable[[str], int],
) -> list[Breakdown]:
    """One breakdown for each of `shown`, which stand in `window`, the ranking of their kind.

    `direction` says of a feature which way a seller may be advised to take it: 1 up, -1 down, 0
    none.
    """
    told = _told(query, window, rerankers)
    changes = _changes(query, window, shown, rerankers, direction)
    return [
        Breakdown(
            _parts(item, told),
            tuple(changes.get(item.id, ())[:MOST_CHANGES]),
            {step.name: _step(item, step, told) for step in item.reranked},
        )
        for item in shown
    ]


def _told(
    query: AnalyzedQuery, window: Sequence[Candidate], rerankers: Rerankers
) -> dict[tuple[str, str], Mapping[str, float]]:
    """What explainable rerankers say of each item, by step and id."""
    told: dict[tuple[str, str], Mapping[str, float]] = {}
    for name in dict.fromkeys(step.name for item in window for step in item.reranked):
        reranker = rerankers.get(name)
        if isinstance(reranker, Explainable):
            items = _as_scored(window, name)
            for item, parts in zip(items, reranker.explain(query, items), strict=True):
                told[name, item.id] = parts
    return told


def _as_scored(window: Sequence[Candidate], name: str) -> list[Candidate]:
    """The items that the step scored, as they were before it."""
    return [
        item._replace(final_score=step.before, reranked=item.reranked[:place])
        for item in window
        for place, step in enumerate(item.reranked)
        if step.name == name and step.score is not None
    ]


def _parts(
    item: Candidate, told: Mapping[tuple[str, str], Mapping[str, float]]
) -> dict[str, float]:
    parts = {name: value for name, value in item.contributions.items() if name != COMPLETE}
    for step in item.reranked:
        own = dict(told.get((step.name, item.id), {}))
        so_far = own.pop(SO_FAR, 0.0) if step.before else 0.0
        kept = step.kept_scale + step.scale * (so_far / step.before if so_far else 0.0)
        parts = {name: value * kept for name, value in parts.items()}
        if step.score is not None:
            for name, value in own.items():
                parts[f"{step.name}.{name}"] = value * step.scale
            # Where an explanation is missing or does not add up, the rest has the reranker's name.
            parts[step.name] = (step.score - so_far - sum(own.values())) * step.scale
    if COMPLETE in item.contributions:
        parts[COMPLETE] = item.contributions[COMPLETE]
    for change in item.adjustments:
        if change.rule_id and change.amount:
            name = f"rule.{change.rule_id}"
            parts[name] = parts.get(name, 0.0) + change.amount
    # What standardising scores subtracts is the same for all.
    parts[BASE] = item.score - sum(parts.values())
    least = 1e-6 * max(1.0, abs(item.score))
    weighty = {name: value for name, value in parts.items() if abs(value) > least}
    return dict(sorted(weighty.items(), key=lambda part: -abs(part[1])))


def _step(
    item: Candidate, step: Reranked, told: Mapping[tuple[str, str], Mapping[str, float]]
) -> dict[str, float]:
    own = told.get((step.name, item.id), {}) if step.score is not None else {}
    return {name: value * step.scale for name, value in own.items() if name not in {BASE, SO_FAR}}


class _Try(NamedTuple):
    """A value to try of an item's feature, and how far off it is, in shares of the candidates."""

    item: Candidate
    above: Candidate
    feature: str
    value: float
    distance: float


def _changes(
    query: AnalyzedQuery,
    window: Sequence[Candidate],
    shown: Sequence[Candidate],
    rerankers: Rerankers,
    direction: Callable[[str], int],
) -> dict[str, list[Change]]:
    """The changes that lift each item over the one above, by id; the nearest first.

    Works with any reranker: it scores the candidates once more, together with copies of which one
    feature has another of the values that candidates have.
    """
    found: dict[str, list[tuple[float, Change]]] = {}
    above = {item.id: other for other, item in pairwise(window)}
    for name in dict.fromkeys(step.name for item in shown for step in item.reranked):
        reranker = rerankers.get(name)
        features = {
            each: way
            for each in (reranker.features if reranker else ())
            if (way := direction(each))
        }
        tries = [
            each
            for item in shown
            if item.id in above and _weight(item, name)
            for each in _tries(item, above[item.id], features, window)
        ]
        if reranker is None or not tries:
            continue
        head = {item.id: item for item in _as_scored(window, name)}
        variants = [
            head[each.item.id]._replace(features={**each.item.features, each.feature: each.value})
            for each in tries
        ]
        scores = reranker.score(query, [*head.values(), *variants]).tolist()
        now = dict(zip(head, scores, strict=False))
        for each, score in zip(tries, scores[len(head) :], strict=True):
            lifted = each.item.score + (score - now[each.item.id]) * _weight(each.item, name)
            if lifted > each.above.score:
                value = each.item.features.get(each.feature, math.nan)
                known = None if math.isnan(value) else value
                change = Change(each.feature, known, each.value, lifted, each.above.id)
                found.setdefault(each.item.id, []).append((each.distance, change))
    return {id_: _nearest(changes) for id_, changes in found.items()}


def _nearest(changes: Sequence[tuple[float, Change]]) -> list[Change]:
    """The nearest change of each feature, nearest first."""
    best: dict[str, Change] = {}
    for _, change in sorted(changes, key=lambda each: (each[0], each[1].feature)):
        best.setdefault(change.feature, change)
    return list(best.values())


def _weight(item: Candidate, name: str) -> float:
    """By how much the item's score rises when this step's reranker gives it 1 more."""
    steps: Sequence[Reranked] = item.reranked
    place = next(
        (at for at, step in enumerate(steps) if step.name == name and step.score is not None), None
    )
    if place is None:
        return 0.0
    return steps[place].scale * math.prod(step.kept_scale for step in steps[place + 1 :])


def _tries(
    item: Candidate, above: Candidate, features: Mapping[str, int], window: Sequence[Candidate]
) -> list[_Try]:
    """Values that other candidates have, so that they are possible, in the direction of each of the
    features.
    """
    tries: list[_Try] = []
    for feature, way in features.items():
        values = np.array([each.features.get(feature, np.nan) for each in window], np.float64)
        values = np.sort(values[~np.isnan(values)])
        if not len(values):
            continue
        now = item.features.get(feature, math.nan)
        place = np.searchsorted(values, now) / len(values) if now == now else 0.0
        for value in dict.fromkeys(np.quantile(values, QUANTILES, method="nearest").tolist()):
            if math.isnan(now) or (value - now) * way > 0:
                distance = abs(float(np.searchsorted(values, value) / len(values) - place))
                tries.append(_Try(item, above, feature, value, distance))
    return tries
