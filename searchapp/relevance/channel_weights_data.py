"""What a weigher of words against meaning learns from: for each query its numbers, and how good the
first stage would be at each share of the words. All of it comes out of the search service.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.ranking.channel_weights.evidence import QUERY_FEATURES
from searchapp.pipeline.request import PATIENT_MS, Kind, SearchRequest
from searchapp.pipeline.service import SearchService
from searchapp.relevance.judgments import Grades
from searchapp.relevance.metrics import ndcg

SHARES: NDArray[np.float64] = np.linspace(0.0, 1.0, 21)
"""The shares of the words at which rankings are measured."""
_NAME = "training"
_DEPTH = 200


@dataclass(frozen=True, slots=True, eq=False)
class WeighedQueries:
    """q queries: `features` (q, m) float32, NaN where missing, of the names `names`; `quality`
    (q, s) float64, the nDCG@10 at each of `SHARES`; and `own`, the share of the profile.
    """

    queries: tuple[str, ...]
    names: tuple[str, ...]
    features: NDArray[np.float32]
    quality: NDArray[np.float64]
    own: float

    def of(self, wanted: NDArray[np.bool_]) -> WeighedQueries:
        """The part of the queries that are `wanted`, (q,)."""
        queries = tuple(np.array(self.queries, dtype=object)[wanted].tolist())
        return replace(
            self, queries=queries, features=self.features[wanted], quality=self.quality[wanted]
        )

    def quality_at(self, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        """(q,) The quality of each query at its share."""
        return at_shares(self.quality, shares)


def at_shares(curves: NDArray[np.float64], shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """(q,) Each of the `curves` (q, s) at its share, between the points of it in proportion."""
    place = shares * (len(SHARES) - 1)
    low = np.clip(place.astype(int), 0, len(SHARES) - 2)
    rows, part = np.arange(len(shares)), place - low
    values = curves[rows, low] * (1 - part) + curves[rows, low + 1] * part
    return np.asarray(values, dtype=np.float64)


class FeatureRecorder:
    """A weigher that leaves the profile's weights and keeps what it was asked with."""

    features = tuple(QUERY_FEATURES)

    def __init__(self) -> None:
        self.given: Mapping[str, float] | None = None

    def warm_up(self) -> None:
        """Nothing to load."""

    def lexical_share(self, features: Mapping[str, float]) -> float | None:
        self.given = dict(features)
        return None


def collect(
    service: SearchService, config: SearchConfig, grades: Grades, profile: str = "default"
) -> WeighedQueries:
    """The queries of which both words and meaning found products, under the profile without its
    rerankers.

    Raises RuntimeError when a part of an answer was left out, ValueError for a profile in which
    words or meaning have no weight.
    """
    recorder = FeatureRecorder()
    service = replace(service, weighers={_NAME: recorder})
    wanted = replace(config.profile(profile), name=_NAME, rerankers=(), channel_weigher=_NAME)
    uses = wanted.channels[Kind.PRODUCT]
    weights = {name: uses[name].weight if name in uses else 0.0 for name in ("lexical", "semantic")}
    if not all(weights.values()):
        raise ValueError(f"the profile {profile!r} must weigh both words and meaning")
    config = replace(config, profiles={**config.profiles, _NAME: wanted})
    queries: list[str] = []
    features: list[list[float]] = []
    quality: list[list[float]] = []
    for query, items in grades.items():
        recorder.given = None
        request = SearchRequest(
            query, (Kind.PRODUCT,), size=_DEPTH, profile=_NAME, budget_ms=PATIENT_MS
        )
        response = service.search(request, config)
        if response.degraded:
            raise RuntimeError(f"the answer to {query!r} lacks a part: {response.degraded}")
        if recorder.given is None:
            continue
        queries.append(query)
        features.append([recorder.given[name] for name in recorder.features])
        quality.append(_curve([hit.candidate for hit in response.hits], weights, items))
    width = len(recorder.features)
    return WeighedQueries(
        tuple(queries),
        recorder.features,
        np.array(features, dtype=np.float32).reshape(len(queries), width),
        np.array(quality, dtype=np.float64).reshape(len(queries), len(SHARES)),
        weights["lexical"] / sum(weights.values()),
    )


def _curve(
    candidates: Sequence[Candidate], weights: Mapping[str, float], grades: Mapping[str, float]
) -> list[float]:
    """The nDCG@10 of the candidates, ordered as at each share."""
    both = sum(weights.values())
    ids = [each.id for each in candidates]
    by_words, by_meaning = (
        np.array([each.contributions.get(name, 0.0) for each in candidates]) / weights[name] * both
        for name in ("lexical", "semantic")
    )
    first = np.array([each.first_score for each in candidates])
    rest = first - (by_words * weights["lexical"] + by_meaning * weights["semantic"]) / both
    found = []
    for share in SHARES.tolist():
        scores = (rest + by_words * share + by_meaning * (1 - share)).tolist()
        order = sorted(range(len(ids)), key=lambda place: (-scores[place], ids[place]))
        found.append(ndcg([ids[place] for place in order], grades))
    return found
