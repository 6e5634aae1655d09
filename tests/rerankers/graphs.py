"""Small ONNX graphs that rerankers of the tests run, and folders made of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, TensorProto, helper

from rerankers.model_folder import FEATURE_RANKER, ModelFolder
from rerankers.publication import publish

WEIGHTS = (1.0, -2.0, 0.5)
FEATURES = ("one", "two", "three")
EXAMPLE = np.array([[1.0, 0.0, 2.0], [0.0, 1.0, 0.0]], np.float32)


def model(
    nodes: Sequence[Any],
    constants: dict[str, NDArray[Any]] | None = None,
    width: int = len(FEATURES),
    shape: Sequence[int | str] = ("n", 1),
    opset: int = 17,
) -> ModelProto:
    """A graph from `features` (n, width) to `scores`."""
    graph = helper.make_graph(
        list(nodes),
        "tests",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["n", width])],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, shape)],
        [
            helper.make_tensor(
                name,
                helper.np_dtype_to_tensor_dtype(value.dtype),
                value.shape,
                value.flatten().tolist(),
            )
            for name, value in (constants or {}).items()
        ],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)


def linear(weights: Sequence[float] = WEIGHTS, opset: int = 17) -> bytes:
    """A weighted sum; a missing value counts 0."""
    column = np.array(weights, np.float32).reshape(-1, 1)
    nodes = [
        helper.make_node("IsNaN", ["features"], ["missing"]),
        helper.make_node("Where", ["missing", "zero", "features"], ["known"]),
        helper.make_node("MatMul", ["known", "weights"], ["scores"]),
    ]
    constants = {"weights": column, "zero": np.zeros((), np.float32)}
    return bytes(model(nodes, constants, len(weights), opset=opset).SerializeToString())


def not_a_number() -> bytes:
    """Gives NaN for whatever is not above 0."""
    nodes = [
        helper.make_node("ReduceSum", ["features", "axis"], ["sum"], keepdims=1),
        helper.make_node("Log", ["sum"], ["scores"]),
    ]
    return bytes(model(nodes, {"axis": np.array([1], np.int64)}).SerializeToString())


def too_many_scores() -> bytes:
    """Gives a score for each feature."""
    nodes = [helper.make_node("Identity", ["features"], ["scores"])]
    return bytes(model(nodes, shape=("n", len(FEATURES))).SerializeToString())


def raising() -> bytes:
    """Fails while it runs, for more than two candidates."""
    nodes = [
        helper.make_node("Gather", ["features", "row"], ["third"], axis=0),
        helper.make_node("ReduceSum", ["features", "axis"], ["sum"], keepdims=1),
        helper.make_node("ReduceSum", ["third", "axis"], ["other"], keepdims=1),
        helper.make_node("Add", ["sum", "other"], ["scores"]),
    ]
    constants = {"axis": np.array([1], np.int64), "row": np.array([50], np.int64)}
    return bytes(model(nodes, constants).SerializeToString())


def endless(turns: int = 2_000_000_000) -> bytes:
    """Counts for a very long time before it gives its scores."""
    one = np.ones((), np.float32)
    body = helper.make_graph(
        [
            helper.make_node("Identity", ["going"], ["on"]),
            helper.make_node("Add", ["sum", "one"], ["next"]),
        ],
        "body",
        [
            helper.make_tensor_value_info("turn", TensorProto.INT64, []),
            helper.make_tensor_value_info("going", TensorProto.BOOL, []),
            helper.make_tensor_value_info("sum", TensorProto.FLOAT, []),
        ],
        [
            helper.make_tensor_value_info("on", TensorProto.BOOL, []),
            helper.make_tensor_value_info("next", TensorProto.FLOAT, []),
        ],
    )
    nodes = [
        helper.make_node("Loop", ["turns", "yes", "one"], ["counted"], body=body),
        helper.make_node("ReduceSum", ["features", "axis"], ["sum_of"], keepdims=1),
        helper.make_node("Mul", ["sum_of", "counted"], ["scores"]),
    ]
    constants = {
        "turns": np.array(turns, np.int64),
        "yes": np.array(True),
        "one": one,
        "axis": np.array([1], np.int64),
    }
    return bytes(model(nodes, constants).SerializeToString())


def published(folder: Path, graph: bytes | None = None, **changes: Any) -> ModelFolder:
    """A folder of a linear feature ranker that passes every check."""
    said: dict[str, Any] = {
        "name": "linear",
        "task": FEATURE_RANKER,
        "model": linear() if graph is None else graph,
        "parameters": {"features": list(FEATURES)},
        "golden": {"features": EXAMPLE},
        "expected": EXAMPLE @ np.array(WEIGHTS, np.float32),
        **changes,
    }
    return publish(folder, **said)


def reversing(weights: Sequence[float] = WEIGHTS) -> bytes:
    """The right scores in the wrong order: the last candidate's first."""
    column = np.array(weights, np.float32).reshape(-1, 1)
    nodes = [
        helper.make_node("MatMul", ["features", "weights"], ["forwards"]),
        helper.make_node("Slice", ["forwards", "last", "before_first", "rows", "back"], ["scores"]),
    ]
    constants = {
        "weights": column,
        "last": np.array([-1], np.int64),
        "before_first": np.array([-(2**31)], np.int64),
        "rows": np.array([0], np.int64),
        "back": np.array([-1], np.int64),
    }
    return bytes(model(nodes, constants).SerializeToString())
