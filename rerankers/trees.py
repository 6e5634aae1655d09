"""A linear model and an ensemble of regression trees as arrays: what moved a score, and by how
much.

A score is explained along the paths by which it came about (Saabas 2014): each split hands its
feature the difference between the value of the node that it leads to and its own. The differences
of a path telescope, so that contributions sum to the score exactly, whatever the values of inner
nodes are; here they are the means of the training rows that came by.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

TREES = "trees.npz"
"""The file of a model folder with the trees of its graph."""
_LEAF = -1


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """t trees of k nodes in all, over m features.

    A node sends a row to `left` when its feature's value is at most `threshold`, else to `right`;
    a missing value to the left where `missing_left`. A leaf has the feature -1. `values` (k,) are
    those of leaves and the means of inner nodes; `roots` (t,) are node numbers. The linear part
    adds `weights` (m,) times what a value, kept within `low` and `high` (m,), differs from `centre`
    (m,); a missing value adds nothing.
    """

    feature: NDArray[np.int32]
    threshold: NDArray[np.float32]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    missing_left: NDArray[np.bool_]
    values: NDArray[np.float64]
    roots: NDArray[np.int32]
    weights: NDArray[np.float64]
    centre: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    def contributions(self, features: NDArray[np.float32]) -> tuple[float, NDArray[np.float64]]:
        """The base, alike for all rows, and (n, m) what each feature adds to a row's score."""
        present = np.where(np.isnan(features), self.centre, features)
        added = (np.clip(present, self.low, self.high) - self.centre) * self.weights
        if not len(self.roots):
            return 0.0, added
        node = np.broadcast_to(self.roots, (len(features), len(self.roots))).copy()
        rows = np.broadcast_to(np.arange(len(features))[:, None], node.shape)
        while (inner := self.feature[node] != _LEAF).any():
            at, row = node[inner], rows[inner]
            split = self.feature[at]
            value = features[row, split]
            goes_left = np.where(
                np.isnan(value), self.missing_left[at], value <= self.threshold[at]
            )
            to = np.where(goes_left, self.left[at], self.right[at])
            np.add.at(added, (row, split), self.values[to] - self.values[at])
            node[inner] = to
        return float(self.values[self.roots].sum()), added

    def scores(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """(n,) The scores, as the sums of their contributions."""
        base, added = self.contributions(features)
        return np.asarray(base + added.sum(axis=1), dtype=np.float64)

    def used(self) -> list[int]:
        """The numbers of the features that move any score."""
        split = self.feature[self.feature != _LEAF].tolist()
        return sorted({*np.flatnonzero(self.weights).tolist(), *split})

    def of_features(self, numbers: Sequence[int]) -> Trees:
        """The same over these features alone, in this order; they have all that are `used`."""
        place = np.full(len(self.weights) + 1, _LEAF, dtype=np.int32)
        place[list(numbers)] = np.arange(len(numbers))
        columns = {
            name: getattr(self, name)[list(numbers)]
            for name in ("weights", "centre", "low", "high")
        }
        return replace(self, feature=place[self.feature], **columns)

    def to_bytes(self) -> bytes:
        """The content of the file `TREES`."""
        file = io.BytesIO()
        arrays: Mapping[str, NDArray[np.generic]] = {
            name: np.asarray(getattr(self, name)) for name in self.__slots__
        }
        np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
        return file.getvalue()


def read_trees(path: Path) -> Trees:
    """The trees of a file `TREES`. Raises OSError, KeyError and ValueError for one that is none."""
    with np.load(path, allow_pickle=False) as arrays:
        return Trees(**{name: arrays[name] for name in Trees.__slots__})
