"""The cross-encoder as an ONNX graph: the network of `network.py` for serving."""

from __future__ import annotations

import onnx
from onnx import TensorProto

from analyzers.embedding.bert_graph import Graph, Weights, embeddings, layer
from searchapp.relevance.cross_encoder.architecture import HEAD_COSINE, HEAD_FIRST, LAYERS

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
OUTPUT = "score"


def model(weights: Weights, weight_limit: int | None, max_tokens: int) -> onnx.ModelProto:
    """The network; `weight_limit` is the largest int8 weight, None keeps float32.

    Inputs: `INPUTS`, int64 (batch, sequence). Output: `score`, float32 (batch,).
    """
    graph = Graph(weight_limit)
    hidden = embeddings(graph, weights, max_tokens, "token_type_ids")
    key_mask = graph.node("Cast", "attention_mask", to=TensorProto.INT32)
    for number in range(LAYERS):
        hidden = layer(graph, weights, f"encoder.layer.{number}", hidden, key_mask)
    second = graph.node("Mul", "attention_mask", "token_type_ids")
    first = graph.node("Sub", "attention_mask", second)
    directions = [_mean_direction(graph, hidden, kind) for kind in (first, second)]
    alike = graph.node("Mul", *directions)
    cosine = graph.node("MatMul", alike, graph.constant(weights[HEAD_COSINE]))
    token = graph.node("Gather", hidden, graph.scalar(0), axis=1)
    reading = graph.node("MatMul", token, graph.constant(weights[HEAD_FIRST]))
    graph.node("Add", cosine, reading, name=OUTPUT)
    return graph.model("cross-encoder", INPUTS, OUTPUT, ("batch",))


def _mean_direction(graph: Graph, hidden: str, kind: str) -> str:
    mask = graph.node("Cast", kind, to=TensorProto.FLOAT)
    mask = graph.node("Unsqueeze", mask, graph.integers(-1))
    total = graph.node("ReduceSum", graph.node("Mul", hidden, mask), graph.integers(1), keepdims=0)
    return graph.node("LpNormalization", total, axis=-1, p=2)
