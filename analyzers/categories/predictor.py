"""Which categories a query looks in."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analyzers.categories.category_tree import CategoryTree
from analyzers.categories.features import FORMAT, features, words_of
from analyzers.categories.word_evidence import WordEvidence
from analyzers.evidence import Arrays
from analyzers.string_table import StringTable

# Read at the import: without it the runtime reports its use to its maker.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
import onnxruntime

Floats = NDArray[np.float32]


class CategoryPredictor:
    """A trained model of queries and categories, or nothing yet.

    `classes` are the category paths between which the model decides; `manifest` says how it was
    trained and how well it does: buckets, width, seed, examples, temperature and metrics. The
    model is opened by `warm_up` or the first prediction, once, whichever threads come. Safe for
    many threads.
    """

    def __init__(
        self,
        model: NDArray[np.uint8] | None = None,
        evidence: WordEvidence | None = None,
        classes: StringTable | None = None,
        manifest: Mapping[str, Any] | None = None,
    ) -> None:
        self._model = np.zeros(0, dtype=np.uint8) if model is None else model
        self._evidence = WordEvidence.of([], 0) if evidence is None else evidence
        self.classes = StringTable.of([]) if classes is None else classes
        self.manifest: Mapping[str, Any] = {} if manifest is None else manifest
        self._opened: _Opened | None = None
        self._opening = Lock()

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> CategoryPredictor:
        """The stored model; an empty one when it was trained for other features than these."""
        manifest = json.loads(np.asarray(arrays["manifest"], dtype=np.uint8).tobytes())
        if manifest.get("format") != FORMAT:
            return cls()
        classes = StringTable.from_arrays(arrays, "classes")
        evidence = WordEvidence.from_arrays(arrays)
        return cls(np.asarray(arrays["model"], dtype=np.uint8), evidence, classes, manifest)

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """The graph as uint8 `model`, the evidence of words, the class paths, and the manifest as
        JSON in uint8.
        """
        manifest = json.dumps(dict(self.manifest), sort_keys=True).encode()
        return {
            "model": self._model,
            "manifest": np.frombuffer(manifest, dtype=np.uint8),
            **self._evidence.arrays(),
            **self.classes.arrays("classes"),
        }

    @property
    def is_empty(self) -> bool:
        """Whether there is no model: then nothing can be predicted."""
        return not len(self._model)

    @property
    def tree(self) -> CategoryTree:
        """The classes and the categories above them. Raises ValueError when there is no model."""
        return self._open().tree

    @property
    def prior(self) -> Floats:
        """What is predicted of a text that says nothing: (nodes,), in the order of the tree."""
        return self._open().prior

    def warm_up(self) -> None:
        """Opens the model, if there is one."""
        if not self.is_empty:
            self._open()

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """The probability (texts, nodes) of each category of the tree for normalised texts.

        The probability of a category is the sum of those below it. Raises ValueError when there is
        no model.
        """
        return self._open().probabilities([words_of(text) for text in texts])

    def _open(self) -> _Opened:
        if self._opened is None:
            with self._opening:
                if self._opened is None:
                    if self.is_empty:
                        raise ValueError("there is no model of categories: build the lexicon")
                    self._opened = _Opened.of(
                        self._model, self._evidence, self.classes, self.manifest
                    )
        return self._opened


@dataclass(frozen=True, slots=True, eq=False)
class _Opened:
    session: onnxruntime.InferenceSession
    evidence: WordEvidence
    tree: CategoryTree
    buckets: int
    prior: Floats

    @classmethod
    def of(
        cls,
        model: NDArray[np.uint8],
        evidence: WordEvidence,
        classes: StringTable,
        manifest: Mapping[str, Any],
    ) -> _Opened:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        session = onnxruntime.InferenceSession(
            model.tobytes(), options, providers=["CPUExecutionProvider"]
        )
        tree = CategoryTree.of(tuple(classes))
        opened = cls(session, evidence, tree, int(manifest["buckets"]), evidence.prior)
        return replace(opened, prior=opened.probabilities([[]])[0])

    def probabilities(self, queries: Sequence[Sequence[str]]) -> Floats:
        bags = [features(words, self.buckets) for words in queries]
        padded = np.zeros((len(bags), max([1, *map(len, bags)])), dtype=np.int64)
        for row, bag in zip(padded, bags, strict=True):
            row[: len(bag)] = bag
        inputs = {"features": padded, "evidence": self.evidence.of_queries(queries)}
        of_classes: Floats = self.session.run(["probabilities"], inputs)[0]
        return self.tree.sum_over_classes(of_classes.T).T
