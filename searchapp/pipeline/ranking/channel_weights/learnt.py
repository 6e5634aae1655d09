"""A share of words that was learnt from judged or made-up queries: a small graph in a model folder.

`manage.py train_channel_weights` makes the folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from threading import Lock

import numpy as np

from rerankers.model_folder import (
    CHANNEL_WEIGHTS,
    ScoringModel,
    load_model,
    names,
    open_reranker_folder,
)
from searchapp.pipeline.ranking.channel_weights.evidence import QUERY_FEATURES


class LearntWeights:
    """Predicts the share from the numbers that the manifest of its folder names.

    Raises ModelFolderError: the constructor for the manifest, `warm_up` for the files.
    """

    def __init__(self, folder: Path | str) -> None:
        self._folder = open_reranker_folder(folder, CHANNEL_WEIGHTS)
        self.features = names(self._folder, "features")
        if unknown := [name for name in self.features if name not in QUERY_FEATURES]:
            raise self._folder.error(
                f"reads {unknown[0]!r} of a query; there are {', '.join(QUERY_FEATURES)}"
            )
        self._model: ScoringModel | None = None
        self._loading = Lock()

    def warm_up(self) -> None:
        """Loads the model and checks it whole."""
        self._load()

    def lexical_share(self, features: Mapping[str, float]) -> float | None:
        values = np.array([[features[name] for name in self.features]], dtype=np.float32)
        return float(self._load().score({"features": values})[0])

    def _load(self) -> ScoringModel:
        with self._loading:
            if self._model is None:
                self._model = load_model(self._folder)
            return self._model


class RefusedWeights:
    """Stands in for one whose model folder is not fit for use, and says so to each search."""

    features: tuple[str, ...] = ()

    def __init__(self, fault: Exception) -> None:
        self._fault = fault

    def warm_up(self) -> None:
        raise self._fault

    def lexical_share(self, features: Mapping[str, float]) -> float | None:
        raise self._fault
