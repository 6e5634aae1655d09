"""The reranker that scores by features: an ensemble of trees in a model folder.

`manage.py train_ranker` makes the folder; beside the graph and its golden example it holds
`trees.npz`, the same trees as arrays, by which scores are explained.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from analyzers.query import AnalyzedQuery
from rerankers.base import BASE, RankedItem
from rerankers.feature_rows import feature_matrix
from rerankers.model_folder import (
    FEATURE_RANKER,
    ScoringModel,
    load_model,
    names,
    open_reranker_folder,
)
from rerankers.trees import TREES, Trees, read_trees


@dataclass(frozen=True, slots=True)
class _Loaded:
    model: ScoringModel
    trees: Trees


class FeatureRanker:
    """Scores candidates by the features that the manifest of its folder names; one that an item
    lacks is missing to the model too, which knows what to make of that.

    Raises ModelFolderError: the constructor for the manifest, `warm_up` for the files.
    """

    name = "feature_ranker"

    def __init__(self, folder: Path | str) -> None:
        self._folder = open_reranker_folder(folder, FEATURE_RANKER)
        self.features = names(self._folder, "features")
        self._loaded: _Loaded | None = None
        self._loading = Lock()

    def warm_up(self) -> None:
        """Loads the model and checks it whole."""
        self._load()

    def score(self, query: AnalyzedQuery, candidates: Sequence[RankedItem]) -> NDArray[np.float32]:
        if not candidates:
            return np.empty(0, dtype=np.float32)
        return self._load().model.score({"features": feature_matrix(candidates, self.features)})

    def explain(
        self, query: AnalyzedQuery, candidates: Sequence[RankedItem]
    ) -> list[Mapping[str, float]]:
        """What each feature added to the score of each candidate, and the base."""
        base, added = self._load().trees.contributions(feature_matrix(candidates, self.features))
        return [
            {BASE: base, **dict(zip(self.features, row, strict=True))} for row in added.tolist()
        ]

    def _load(self) -> _Loaded:
        if self._loaded is None:
            with self._loading:
                if self._loaded is None:
                    self._loaded = self._checked()
        return self._loaded

    def _checked(self) -> _Loaded:
        folder = self._folder
        file = folder.file(TREES)
        model = load_model(folder)
        try:
            trees = read_trees(file)
        except (OSError, KeyError, ValueError) as error:
            raise folder.error(f"{TREES} can't be read ({error})") from error
        if len(trees.weights) != len(self.features):
            raise folder.error(
                f"{TREES} is of {len(trees.weights)} features, not {len(self.features)}"
            )
        return _Loaded(model, trees)
