"""ONNX graphs of BERT networks (Devlin et al. 2018), written node by node from their weights.

Matrix products run in int8: weights are quantised once per output channel, activations while it
runs. Word embeddings are int8 too, with a scale for each word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Weights = Mapping[str, NDArray[np.float32]]

_HEADS = 12
_EPSILON = 1e-12
_CONTRIB = "com.microsoft"
_OPSETS = (("", 20), (_CONTRIB, 1))


class Graph:
    """Collects the nodes and constants of a graph; values are known by their names."""

    def __init__(self, weight_limit: int | None) -> None:
        self._weight_limit = weight_limit
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def constant(self, array: NDArray[Any]) -> str:
        name = f"constant_{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.asarray(array, order="C"), name))
        return name

    def integers(self, *values: int) -> str:
        return self.constant(np.array(values, dtype=np.int64))

    def scalar(self, value: int) -> str:
        return self.constant(np.array(value, dtype=np.int64))

    def number(self, value: float) -> str:
        return self.constant(np.array(value, dtype=np.float32))

    def node(
        self, operator: str, *inputs: str, name: str = "", domain: str = "", **attributes: Any
    ) -> str:
        return self.nodes(operator, *inputs, names=[name], domain=domain, **attributes)[0]

    def nodes(
        self, operator: str, *inputs: str, names: list[str], domain: str = "", **attributes: Any
    ) -> list[str]:
        outputs = [name or f"value_{len(self._nodes)}_{i}" for i, name in enumerate(names)]
        self._nodes.append(
            helper.make_node(operator, list(inputs), outputs, domain=domain, **attributes)
        )
        return outputs

    def linear(self, value: str, weight: NDArray[np.float32], bias: NDArray[np.float32]) -> str:
        """value (…, in) × weightᵀ (in, out) + bias (out)."""
        if self._weight_limit is None:
            product = self.node("MatMul", value, self.constant(weight.T))
            return self.node("Add", product, self.constant(bias))
        quantised, scale = _quantise_rows(weight, self._weight_limit)
        return self.node(
            "DynamicQuantizeMatMul",
            value,
            self.constant(quantised.T),
            self.constant(scale),
            "",
            self.constant(bias),
            domain=_CONTRIB,
        )

    def lookup(self, indices: str, table: NDArray[np.float32]) -> str:
        """Rows of table (rows, width) by index."""
        if self._weight_limit is None:
            return self.node("Gather", self.constant(table), indices)
        quantised, scale = _quantise_rows(table, self._weight_limit)
        rows = self.node("Gather", self.constant(quantised), indices)
        scales = self.node("Gather", self.constant(scale[:, None]), indices)
        return self.node("Mul", self.node("Cast", rows, to=TensorProto.FLOAT), scales)

    def normalisation(self, value: str, weights: Weights, prefix: str) -> str:
        gain = self.constant(weights[f"{prefix}.weight"])
        shift = self.constant(weights[f"{prefix}.bias"])
        return self.node("LayerNormalization", value, gain, shift, axis=-1, epsilon=_EPSILON)

    def model(
        self, name: str, inputs: Sequence[str], output: str, shape: Sequence[str | int]
    ) -> onnx.ModelProto:
        """The finished model. Inputs are int64 (batch, sequence), the output is float32."""
        tokens = [
            helper.make_tensor_value_info(each, TensorProto.INT64, ["batch", "sequence"])
            for each in inputs
        ]
        result = helper.make_tensor_value_info(output, TensorProto.FLOAT, list(shape))
        graph = helper.make_graph(self._nodes, name, tokens, [result], self._constants)
        opsets = [helper.make_opsetid(domain, number) for domain, number in _OPSETS]
        return helper.make_model(graph, opset_imports=opsets, ir_version=10)


def embeddings(graph: Graph, weights: Weights, length: int, places: str = "") -> str:
    """Words and places of tokens, added up and normalised, for texts of up to `length` tokens.

    `places`, int64 (batch, sequence), says where each token stands; by default they follow each
    other.
    """
    words = graph.lookup("input_ids", weights["embeddings.word_embeddings.weight"])
    table = weights["embeddings.position_embeddings.weight"][:length]
    table = table + weights["embeddings.token_type_embeddings.weight"][0]
    if places:
        positions = graph.node("Gather", graph.constant(table), places)
    else:
        tokens = graph.node("Shape", "input_ids", start=1, end=2)
        zero = graph.integers(0)
        positions = graph.node("Slice", graph.constant(table), zero, tokens, zero)
    total = graph.node("Add", words, positions)
    return graph.normalisation(total, weights, "embeddings.LayerNorm")


def layer(
    graph: Graph, weights: Weights, prefix: str, hidden: str, key_mask: str = "", bias: str = ""
) -> str:
    """A layer of attention and its feed-forward network.

    `key_mask`, int32 (batch, sequence), says which tokens are seen; or `bias`, float32 (batch, 1,
    sequence, sequence), is added to the attention of each token to each other.
    """

    def linear(value: str, *parts: str) -> str:
        matrices = [weights[f"{prefix}.{part}.weight"] for part in parts]
        biases = [weights[f"{prefix}.{part}.bias"] for part in parts]
        return graph.linear(value, np.concatenate(matrices), np.concatenate(biases))

    projected = linear(hidden, "attention.self.query", "attention.self.key", "attention.self.value")
    query, key, value = graph.nodes("Split", projected, names=[""] * 3, axis=-1, num_outputs=3)
    context = graph.node(
        "MultiHeadAttention",
        *(query, key, value, "", key_mask, *filter(None, [bias])),
        domain=_CONTRIB,
        num_heads=_HEADS,
    )
    attended = graph.node("Add", linear(context, "attention.output.dense"), hidden)
    attended = graph.normalisation(attended, weights, f"{prefix}.attention.output.LayerNorm")
    widened = graph.node("Gelu", linear(attended, "intermediate.dense"))
    result = graph.node("Add", linear(widened, "output.dense"), attended)
    return graph.normalisation(result, weights, f"{prefix}.output.LayerNorm")


def _quantise_rows(
    matrix: NDArray[np.float32], limit: int
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return int8 (rows, width) and float32 scales (rows): matrix ≈ int8 × its row's scale."""
    largest = np.maximum(np.abs(matrix).max(axis=1), 1e-12)
    scale = (largest / limit).astype(np.float32)
    return np.rint(matrix / scale[:, None]).clip(-limit, limit).astype(np.int8), scale
