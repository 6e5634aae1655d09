"""Training examples from a sample of the catalog, and those that are kept apart for measuring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from random import Random

from analyzers.categories.category_tree import ancestors
from analyzers.categories.features import features
from analyzers.categories.pseudo_queries import (
    QUERIES_BESIDE_PIECES,
    category_queries,
    category_words,
    item_queries,
)
from analyzers.categories.samples import Sample, SamplesByCategory, Words
from analyzers.categories.training import Examples

_MOST_PIECES = 24
_PIECES_TO_MEASURE = 4
# One item in so many is held out.
_HELD_OUT_OF = 10


@dataclass(frozen=True, slots=True)
class Query:
    """The words of a query, the category it looks in, and what it weighs in training."""

    words: Words
    path: str
    weight: float


Labelled = tuple[Words, int, float]
"""The words of a query, the number of its class, and its weight."""


@dataclass(frozen=True, slots=True)
class SplitSamples:
    """The samples by class: those to learn from, and two disjoint parts held out."""

    learnt: Mapping[str, Sequence[Sample]]
    tuning: Mapping[str, Sequence[Sample]]
    testing: Mapping[str, Sequence[Sample]]
    seen: Mapping[str, int]

    @classmethod
    def of(cls, samples: SamplesByCategory, class_of: Mapping[str, str]) -> SplitSamples:
        """Gathers the samples of each class and holds out every tenth, in turn for each part."""
        gathered: dict[str, list[Sample]] = {}
        seen: dict[str, int] = {}
        for path, count, kept in samples:
            if path in class_of:
                gathered.setdefault(class_of[path], []).extend(kept)
                seen[class_of[path]] = seen.get(class_of[path], 0) + count
        learnt: dict[str, list[Sample]] = {}
        held_out: tuple[dict[str, list[Sample]], dict[str, list[Sample]]] = ({}, {})
        place = 0
        for path, kept in gathered.items():
            for sample in kept:
                place += 1
                part = learnt
                if place % _HELD_OUT_OF == 0 and path in learnt:
                    part = held_out[place // _HELD_OUT_OF % 2]
                part.setdefault(path, []).append(sample)
        return cls(learnt, *held_out, seen)

    def weight(self, path: str) -> float:
        """What a sample of a class weighs: more where few were kept, by the square root."""
        return sqrt(max(1.0, self.seen[path] / len(self.learnt[path]) * (1 - 1 / _HELD_OUT_OF)))


def training_queries(split: SplitSamples, most: int, random: Random) -> Iterator[Query]:
    """About `most` made-up queries: as many for each sample of an item, and the names of the
    categories.
    """
    total = sum(map(len, split.learnt.values()))
    pieces = min(max(most // max(1, total) - QUERIES_BESIDE_PIECES, 1), _MOST_PIECES)
    for path, kept in split.learnt.items():
        weight = split.weight(path)
        kind = category_words(path)
        for sample in kept:
            for words in item_queries(sample, kind, pieces, random):
                yield Query(words, path, weight)
        for words in category_queries(path):
            for _ in range(min(pieces, len(kept))):
                yield Query(words, path, weight)


def item_texts(split: SplitSamples) -> Iterator[Query]:
    """The title and the name of the category of each sample to learn from."""
    for path, kept in split.learnt.items():
        weight = split.weight(path)
        kind = category_words(path)
        for sample in kept:
            yield Query((*sample.title, *kind), path, weight)


def measuring_queries(samples: Mapping[str, Sequence[Sample]], random: Random) -> Iterator[Query]:
    """Queries from the titles of items held out; none that spell out the category."""
    for path, kept in samples.items():
        for sample in kept:
            for words in item_queries(sample, (), _PIECES_TO_MEASURE, random):
                yield Query(words, path, 1.0)


def labelled(queries: Iterable[Query], classes: Sequence[str]) -> list[Labelled]:
    """The words, the number of the class and the weight of each query. One without words is left
    out, and one whose category is neither a class nor below one.
    """
    number: dict[str, int] = {path: index for index, path in enumerate(classes)}
    found = []
    for query in queries:
        at = number.get(query.path)
        if at is None:
            above = reversed(ancestors(query.path))
            at = next((number[path] for path in above if number.get(path, -1) >= 0), -1)
            number[query.path] = at
        if query.words and at >= 0:
            found.append((query.words, at, query.weight))
    return found


def encode(queries: Sequence[Labelled], buckets: int) -> Examples:
    """The queries as bags of features."""
    bags = [features(words, buckets) for words, _, _ in queries]
    return Examples.of(bags, [at for _, at, _ in queries], [weight for *_, weight in queries])
