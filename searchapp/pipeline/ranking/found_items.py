"""What the channels found becomes candidates."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from searchapp.pipeline.candidate import Candidate, Recall
from searchapp.pipeline.recall.recalled import ChannelHits
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import EngineHit


class ScoredChannel(NamedTuple):
    """A channel, the places of its items among all ids (n,), and what it adds to the score of each
    (n,).
    """

    name: str
    hits: Sequence[EngineHit]
    places: NDArray[np.intp]
    added: NDArray[np.float64]


def candidates(
    kind: Kind,
    ids: Sequence[str],
    order: NDArray[np.intp],
    scores: NDArray[np.float64],
    channels: Sequence[ScoredChannel],
) -> list[Candidate]:
    """The items at the places `order`, with what each channel found out about them."""
    places = order.tolist()
    recalls: dict[int, list[Recall]] = {place: [] for place in places}
    contributions: dict[int, dict[str, float]] = {place: {} for place in places}
    features: dict[int, dict[str, float]] = {}
    documents: dict[int, Mapping[str, Any]] = {}
    for name, hits, found_at, added in channels:
        columns = zip(found_at.tolist(), hits, added.tolist(), strict=True)
        for rank, (place, hit, amount) in enumerate(columns, start=1):
            if place not in recalls:
                continue
            recalls[place].append(Recall(name, rank, hit.score))
            contributions[place][name] = amount
            # Doc values and the card are the same whichever channel brings them.
            if place not in features:
                features[place] = dict(hit.features)
                documents[place] = hit.document
            if hit.field_scores:
                _add_text_features(features[place], hit.field_scores)
            if name == "semantic":
                features[place]["similarity"] = hit.score
    return [
        Candidate(
            kind,
            ids[place],
            tuple(recalls[place]),
            features[place],
            contributions[place],
            score,
            document=documents[place],
        )
        for place, score in zip(places, scores[order].tolist(), strict=True)
    ]


@cache
def _text_feature(field: str) -> str:
    return f"text.{field}"


def _add_text_features(features: dict[str, float], field_scores: Mapping[str, float]) -> None:
    for field, score in field_scores.items():
        features[_text_feature(field)] = score


class InChannelOrder(Sequence[Candidate]):
    """What one channel found, in its own order, but for the ids `without`; a hit becomes a
    candidate when it is looked at.
    """

    def __init__(self, kind: Kind, found: ChannelHits, without: Collection[str] = ()) -> None:
        self._kind, self._channel = kind, found.channel
        self._ranked = [
            (rank, hit) for rank, hit in enumerate(found.hits, start=1) if hit.id not in without
        ]

    def __len__(self) -> int:
        return len(self._ranked)

    @overload
    def __getitem__(self, index: int) -> Candidate: ...

    @overload
    def __getitem__(self, index: slice) -> list[Candidate]: ...

    def __getitem__(self, index: int | slice) -> Candidate | list[Candidate]:
        if isinstance(index, slice):
            return [self._candidate(*ranked) for ranked in self._ranked[index]]
        return self._candidate(*self._ranked[index])

    def _candidate(self, rank: int, hit: EngineHit) -> Candidate:
        features = dict(hit.features)
        _add_text_features(features, hit.field_scores)
        recalls = (Recall(self._channel, rank, hit.score),)
        return Candidate(self._kind, hit.id, recalls, features, document=hit.document)
