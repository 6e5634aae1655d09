"""Trees of LightGBM as arrays, and as an ONNX graph."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper

from rerankers.trees import Trees

_OPSET, _ML_OPSET, _IR = 17, 3, 9
_LARGEST = float(np.finfo(np.float32).max)
_OUTPUT = "scores"


@dataclass(frozen=True, slots=True)
class LinearPart:
    """The linear part of a ranker over m features: see `Trees`. All arrays are (m,) float64."""

    weights: NDArray[np.float64]
    centre: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    @classmethod
    def nothing(cls, width: int) -> LinearPart:
        """One that adds nothing."""
        none = np.zeros(width)
        return cls(none, none, np.full(width, -_LARGEST), np.full(width, _LARGEST))


def trees_of(boosters: Sequence[Any], linear: LinearPart) -> Trees:
    """The mean of LightGBM boosters, plus the linear part."""
    nodes: list[tuple[int, float, int, int, bool, float]] = []
    roots = [
        _add(tree["tree_structure"], nodes, 1.0 / len(boosters))[0]
        for booster in boosters
        for tree in booster.dump_model()["tree_info"]
    ]
    columns = list(zip(*nodes, strict=True)) or [()] * 6
    return Trees(
        np.array(columns[0], dtype=np.int32),
        np.array(columns[1], dtype=np.float32),
        np.array(columns[2], dtype=np.int32),
        np.array(columns[3], dtype=np.int32),
        np.array(columns[4], dtype=np.bool_),
        np.array(columns[5], dtype=np.float64),
        np.array(roots, dtype=np.int32),
        linear.weights,
        linear.centre,
        linear.low,
        linear.high,
    )


def graph_of(trees: Trees) -> bytes:
    """The trees as a graph: `features` float32 (n, m) in, `scores` float32 (n, 1) out."""
    width = len(trees.weights)
    constants = [
        helper.make_tensor(name, TensorProto.FLOAT, shape, values.astype(np.float32))
        for name, shape, values in (
            ("weights", [width, 1], trees.weights),
            ("centre", [width], trees.centre),
            ("low", [width], trees.low),
            ("high", [width], trees.high),
        )
    ]
    has_trees = bool(len(trees.roots))
    nodes = [
        helper.make_node("IsNaN", ["features"], ["missing"]),
        helper.make_node("Where", ["missing", "centre", "features"], ["present"]),
        helper.make_node("Max", ["present", "low"], ["not_below"]),
        helper.make_node("Min", ["not_below", "high"], ["within"]),
        helper.make_node("Sub", ["within", "centre"], ["centred"]),
        helper.make_node("MatMul", ["centred", "weights"], ["linear" if has_trees else _OUTPUT]),
    ]
    if has_trees:
        nodes += [_ensemble(trees), helper.make_node("Add", ["of_trees", "linear"], [_OUTPUT])]
    graph = helper.make_graph(
        nodes,
        "feature_ranker",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["n", width])],
        [helper.make_tensor_value_info(_OUTPUT, TensorProto.FLOAT, ["n", 1])],
        constants,
    )
    sets = [helper.make_opsetid("", _OPSET), helper.make_opsetid("ai.onnx.ml", _ML_OPSET)]
    model = helper.make_model(graph, opset_imports=sets, ir_version=_IR)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def _ensemble(trees: Trees) -> onnx.NodeProto:
    order: list[tuple[int, int, int]] = []
    for number, root in enumerate(trees.roots.tolist()):
        order += [(number, place, node) for place, node in enumerate(_below(trees, root))]
    places = {node: place for _, place, node in order}
    is_leaf = [trees.feature[node] < 0 for _, _, node in order]
    leaves = [entry for entry, leaf in zip(order, is_leaf, strict=True) if leaf]

    def of_inner(values: NDArray[Any]) -> list[Any]:
        return [
            0 if leaf else values[node].item()
            for (_, _, node), leaf in zip(order, is_leaf, strict=True)
        ]

    def child(side: NDArray[np.int32]) -> list[int]:
        return [
            0 if leaf else places[int(side[node])]
            for (_, _, node), leaf in zip(order, is_leaf, strict=True)
        ]

    return helper.make_node(
        "TreeEnsembleRegressor",
        ["features"],
        ["of_trees"],
        domain="ai.onnx.ml",
        n_targets=1,
        aggregate_function="SUM",
        post_transform="NONE",
        nodes_treeids=[tree for tree, _, _ in order],
        nodes_nodeids=[place for _, place, _ in order],
        nodes_featureids=of_inner(trees.feature),
        nodes_values=[float(value) for value in of_inner(trees.threshold)],
        nodes_modes=["LEAF" if leaf else "BRANCH_LEQ" for leaf in is_leaf],
        nodes_truenodeids=child(trees.left),
        nodes_falsenodeids=child(trees.right),
        nodes_missing_value_tracks_true=[int(value) for value in of_inner(trees.missing_left)],
        target_treeids=[tree for tree, _, _ in leaves],
        target_nodeids=[place for _, place, _ in leaves],
        target_ids=[0] * len(leaves),
        target_weights=[float(trees.values[node]) for _, _, node in leaves],
    )


def _add(
    node: Mapping[str, Any], nodes: list[tuple[int, float, int, int, bool, float]], scale: float
) -> tuple[int, float, int]:
    """Adds a node and those below it; its number, mean and count of training rows."""
    number = len(nodes)
    if "split_feature" not in node:
        value, count = float(node["leaf_value"]) * scale, int(node.get("leaf_count", 1))
        nodes.append((-1, 0.0, -1, -1, False, value))
        return number, value, count
    if node["decision_type"] != "<=":
        raise ValueError(f"a split by {node['decision_type']!r} is not known: train on numbers")
    nodes.append((-1, 0.0, -1, -1, False, 0.0))
    left, left_mean, left_count = _add(node["left_child"], nodes, scale)
    right, right_mean, right_count = _add(node["right_child"], nodes, scale)
    count = left_count + right_count
    mean = (left_mean * left_count + right_mean * right_count) / count if count else 0.0
    threshold = _rounded_down(float(node["threshold"]))
    # Without missing values in training, LightGBM reads one as 0.
    to_left = node["default_left"] if node["missing_type"] == "NaN" else threshold >= 0
    nodes[number] = (int(node["split_feature"]), threshold, left, right, bool(to_left), mean)
    return number, mean, count


def _rounded_down(threshold: float) -> float:
    """The largest float32 that is not above it: float32 values then go the way that LightGBM, which
    compares doubles, has them go.
    """
    nearest = np.float32(min(max(threshold, -_LARGEST), _LARGEST))
    if float(nearest) > threshold:
        nearest = np.nextafter(nearest, np.float32(-math.inf))
    return float(nearest)


def _below(trees: Trees, root: int) -> list[int]:
    """The nodes of a tree, the root first."""
    found = [root]
    for node in found:
        if trees.feature[node] >= 0:
            found += [int(trees.left[node]), int(trees.right[node])]
    return found
