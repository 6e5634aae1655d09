"""Category paths as a tree: what is predicted are some of its nodes, the classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PATH_SEPARATOR = " > "


def ancestors(path: str) -> tuple[str, ...]:
    """The path itself and those above it, broadest first."""
    levels = path.split(PATH_SEPARATOR)
    return tuple(PATH_SEPARATOR.join(levels[: depth + 1]) for depth in range(len(levels)))


@dataclass(frozen=True, slots=True, eq=False)
class CategoryTree:
    """The classes and all nodes above them.

    `paths` are the nodes, sorted; `parents` the number of each node's parent, -1 at the top.
    Pairs of a class and a node at or above it stand in two orders: `nodes_by_class` are the nodes,
    class by class, each class beginning at `class_starts`; `classes_by_node` are the classes, node
    by node, each node beginning at `node_starts`. All int64.
    """

    paths: tuple[str, ...]
    parents: NDArray[np.int64]
    nodes_by_class: NDArray[np.int64]
    class_starts: NDArray[np.int64]
    classes_by_node: NDArray[np.int64]
    node_starts: NDArray[np.int64]

    @classmethod
    def of(cls, classes: Sequence[str]) -> CategoryTree:
        """The tree over these paths, of which there must be one."""
        lines = [ancestors(path) for path in classes]
        paths = tuple(sorted({node for line in lines for node in line}))
        number = {path: index for index, path in enumerate(paths)}
        by_class = np.array([number[node] for line in lines for node in line], dtype=np.int64)
        lengths = np.array([len(line) for line in lines], dtype=np.int64)
        order = np.argsort(by_class, kind="stable")
        return cls(
            paths,
            np.array(
                [number.get(path.rpartition(PATH_SEPARATOR)[0], -1) for path in paths], np.int64
            ),
            by_class,
            np.cumsum(lengths) - lengths,
            np.repeat(np.arange(len(lines)), lengths)[order],
            np.searchsorted(by_class[order], np.arange(len(paths))),
        )

    @property
    def classes(self) -> int:
        """How many classes there are."""
        return len(self.class_starts)

    def sum_over_levels(self, of_nodes: NDArray[np.float32]) -> NDArray[np.float32]:
        """For each class the sum of the rows of `of_nodes` (nodes, d) at and above it."""
        sums: NDArray[np.float32] = np.add.reduceat(
            of_nodes[self.nodes_by_class], self.class_starts, axis=0
        )
        return sums

    def sum_over_classes(self, of_classes: NDArray[np.float32]) -> NDArray[np.float32]:
        """For each node the sum of the rows of `of_classes` (classes, d) at and below it."""
        sums: NDArray[np.float32] = np.add.reduceat(
            of_classes[self.classes_by_node], self.node_starts, axis=0
        )
        return sums
