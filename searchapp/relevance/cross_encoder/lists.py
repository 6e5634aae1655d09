"""What the network learns from: lists of a query, some items, and how good each of them is.

Goodness lies in [0, 1]. For a pseudo-query it is 1 for the item that it was made from and nearly
that for one with all of the query's words, which answers as well; the rest have a little of it by
how near they are in meaning, so that what the text encoder knows is kept. For a judged query it is
the grade, as a share of the highest; unjudged items that recall finds count as irrelevant, since a
ranker that never saw them lets them rise.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from searchapp.relevance.cross_encoder.mining import Miner
from searchapp.relevance.cross_encoder.pseudo_queries import PseudoQuery

LENGTH = 8
_MINED = 50
_AS_GOOD = 0.85
_WHOLE = 0.999
_MEANING_SHARE = 0.3
_UNJUDGED = 2


@dataclass(frozen=True, slots=True)
class TrainingList:
    """A query, places of items in the catalog, and their goodness in [0, 1]."""

    query: str
    items: tuple[int, ...]
    goodness: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class MinedQuery:
    """A pseudo-query with what may stand beside its item, and the goodness of all."""

    query: PseudoQuery
    similar: NDArray[np.int64]
    wordy: NDArray[np.int64]
    same_category: NDArray[np.int64]
    goodness: Mapping[int, float]


def mined(query: PseudoQuery, miner: Miner, rng: random.Random) -> MinedQuery:
    """The query with its hard negatives."""
    cosine, coverage = miner.similarities(query.text), miner.coverage(query.text)
    peers = miner.by_category[miner.category(query.item)]
    category = np.array(rng.sample(peers, min(len(peers), 12)), dtype=np.int64)
    similar, wordy = miner.best(cosine, _MINED), miner.best(coverage + 0.1 * cosine, _MINED)
    goodness = np.where(coverage > _WHOLE, _AS_GOOD, _MEANING_SHARE * np.maximum(cosine, 0))
    goodness[query.item] = 1.0
    held = np.concatenate([[query.item], similar, wordy, category])
    return MinedQuery(query, similar, wordy, category, {int(i): float(goodness[i]) for i in held})


def pseudo_list(query: MinedQuery, catalog_size: int, rng: random.Random) -> TrainingList:
    """The query's item among one near in meaning, one near in words, three of its category and any
    two.
    """
    places = [query.query.item]
    for pool, count in ((query.similar, 1), (query.wordy, 1), (query.same_category, 3)):
        left = [int(place) for place in pool if place not in places]
        places += rng.sample(left, min(count, len(left)))
    while len(places) < LENGTH:
        places.append(rng.randrange(catalog_size))
    known = query.goodness
    return TrainingList(
        query.query.text, tuple(places), tuple(known.get(place, 0.0) for place in places)
    )


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A judged query: goodness by place, and what recall finds beside it."""

    query: str
    goodness: Mapping[int, float]
    unjudged: tuple[int, ...]


def judged(query: str, grades: Mapping[int, float], highest: float, miner: Miner) -> JudgedQuery:
    """The query with the unjudged items that stand among the first by meaning or by words."""
    cosine, coverage = miner.similarities(query), miner.coverage(query)
    found = np.concatenate(
        [miner.best(cosine, _MINED), miner.best(coverage + 0.1 * cosine, _MINED)]
    )
    unjudged = dict.fromkeys(int(place) for place in found if int(place) not in grades)
    goodness = {place: max(grade, 0) / highest for place, grade in grades.items()}
    return JudgedQuery(query, goodness, tuple(unjudged))


def judged_list(query: JudgedQuery, rng: random.Random) -> TrainingList:
    """Judged items, as many grades of them as there are, among unjudged ones."""
    by_grade: dict[float, list[int]] = {}
    for place, good in query.goodness.items():
        by_grade.setdefault(good, []).append(place)
    unjudged = rng.sample(query.unjudged, min(_UNJUDGED, len(query.unjudged)))
    places: list[int] = []
    for grade in by_grade:
        rng.shuffle(by_grade[grade])
    turns: Iterator[int] = (
        pool[turn]
        for turn in range(max(map(len, by_grade.values())))
        for _, pool in sorted(by_grade.items(), reverse=True)
        if turn < len(pool)
    )
    for place in turns:
        if len(places) == LENGTH - len(unjudged):
            break
        places.append(place)
    places += unjudged
    while len(places) < LENGTH:
        places.append(rng.choice(places))
    return TrainingList(
        query.query, tuple(places), tuple(query.goodness.get(place, 0.0) for place in places)
    )


def shuffled_forever(count: int, rng: random.Random) -> Iterator[int]:
    """All of `range(count)` in one random order after another."""
    order = list(range(count))
    while order:
        rng.shuffle(order)
        yield from order
