"""Learns the category model from the catalog, and from clicked products where they are known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np

from analyzers.categories.calibration import Mixture, calibration_error
from analyzers.categories.category_tree import CategoryTree
from analyzers.categories.class_choice import classes_of
from analyzers.categories.examples import (
    Labelled,
    Query,
    SplitSamples,
    encode,
    item_texts,
    labelled,
    measuring_queries,
    training_queries,
)
from analyzers.categories.features import FORMAT
from analyzers.categories.network import to_onnx
from analyzers.categories.predictor import CategoryPredictor
from analyzers.categories.samples import SamplesByCategory, plain_words
from analyzers.categories.training import Floats, Integers, Weights, scores, train
from analyzers.categories.word_evidence import WordEvidence
from analyzers.evidence import CatalogItem, LoggedQuery
from analyzers.string_table import StringTable

_BUCKETS = 1 << 16
_WIDTH = 64
_MOST_SAMPLES = 30_000
_MOST_PATHS = 20_000
_MOST_CLICKED = 100_000
_LEAST_TO_TUNE = 50
_USUAL_MIXTURE = Mixture(temperature=1.6, evidence_weight=0.3)


class CategoryTrainer:
    """Builds a `CategoryPredictor`: add the items, then build.

    `least_items` is how many items a category must have to be told from the one above it,
    `most_classes` how many categories are told apart, `most_queries` how many queries are made up
    from the catalog; the time grows with the last two, the memory not with the catalog. One item
    in ten is held out, half of these to set the temperature, half for the metrics in the manifest.
    The same evidence and `seed` give the same model on the same machine.
    """

    def __init__(
        self,
        seed: int = 0,
        least_items: int = 3,
        most_classes: int = 2000,
        most_queries: int = 150_000,
    ) -> None:
        self._seed = seed
        self._least_items = least_items
        self._most_classes = most_classes
        self._most_queries = most_queries
        self._random = Random(seed)
        self._samples = SamplesByCategory(self._random, _MOST_SAMPLES, _MOST_PATHS)
        self._clicked: list[Query] = []

    def add(self, item: CatalogItem) -> None:
        """An item without a category or a title teaches nothing."""
        if item.categories and item.title:
            self._samples.add(item)

    def add_query(self, query: LoggedQuery) -> None:
        """Nothing: the text of a query alone does not say where it looks."""

    def add_clicked(self, queries: Iterable[tuple[str, str, float]]) -> None:
        """Queries with the category of the products that were clicked: text, path and weight, of
        which 1 is that of a made-up query. The first 100,000 count.
        """
        for text, path, weight in queries:
            if len(self._clicked) < _MOST_CLICKED and path and weight > 0:
                self._clicked.append(Query(plain_words(text), path, weight))

    def build(self) -> CategoryPredictor:
        """The trained model; an empty one when fewer than two categories have enough items."""
        class_of = classes_of(
            {path: seen for path, seen, _ in self._samples}, self._least_items, self._most_classes
        )
        classes = sorted(set(class_of.values()))
        if len(classes) < 2:
            return CategoryPredictor()
        split = SplitSamples.of(self._samples, class_of)
        made_up = training_queries(split, self._most_queries, self._random)
        examples = encode(labelled([*made_up, *self._clicked], classes), _BUCKETS)
        weights = train(examples, _BUCKETS, CategoryTree.of(classes), _WIDTH, self._seed)
        texts = labelled([*item_texts(split), *self._clicked], classes)
        evidence = WordEvidence.of(texts, len(classes))
        tuning, testing = (
            _scored(labelled(measuring_queries(part, self._random), classes), weights, evidence)
            for part in (split.tuning, split.testing)
        )
        mixture = _USUAL_MIXTURE
        if len(tuning.classes) >= _LEAST_TO_TUNE:
            mixture = Mixture.best(tuning.network, tuning.evidence, tuning.classes)
        manifest = {
            "format": FORMAT,
            "seed": self._seed,
            "buckets": _BUCKETS,
            "width": _WIDTH,
            "categories": len(classes),
            "items": sum(split.seen.values()),
            "examples": len(examples),
            "temperature": round(mixture.temperature, 4),
            "evidence_weight": mixture.evidence_weight,
            **_metrics(testing, mixture),
        }
        model = np.frombuffer(to_onnx(weights, mixture), dtype=np.uint8)
        return CategoryPredictor(model, evidence, StringTable.of(classes), manifest)


@dataclass(frozen=True, slots=True)
class _Scored:
    """The scores of queries by the network and by their words, and their true classes."""

    network: Floats
    evidence: Floats
    classes: Integers


def _scored(queries: Sequence[Labelled], weights: Weights, evidence: WordEvidence) -> _Scored:
    examples = encode(queries, _BUCKETS)
    words = [words for words, _, _ in queries]
    return _Scored(scores(examples, weights), evidence.of_queries(words), examples.classes)


def _metrics(testing: _Scored, mixture: Mixture) -> dict[str, Any]:
    """How well pieces of unseen titles are predicted; no metrics without any."""
    count = len(testing.classes)
    if not count:
        return {"held_out": 0}
    probabilities = mixture.probabilities(testing.network, testing.evidence)
    ranked = np.argsort(-probabilities, axis=1, kind="stable")[:, :3]
    right = ranked == testing.classes[:, None]
    first = probabilities[np.arange(count), ranked[:, 0]]
    return {
        "held_out": count,
        "top1": round(float(right[:, 0].mean()), 4),
        "top3": round(float(right.any(axis=1).mean()), 4),
        "calibration_error": round(calibration_error(first, right[:, 0]), 4),
    }
