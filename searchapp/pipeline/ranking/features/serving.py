"""The features that a request's rerankers read: what the engine must give for them, and the ranked
windows with them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from analyzers.query import AnalyzedQuery
from analyzers.spelling.vocabulary import Vocabulary
from rerankers.base import Reranker
from searchapp.pipeline.profile import RankingProfile
from searchapp.pipeline.ranking.features.registry import FEATURES, compute, needed, with_features
from searchapp.pipeline.ranking.first_stage import Ranking
from searchapp.pipeline.request import Kind
from searchapp.pipeline.trace import Degradation


@dataclass(frozen=True, slots=True, eq=False)
class ServedFeatures:
    """The features `names` of the first n candidates of one kind, `ids`, as rerankers read them:
    `values` float32 (n, m), NaN where missing, in the order of the first stage.
    """

    kind: Kind
    ids: tuple[str, ...]
    names: tuple[str, ...]
    values: NDArray[np.float32]


def features_read(profile: RankingProfile, rerankers: Mapping[str, Reranker]) -> tuple[str, ...]:
    """The features that the steps of the profile read, each once; those that the registry does not
    have are missing to whoever reads them, as Django's system checks say.
    """
    steps = (rerankers[step.name] for step in profile.rerankers if step.name in rerankers)
    names = dict.fromkeys(name for reranker in steps for name in reranker.features)
    return tuple(name for name in names if name in FEATURES)


def not_known(
    profile: RankingProfile, rerankers: Mapping[str, Reranker], served: Sequence[ServedFeatures]
) -> dict[str, list[str]]:
    """The features that each reranker of the profile reads and no candidate has: they count for
    nothing in this answer.
    """
    known = {
        name
        for each in served
        for name, column in zip(each.names, each.values.T, strict=True)
        if not np.isnan(column).all()
    }
    found = {
        step.name: [name for name in rerankers[step.name].features if name not in known]
        for step in profile.rerankers
        if step.name in rerankers
    }
    return {name: missing for name, missing in found.items() if missing}


def head_read(profile: RankingProfile, rerankers: Mapping[str, Reranker]) -> int:
    """How many of the first candidates have their features read by a step of the profile; a later
    step reads what earlier ones left there, and what they left is among their own heads.
    """
    return max(
        (step.head for step in profile.rerankers if step.name in rerankers),
        default=0,
    )


def asking_for(profile: RankingProfile, names: Sequence[str]) -> RankingProfile:
    """The profile that has the engine give what the features `names` need, and no more.

    Raises UnknownFeature.
    """
    needs = needed(names)
    if not (needs.fields or needs.text_fields):
        return profile
    return replace(
        profile,
        features={
            kind: tuple(dict.fromkeys((*profile.features.get(kind, ()), *needs.fields_of(kind))))
            for kind in Kind
        },
        text_features={
            kind: tuple(
                dict.fromkeys((*profile.text_features.get(kind, ()), *needs.text_fields_of(kind)))
            )
            for kind in Kind
        },
    )


def serve_each(
    query: AnalyzedQuery,
    rankings: Sequence[Ranking],
    names: Sequence[str],
    vocabulary: Vocabulary,
    now: float,
    head: int,
) -> tuple[list[Ranking], list[ServedFeatures], list[Degradation]]:
    """Each ranking as `serve` gives it; without features, and told why, where they can't be
    computed.
    """
    ranked: list[Ranking] = []
    served: list[ServedFeatures] = []
    degraded: list[Degradation] = []
    for ranking in rankings:
        try:
            given, features = serve(query, ranking, names, vocabulary, now, head)
        except Exception as error:  # noqa: BLE001 - what is odd in one item ends no search
            ranked.append(ranking)
            degraded.append(Degradation.of(f"features.{ranking.kind}", error))
        else:
            ranked.append(given)
            served.append(features)
    return ranked, served, degraded


def serve(
    query: AnalyzedQuery,
    ranking: Ranking,
    names: Sequence[str],
    vocabulary: Vocabulary,
    now: float,
    head: int | None = None,
) -> tuple[Ranking, ServedFeatures]:
    """The ranking whose candidates, or the first `head` of them, have the features `names`, and
    these as a matrix.
    """
    window = ranking.window
    values = compute(query, window, names, vocabulary, now, head)
    ids = tuple(each.id for each in window[: len(values)])
    served = ServedFeatures(ranking.kind, ids, tuple(names), values)
    return replace(ranking, window=with_features(window, names, values)), served
