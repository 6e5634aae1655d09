"""The model folder of a trained feature ranker."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import numpy as np

from rerankers.model_folder import FEATURE_RANKER, ModelFolder
from rerankers.publication import publish
from rerankers.trees import TREES, Trees
from searchapp.relevance.feature_ranker_training import Hyperparameters, importance
from searchapp.relevance.lightgbm_trees import graph_of
from searchapp.relevance.training_set import TrainingSet

IMPORTANCE = "importance.json"
"""The file with how much each feature moves the scores."""
_GOLDEN_ROWS = 24


def publish_feature_ranker(
    folder: Path,
    trees: Trees,
    rows: TrainingSet,
    how: Hyperparameters,
    source: Mapping[str, str],
    metrics: Mapping[str, float],
) -> ModelFolder:
    """Makes `folder` the model folder of the trees trained on `rows`; it names the features alone
    that move a score, so that no others are computed for it.

    Its golden example has made-up rows, some of whose values are missing, so that no catalog's
    numbers lie in it. Raises ModelFolderError.
    """
    used = trees.used() or [0]
    trees, rows = trees.of_features(used), rows.of_features(used)
    golden = _golden(rows)
    return publish(
        folder,
        name=FEATURE_RANKER,
        task=FEATURE_RANKER,
        model=graph_of(trees),
        parameters={"features": list(rows.names), "training": asdict(how)},
        golden={"features": golden},
        expected=trees.scores(golden).astype(np.float32),
        files={
            TREES: trees.to_bytes(),
            IMPORTANCE: (json.dumps(importance(trees, rows), indent=2) + "\n").encode(),
        },
        source=source,
        metrics=metrics,
    )


def _golden(rows: TrainingSet) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    random = np.random.default_rng(0)
    low, high = (
        np.array([edge(column) for column in map(_present, rows.features.T)])
        for edge in (np.min, np.max)
    )
    values = random.uniform(low, high, size=(_GOLDEN_ROWS, len(rows.names))).astype(np.float32)
    values[random.random(values.shape) < 0.2] = np.nan
    return values


def _present(
    column: np.ndarray[tuple[int, ...], np.dtype[np.float32]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    present = column[~np.isnan(column)]
    return present if len(present) else np.zeros(1, dtype=np.float32)
