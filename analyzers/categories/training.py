"""Training of the category model: a softmax over bags of features through a narrow layer.

The model is the one of Joulin et al. 2017, "Bag of Tricks for Efficient Text Classification":
`softmax(h · columns + bias)`, where `h` is the sum of the features' rows over the square root of
their number. The column of a category is the sum of a vector for each level of its path, so that
categories with few examples lean on their parents. Mini-batches, Adagrad (by row for features).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from analyzers.categories.category_tree import CategoryTree
from analyzers.sorted_arrays import ranges

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

_BATCH = 512
_ROW_STEP = 0.4
_NODE_STEP = 0.1
# What the squared slopes of a feature begin with: rare features then learn in small steps.
_ROW_SQUARES = 0.1
_NODE_SQUARES = 1e-8
# Beyond it numpy adds in another order.
_SHORT_RUN = 8


@dataclass(frozen=True, slots=True)
class Examples:
    """Bags of features and the class of each.

    Example i has `features[offsets[i]:offsets[i + 1]]`, at least one; `features` is int32,
    `offsets` (n + 1,) int64, `classes` (n,) int64, `weights` (n,) float32.
    """

    features: NDArray[np.int32]
    offsets: Integers
    classes: Integers
    weights: Floats

    @classmethod
    def of(
        cls, bags: Sequence[Sequence[int]], classes: Sequence[int], weights: Sequence[float]
    ) -> Examples:
        """Examples from lists of the same length."""
        offsets = np.zeros(len(bags) + 1, dtype=np.int64)
        np.cumsum([len(bag) for bag in bags], out=offsets[1:])
        flat = np.fromiter(chain.from_iterable(bags), np.int32, int(offsets[-1]))
        return cls(
            flat,
            offsets,
            np.asarray(classes, dtype=np.int64),
            np.asarray(weights, dtype=np.float32),
        )

    def __len__(self) -> int:
        return len(self.classes)

    def batch(self, chosen: Integers) -> _Batch:
        counts = self.offsets[chosen + 1] - self.offsets[chosen]
        starts = np.cumsum(counts) - counts
        positions = np.arange(counts.sum()) + np.repeat(self.offsets[chosen] - starts, counts)
        flat = self.features[positions]
        order = np.argsort(flat, kind="stable")
        distinct, firsts = np.unique(flat[order], return_index=True)
        return _Batch(
            flat,
            starts,
            (1 / np.sqrt(counts)).astype(np.float32)[:, None],
            np.repeat(np.arange(len(chosen)), counts)[order],
            distinct,
            firsts,
            self.classes[chosen],
            self.weights[chosen][:, None],
        )


@dataclass(frozen=True, slots=True)
class Weights:
    """`rows` (buckets, width), `columns` (width, classes), `bias` (classes,), all float32."""

    rows: Floats
    columns: Floats
    bias: Floats


def train(examples: Examples, buckets: int, tree: CategoryTree, width: int, seed: int) -> Weights:
    """One pass over the examples, of which there must be one; the steps shrink to nothing.

    The same arguments give the same weights on the same machine.
    """
    random = np.random.default_rng(seed)
    learner = _Learner(buckets, tree, width, random)
    count = len(examples)
    chosen = np.array_split(random.permutation(count), -(-count // _BATCH))
    for done, batch in enumerate(chosen):
        learner.learn(examples.batch(batch), np.float32(1 - done / len(chosen)))
    return Weights(learner.rows, np.ascontiguousarray(learner.columns().T), learner.bias)


def scores(examples: Examples, weights: Weights) -> Floats:
    """The scores (n, classes) of the examples before the softmax."""
    if not len(examples):
        return np.zeros((0, len(weights.bias)), dtype=np.float32)
    parts = [
        _hidden(examples.batch(chosen), weights.rows) @ weights.columns + weights.bias
        for chosen in np.array_split(np.arange(len(examples)), -(-len(examples) // _BATCH))
    ]
    joined: Floats = np.concatenate(parts)
    return joined


def softmax(values: Floats) -> Floats:
    """Rows of probabilities."""
    raised = np.exp(values - values.max(axis=1, keepdims=True))
    probabilities: Floats = raised / raised.sum(axis=1, keepdims=True)
    return probabilities


@dataclass(frozen=True, slots=True)
class _Batch:
    """Some examples, and their features once more in the order of the rows that they touch.

    `owners[k]` is the example of the k-th feature in that order, `distinct` the rows that occur,
    `firsts` where each begins, `scales` the factor of each example's sum.
    """

    features: NDArray[np.int32]
    starts: Integers
    scales: Floats
    owners: Integers
    distinct: NDArray[np.int32]
    firsts: Integers
    classes: Integers
    weights: Floats


def _hidden(batch: _Batch, rows: Floats) -> Floats:
    sums: Floats = np.add.reduceat(rows[batch.features], batch.starts, axis=0) * batch.scales
    return sums


def _sums_of_runs(values: Floats, firsts: Integers) -> Floats:
    """The sums of the rows of `values` from each of `firsts` to the next: to the last bit what
    `np.add.reduceat` gives, in a third of the time when most runs are short.
    """
    lengths = np.diff(firsts, append=len(values))
    sums = values[firsts]
    for length in range(2, _SHORT_RUN + 1):
        alike = np.flatnonzero(lengths == length)
        rest = values[firsts[alike] + 1]
        for place in range(2, length):
            rest += values[firsts[alike] + place]
        sums[alike] += rest
    long = np.flatnonzero(lengths > _SHORT_RUN)
    if len(long):
        rows = values[ranges(firsts[long], firsts[long] + lengths[long])]
        sums[long] = np.add.reduceat(rows, np.cumsum(lengths[long]) - lengths[long], axis=0)
    return sums


class _Learner:
    def __init__(
        self, buckets: int, tree: CategoryTree, width: int, random: np.random.Generator
    ) -> None:
        self.tree = tree
        self.rows: Floats = np.zeros((buckets, width), dtype=np.float32)
        self.bias: Floats = np.zeros(tree.classes, dtype=np.float32)
        self.nodes = random.normal(0, 0.6 / np.sqrt(width), (len(tree.paths), width)).astype(
            np.float32
        )
        self._row_squares = np.full((buckets, 1), _ROW_SQUARES, dtype=np.float32)
        self._bias_squares = np.full_like(self.bias, _NODE_SQUARES)
        self._node_squares = np.full_like(self.nodes, _NODE_SQUARES)

    def columns(self) -> Floats:
        """The vector (classes, width) of each class."""
        return self.tree.sum_over_levels(self.nodes)

    def learn(self, batch: _Batch, pace: np.float32) -> None:
        columns = self.columns()
        hidden = _hidden(batch, self.rows)
        errors = softmax(hidden @ columns.T + self.bias)
        errors[np.arange(len(errors)), batch.classes] -= 1
        errors *= batch.weights
        towards = (errors @ columns) * batch.scales
        _descend(
            self.nodes,
            self._node_squares,
            self.tree.sum_over_classes(errors.T @ hidden),
            pace * _NODE_STEP,
        )
        _descend(self.bias, self._bias_squares, errors.sum(axis=0), pace * _NODE_STEP)
        slopes = _sums_of_runs(towards[batch.owners], batch.firsts)
        touched = batch.distinct
        self._row_squares[touched] += np.square(slopes).mean(axis=1, keepdims=True)
        self.rows[touched] -= pace * _ROW_STEP * slopes / np.sqrt(self._row_squares[touched])


def _descend(values: Floats, squares: Floats, slopes: Floats, step: np.float32) -> None:
    squares += np.square(slopes)
    values -= step * slopes / np.sqrt(squares)
