"""The registry of features, and their computation for the candidates of a query."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analyzers.query import AnalyzedQuery
from analyzers.spelling.vocabulary import Vocabulary
from rerankers.feature_rows import FeatureRow, FeatureTable
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


def advised_direction(name: str) -> int:
    """Where a seller who wants to be found better may take the feature: 1 up, -1 down; 0 where no
    seller can change it, or which way is better depends.
    """
    found = FEATURES.get(name)
    return found.monotone if found is not None and found.actionable else 0


def compute(
    query: AnalyzedQuery,
    candidates: Sequence[Candidate],
    names: Sequence[str],
    vocabulary: Vocabulary | None = None,
    now: float | None = None,
    head: int | None = None,
) -> NDArray[np.float32]:
    """The features `names` of n candidates, float32 (n, m); NaN is a missing value.

    The candidates are all of one kind and query, in any order. With `head` the rows are those of
    the first so many of them, with the values that they have among all. `vocabulary` tells how rare
    words are; without one all are. `now` is in seconds since 1970, by default the clock's.

    Raises UnknownFeature.
    """
    vocabulary = Vocabulary() if vocabulary is None else vocabulary
    now = time.time() if now is None else now
    every = own = Evidence(query, candidates, vocabulary, now)
    rows = len(candidates) if head is None else min(head, len(candidates))
    if rows < len(candidates) and max(every.first) < rows:
        # What the head lacks is read by none of its features that look at a card.
        own = Evidence(query, candidates[:rows], vocabulary, now)
    matrix = np.empty((rows, len(names)), dtype=np.float32)
    for place, each in enumerate(map(feature, names)):
        matrix[:, place] = each.compute(every if each.beside_all else own)[:rows]
    return matrix


def with_features(
    candidates: Sequence[Candidate], names: Sequence[str], matrix: NDArray[np.float32]
) -> list[Candidate]:
    """The candidates, of which the first have the features of `matrix` (h, m) beside those that
    they have.
    """
    table = FeatureTable({name: column for column, name in enumerate(names)}, matrix)
    return [
        *(
            candidate._replace(features=FeatureRow(table, number, candidate.features))
            for number, candidate in enumerate(candidates[: len(matrix)])
        ),
        *candidates[len(matrix) :],
    ]
