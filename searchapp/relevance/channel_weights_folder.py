"""The model folder of a trained weigher of words against meaning."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper

from rerankers.model_folder import CHANNEL_WEIGHTS, ModelFolder
from rerankers.publication import publish
from searchapp.relevance.channel_weights_training import ShareModel

_OPSET, _IR = 17, 8
_OUTPUT = "share"
_GOLDEN_ROWS = 12


def publish_channel_weights(
    folder: Path, model: ShareModel, source: Mapping[str, str], metrics: Mapping[str, float]
) -> ModelFolder:
    """Makes `folder` the model folder of the model; its golden example is made up. Raises
    ModelFolderError.
    """
    random = np.random.default_rng(0)
    golden = random.normal(model.centre, model.scale, (_GOLDEN_ROWS, len(model.names)))
    golden[random.random(golden.shape) < 0.2] = np.nan
    rows = golden.astype(np.float32)
    return publish(
        folder,
        name=CHANNEL_WEIGHTS,
        task=CHANNEL_WEIGHTS,
        model=graph_of(model),
        parameters={"features": list(model.names)},
        golden={"features": rows},
        expected=model.shares(rows).astype(np.float32),
        output=_OUTPUT,
        source=source,
        metrics=metrics,
    )


def graph_of(model: ShareModel) -> bytes:
    """The model as a graph: `features` float32 (n, m) in, `share` float32 (n, 1) out."""
    width = len(model.names)
    constants = [
        helper.make_tensor(name, TensorProto.FLOAT, shape, values)
        for name, shape, values in (
            ("weights", [width, 1], model.weights),
            ("centre", [width], model.centre),
            ("scale", [width], model.scale),
            ("bias", [1], [model.bias]),
            ("low", [], [-3.0]),
            ("high", [], [3.0]),
        )
    ]
    nodes = [
        helper.make_node("IsNaN", ["features"], ["missing"]),
        helper.make_node("Where", ["missing", "centre", "features"], ["present"]),
        helper.make_node("Sub", ["present", "centre"], ["centred"]),
        helper.make_node("Div", ["centred", "scale"], ["standard"]),
        helper.make_node("Clip", ["standard", "low", "high"], ["within"]),
        helper.make_node("MatMul", ["within", "weights"], ["weighed"]),
        helper.make_node("Add", ["weighed", "bias"], ["linear"]),
        helper.make_node("Sigmoid", ["linear"], [_OUTPUT]),
    ]
    graph = helper.make_graph(
        nodes,
        "channel_weights",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["n", width])],
        [helper.make_tensor_value_info(_OUTPUT, TensorProto.FLOAT, ["n", 1])],
        constants,
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR)
    onnx.checker.check_model(made)
    return bytes(made.SerializeToString())
