"""The network of `network.py` as an ONNX graph for serving: one text in, its vectors out."""

from __future__ import annotations

import onnx

from analyzers.embedding.bert_graph import Graph, Weights, embeddings, layer
from searchapp.relevance.cross_encoder.architecture import HEAD_PROJECTION, HEAD_TOKENS, LAYERS
from searchapp.relevance.cross_encoder.network import MOST_WEIGHT

INPUT = "input_ids"
OUTPUT = "vectors"


def model(weights: Weights, weight_limit: int | None, max_tokens: int) -> onnx.ModelProto:
    """The network with its `HEAD_PROJECTION`; `weight_limit` is the largest int8 weight, None keeps
    float32.

    Input: `INPUT`, int64 (batch, sequence), texts from [CLS] to [SEP] without padding. Output:
    `vectors`, float32 (batch, sequence, d + 1): in place of [CLS] the direction of the whole text,
    then those of the words, each projected and of length 1; the last column is what the word counts
    in a query.
    """
    graph = Graph(weight_limit)
    projection = graph.constant(weights[HEAD_PROJECTION])
    hidden = embeddings(graph, weights, max_tokens)
    for number in range(LAYERS):
        hidden = layer(graph, weights, f"encoder.layer.{number}", hidden)
    words = _directions(graph, hidden, projection)
    total = graph.node("ReduceSum", hidden, graph.integers(1), keepdims=1)
    whole = _directions(graph, total, projection)
    after_first = graph.node(
        "Slice", words, graph.integers(1), graph.integers(max_tokens), graph.integers(1)
    )
    rows = graph.node("Concat", whole, after_first, axis=1)
    counts = graph.node("MatMul", hidden, graph.constant(weights[HEAD_TOKENS][:, None]))
    counts = graph.node("Clip", counts, graph.number(-MOST_WEIGHT), graph.number(MOST_WEIGHT))
    graph.node("Concat", rows, graph.node("Exp", counts), axis=-1, name=OUTPUT)
    width = weights[HEAD_PROJECTION].shape[1] + 1
    return graph.model("late-interaction", (INPUT,), OUTPUT, ("batch", "sequence", width))


def _directions(graph: Graph, vectors: str, projection: str) -> str:
    projected = graph.node("MatMul", vectors, projection)
    return graph.node("LpNormalization", projected, axis=-1, p=2)
