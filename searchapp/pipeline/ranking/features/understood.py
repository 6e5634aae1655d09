"""Features of what was understood: named values against the item's, likely categories, and what the
first candidates have in common.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from analyzers.query import Entity
from searchapp.pipeline.ranking.features.evidence import Evidence
from searchapp.pipeline.ranking.features.feature import Column, Feature, column

_VALUES = ("brand", "category", "colour", "size", "material", "gender", "condition", "seller")


def _agreement(field: str) -> Callable[[Evidence], Column]:
    """The confidence of what the query names, negative where the item says otherwise; NaN where
    either says nothing.
    """

    def compute(evidence: Evidence) -> Column:
        entities = [
            each
            for each in evidence.query.entities
            if each.field == field and each.values and not each.is_negated
        ]
        if not entities:
            return np.full(len(evidence.candidates), np.nan, dtype=np.float32)
        return column([_agrees(document, field, entities) for document in evidence.documents])

    return compute


def _agrees(document: Mapping[str, Any], field: str, entities: list[Entity]) -> float:
    value = document.get(field)
    if value is None or value == []:
        return math.nan
    values = set(map(str, value if isinstance(value, list) else [value]))
    met = [each.confidence for each in entities if not values.isdisjoint(each.values)]
    return max(met) if met else -max(each.confidence for each in entities)


def _predicted(evidence: Evidence) -> Column:
    guesses = {each.path: each.probability for each in evidence.query.categories}
    if not guesses:
        return np.full(len(evidence.candidates), np.nan, dtype=np.float32)
    best: dict[tuple[str, ...], float] = {(): 0.0}
    found = []
    for document in evidence.documents:
        if not isinstance(levels := document.get("category"), list):
            found.append(math.nan)
            continue
        path = tuple(levels)
        if path not in best:
            best[path] = max(guesses.get(level, 0.0) for level in path)
        found.append(best[path])
    return column(found)


def _among_first(values_of: Callable[[Evidence], list[str]]) -> Callable[[Evidence], Column]:
    """The share of the first candidates with the same value, each weighed by its score; the
    candidate itself does not count.
    """

    def compute(evidence: Evidence) -> Column:
        values = values_of(evidence)
        scores = np.maximum(evidence.first_scores, 0.0)
        leading = [place for place in evidence.first if values[place]]
        weights: dict[str, float] = {}
        for place in leading:
            weights[values[place]] = weights.get(values[place], 0.0) + float(scores[place])
        total = sum(weights.values())
        leads = set(leading)
        found = []
        for place, value in enumerate(values):
            own = float(scores[place]) if place in leads else 0.0
            others = total - own
            known = bool(value) and others > 0
            found.append((weights.get(value, 0.0) - own) / others if known else math.nan)
        return column(found)

    return compute


def _brands(evidence: Evidence) -> list[str]:
    return evidence.texts("brand")


def _categories(evidence: Evidence) -> list[str]:
    return evidence.deepest_categories


FEATURES: tuple[Feature, ...] = (
    *(
        Feature(
            f"{field}.agreement", "confidence, signed", "entities",
            f"whether it has the {field} that the query names, and how surely it is named",
            _agreement(field), monotone=1,
        )
        for field in _VALUES
    ),
    Feature(
        "category.predicted", "probability", "category model",
        "how probable it is that such a query looks in one of its categories", _predicted,
        monotone=1,
    ),
    Feature(
        "category.among_first", "share", "first candidates",
        "how much of the first ten is in its narrowest category", _among_first(_categories),
        monotone=1,
    ),
    Feature(
        "brand.among_first", "share", "first candidates", "how much of the first ten has its brand",
        _among_first(_brands),
    ),
)  # fmt: skip
