"""The registry of features, and their computation for the candidates of a query."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analyzers.query import AnalyzedQuery
from analyzers.spelling.vocabulary import Vocabulary
from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.ranking.features import (
    given,
    offer,
    query_level,
    recall_scores,
    text_match,
    understood,
)
from searchapp.pipeline.ranking.features.evidence import Evidence
from searchapp.pipeline.ranking.features.feature import Feature
from searchapp.pipeline.request import Kind
from searchapp.pipeline.schema import SCHEMAS

FEATURES: Mapping[str, Feature] = {
    feature.name: feature
    for module in (recall_scores, text_match, understood, offer, query_level, given)
    for feature in module.FEATURES
}
"""Every feature by its name."""


class UnknownFeature(LookupError):
    """A name that the registry does not have."""


@dataclass(frozen=True, slots=True)
class Needed:
    """What the engine must give with its hits, so that some features can be computed."""

    fields: tuple[str, ...] = ()
    text_fields: tuple[str, ...] = ()

    def fields_of(self, kind: Kind) -> tuple[str, ...]:
        """Those of the numeric fields that the kind has."""
        return tuple(name for name in self.fields if name in SCHEMAS[kind])

    def text_fields_of(self, kind: Kind) -> tuple[str, ...]:
        """Those of the text fields that the kind has."""
        return tuple(name for name in self.text_fields if name in SCHEMAS[kind])


def needed(names: Iterable[str]) -> Needed:
    """What the engine must give for the features `names`. Raises UnknownFeature."""
    features = [feature(name) for name in names]
    return Needed(
        tuple(dict.fromkeys(name for each in features for name in each.fields)),
        tuple(dict.fromkeys(name for each in features for name in each.text_fields)),
    )


def feature(name: str) -> Feature:
    """The feature of this name. Raises UnknownFeature."""
    try:
        return FEATURES[name]
    except KeyError:
        raise UnknownFeature(
            f"there is no feature {name!r}; the registry (searchapp/pipeline/ranking/features) "
            f"has {', '.join(sorted(FEATURES))}"
        ) from None


def is_actionable(name: str) -> bool:
    """Whether a seller can change the feature."""
    return name in FEATURES and FEATURES[name].actionable


def compute(
    query: AnalyzedQuery,
    candidates: Sequence[Candidate],
    names: Sequence[str],
    vocabulary: Vocabulary | None = None,
    now: float | None = None,
) -> NDArray[np.float32]:
    """The features `names` of n candidates, float32 (n, m); NaN is a missing value.

    The candidates are all of one kind and query, in any order. `vocabulary` tells how rare words
    are; without one all are. `now` is in seconds since 1970, by default the clock's.

    Raises UnknownFeature.
    """
    evidence = Evidence(
        query, candidates, vocabulary or Vocabulary(), time.time() if now is None else now
    )
    matrix = np.empty((len(candidates), len(names)), dtype=np.float32)
    for place, name in enumerate(names):
        matrix[:, place] = feature(name).compute(evidence)
    return matrix


def with_features(
    candidates: Sequence[Candidate], names: Sequence[str], matrix: NDArray[np.float32]
) -> list[Candidate]:
    """The candidates with the features of `matrix` beside those that they have."""
    return [
        candidate._replace(features={**candidate.features, **dict(zip(names, row, strict=True))})
        for candidate, row in zip(candidates, matrix.tolist(), strict=True)
    ]
