"""Training sets: candidates as the service finds and describes them, with their grades.

The rows come out of the service itself, so a model is trained on the very features that it is
served. All candidates of a judged query take part; the unjudged ones count as irrelevant, but
less surely. Judged pairs alone would be a sample that earlier rankings chose: who has only seen
good candidates does not learn to tell the bad ones apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from analyzers.query import AnalyzedQuery
from rerankers.base import RankedItem
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.profile import RankingProfile, RerankStep
from searchapp.pipeline.request import PATIENT_MS, Kind, SearchRequest
from searchapp.pipeline.service import SearchService
from searchapp.relevance.judgments import Grades

_PROFILE = "training"
_MOST_ROWS = 10_000
"""Of a query: more candidates than any profile keeps."""


@dataclass(frozen=True, slots=True, eq=False)
class TrainingSet:
    """The candidates of q queries, query by query in first-stage order: r rows of m features.

    `features` (r, m) float32, NaN where missing; `grades` (r,) float32, 0 where unjudged; `judged`
    (r,) bool; `sizes` (q,) counts the rows of each query; `ids` names the item of each row.
    """

    queries: tuple[str, ...]
    names: tuple[str, ...]
    features: NDArray[np.float32]
    grades: NDArray[np.float32]
    judged: NDArray[np.bool_]
    sizes: NDArray[np.int64]
    ids: tuple[str, ...]

    @property
    def groups(self) -> NDArray[np.int64]:
        """(r,) The number of each row's query."""
        return np.repeat(np.arange(len(self.queries)), self.sizes)

    def of_queries(self, wanted: Sequence[int]) -> TrainingSet:
        """The part of the set with these queries, by their numbers, in their order."""
        starts = np.concatenate([[0], np.cumsum(self.sizes)])
        rows = np.concatenate(
            [np.arange(starts[number], starts[number + 1]) for number in wanted]
            or [np.empty(0, dtype=np.int64)]
        ).astype(np.int64)
        return self._take(
            rows, [self.queries[number] for number in wanted], self.sizes[list(wanted)]
        )

    def of_features(self, wanted: Sequence[int]) -> TrainingSet:
        """The set with these features alone, by their numbers, in their order."""
        columns = list(wanted)
        names = tuple(self.names[number] for number in columns)
        return replace(self, names=names, features=self.features[:, columns])

    def _take(
        self, rows: NDArray[np.int64], queries: Sequence[str], sizes: NDArray[np.int64]
    ) -> TrainingSet:
        return TrainingSet(
            tuple(queries),
            self.names,
            self.features[rows],
            self.grades[rows],
            self.judged[rows],
            sizes,
            tuple(self.ids[row] for row in rows.tolist()),
        )


class FeatureReader:
    """A reranker that keeps the order and reads features, so that the service computes them."""

    name = "feature_reader"

    def __init__(self, features: Sequence[str]) -> None:
        self.features = tuple(features)

    def warm_up(self) -> None:
        """Nothing to load."""

    def score(self, query: AnalyzedQuery, candidates: Sequence[RankedItem]) -> NDArray[np.float32]:
        return np.array([each.first_score for each in candidates], dtype=np.float32)


def collect(
    service: SearchService,
    config: SearchConfig,
    grades: Grades,
    names: Sequence[str],
    kind: Kind = Kind.PRODUCT,
    profile: RankingProfile | None = None,
) -> TrainingSet:
    """The candidates of the judged queries under `profile` (default: the published one) without its
    rerankers, with the features `names`.

    Raises RuntimeError when a part of the answer was left out: a set with holes would teach them.
    """
    reader = FeatureReader(names)
    service = replace(service, rerankers={reader.name: reader})
    ranked = replace(
        profile or config.profile("default"),
        name=_PROFILE,
        rerankers=(RerankStep(reader.name, head=_MOST_ROWS),),
    )
    config = replace(config, profiles={**config.profiles, _PROFILE: ranked})
    matrices: list[NDArray[np.float32]] = []
    ids: list[str] = []
    labels: list[float] = []
    judged: list[bool] = []
    sizes: list[int] = []
    for query, items in grades.items():
        request = SearchRequest(
            text=query, kinds=(kind,), size=1, profile=_PROFILE, budget_ms=PATIENT_MS
        )
        response = service.search(request, config)
        if response.degraded:
            raise RuntimeError(f"the answer to {query!r} lacks a part: {response.degraded}")
        served = next((each for each in response.served if each.kind is kind), None)
        if served is None:
            sizes.append(0)
            continue
        matrices.append(served.values)
        ids += served.ids
        labels += [items.get(id_, 0.0) for id_ in served.ids]
        judged += [id_ in items for id_ in served.ids]
        sizes.append(len(served.ids))
    empty = np.empty((0, len(names)), dtype=np.float32)
    return TrainingSet(
        tuple(grades),
        tuple(names),
        np.concatenate([empty, *matrices]),
        np.array(labels, dtype=np.float32),
        np.array(judged, dtype=np.bool_),
        np.array(sizes, dtype=np.int64),
        tuple(ids),
    )
