"""The trained model as an ONNX graph with int8 rows.

Inputs: `features`, int64 (batch, length), numbers of features, filled up with 0; `evidence`,
float32 (batch, classes), the log-likelihoods of `WordEvidence`. Output: `probabilities`, float32
(batch, classes).
"""

from __future__ import annotations

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from analyzers.categories.calibration import Mixture
from analyzers.categories.training import Floats, Weights

_OPSET = 17
_IR_VERSION = 8


def to_onnx(weights: Weights, mixture: Mixture) -> bytes:
    """The serialised graph. The rows are bytes, with a scale for each of their columns that is
    multiplied into the weights of the classes, as is the temperature.
    """
    quantised, scales = _quantised(weights.rows)
    constants: dict[str, NDArray[np.generic]] = {
        "rows": quantised,
        "columns": (scales[:, None] * weights.columns / mixture.temperature).astype(np.float32),
        "bias": (weights.bias / mixture.temperature).astype(np.float32),
        "evidence_weight": np.array(mixture.evidence_weight, dtype=np.float32),
        "padding": np.array(0, dtype=np.int64),
        "one": np.array(1, dtype=np.float32),
        "length_axis": np.array([1], dtype=np.int64),
    }
    nodes = [
        helper.make_node("Gather", ["rows", "features"], ["bytes"]),
        helper.make_node("Cast", ["bytes"], ["vectors"], to=TensorProto.FLOAT),
        helper.make_node("ReduceSum", ["vectors", "length_axis"], ["sums"], keepdims=0),
        helper.make_node("Greater", ["features", "padding"], ["is_feature"]),
        helper.make_node("Cast", ["is_feature"], ["counted"], to=TensorProto.FLOAT),
        helper.make_node("ReduceSum", ["counted", "length_axis"], ["counts"], keepdims=1),
        helper.make_node("Max", ["counts", "one"], ["at_least_one"]),
        helper.make_node("Sqrt", ["at_least_one"], ["divisors"]),
        helper.make_node("Div", ["sums", "divisors"], ["hidden"]),
        helper.make_node("MatMul", ["hidden", "columns"], ["products"]),
        helper.make_node("Add", ["products", "bias"], ["scores"]),
        helper.make_node("Mul", ["evidence", "evidence_weight"], ["weighed"]),
        helper.make_node("Add", ["scores", "weighed"], ["mixed"]),
        helper.make_node("Softmax", ["mixed"], ["probabilities"], axis=-1),
    ]
    classes = len(weights.bias)
    graph = helper.make_graph(
        nodes,
        "categories",
        [
            helper.make_tensor_value_info("features", TensorProto.INT64, ["batch", "length"]),
            helper.make_tensor_value_info("evidence", TensorProto.FLOAT, ["batch", classes]),
        ],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["batch", classes])],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    opsets = [helper.make_opsetid("", _OPSET)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION)
    onnx.checker.check_model(model)
    serialised: bytes = model.SerializeToString(deterministic=True)
    return serialised


def _quantised(rows: Floats) -> tuple[NDArray[np.int8], Floats]:
    """The rows as int8 (buckets, width) and the scale of each column of them."""
    scales = np.maximum(np.abs(rows).max(axis=0) / 127, 1e-12).astype(np.float32)
    return np.rint(rows / scales).astype(np.int8), scales
