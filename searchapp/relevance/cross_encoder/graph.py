"""The cross-encoder as an ONNX graph: the network of `network.py` for serving, a row for a pair."""

from __future__ import annotations

import onnx
from onnx import TensorProto

from analyzers.embedding.bert_graph import Graph, Weights, embeddings, layer
from searchapp.relevance.cross_encoder.architecture import (
    HEAD_COSINE,
    HEAD_SCALE,
    HEAD_TOKENS,
    LAYERS,
)
from searchapp.relevance.cross_encoder.network import MOST_WEIGHT

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
OUTPUT = "score"
_FAR = -1e4


def model(
    weights: Weights, weight_limit: int | None, max_tokens: int, special: tuple[int, int]
) -> onnx.ModelProto:
    """The network; `weight_limit` is the largest int8 weight, None keeps float32.

    Inputs: `INPUTS`, int64 (batch, sequence), rows of `PairTokenizer` with the texts apart;
    `special` are the ids of [CLS] and [SEP]. Output: `score`, float32 (batch,).
    """
    graph = Graph(weight_limit)
    first, second, text_bias = _texts(graph)
    hidden = embeddings(graph, weights, max_tokens, _places(graph, first))
    for number in range(LAYERS):
        hidden = layer(graph, weights, f"encoder.layer.{number}", hidden, bias=text_bias)
    words = _nearest_words(graph, weights, hidden, (first, second), special)
    directions = [_mean_direction(graph, hidden, kind) for kind in (first, second)]
    product = graph.node("Mul", *directions)
    whole = graph.node("ReduceSum", product, graph.integers(1), keepdims=0)
    whole = graph.node("Mul", whole, graph.constant(weights[HEAD_COSINE]))
    total = graph.node("Add", words, whole)
    graph.node("Mul", total, graph.constant(weights[HEAD_SCALE]), name=OUTPUT)
    return graph.model("cross-encoder", INPUTS, OUTPUT, ("batch",))


def _texts(graph: Graph) -> tuple[str, str, str]:
    """Where the two texts are, int64 (batch, sequence), and what is added to the attention so that
    a token sees its own text alone, float32 (batch, 1, sequence, sequence).
    """
    second = graph.node("Mul", "attention_mask", "token_type_ids")
    first = graph.node("Sub", "attention_mask", second)
    pairs = []
    for kind in (first, second):
        of_text = graph.node("Cast", kind, to=TensorProto.FLOAT)
        rows = graph.node("Unsqueeze", of_text, graph.integers(2))
        columns = graph.node("Unsqueeze", of_text, graph.integers(1))
        pairs.append(graph.node("MatMul", rows, columns))
    same = graph.node("Unsqueeze", graph.node("Add", *pairs), graph.integers(1))
    other = graph.node("Sub", graph.number(1.0), same)
    return first, second, graph.node("Mul", other, graph.number(_FAR))


def _places(graph: Graph, first: str) -> str:
    """Where each token stands in its own text, from 0; int64 (batch, sequence)."""
    # Tokens of padding come to places of their own, which nothing reads.
    ones = graph.node("Add", graph.node("Sub", first, first), graph.scalar(1))
    places = graph.node("Sub", graph.node("CumSum", ones, graph.scalar(1)), graph.scalar(1))
    length = graph.node("ReduceSum", first, graph.integers(1), keepdims=1)
    places = graph.node("Sub", places, graph.node("Mul", "token_type_ids", length))
    return graph.node("Max", places, graph.scalar(0))


def _nearest_words(
    graph: Graph, weights: Weights, hidden: str, texts: tuple[str, str], special: tuple[int, int]
) -> str:
    """The weighted mean, over the query's words, of the cosine with the nearest word."""
    query_words, document_words = (_inner(graph, text, special) for text in texts)
    unit = graph.node("LpNormalization", hidden, axis=-1, p=2)
    alike = graph.node("MatMul", unit, graph.node("Transpose", unit, perm=[0, 2, 1]))
    held = graph.node("Unsqueeze", document_words, graph.integers(1))
    alike = graph.node(
        "Where", graph.node("Cast", held, to=TensorProto.BOOL), alike, graph.number(-1.0)
    )
    nearest = graph.node("ReduceMax", alike, graph.integers(-1), keepdims=0)
    counts = graph.node("MatMul", hidden, graph.constant(weights[HEAD_TOKENS]))
    counts = graph.node("Clip", counts, graph.number(-MOST_WEIGHT), graph.number(MOST_WEIGHT))
    counts = graph.node("Mul", graph.node("Exp", counts), query_words)
    total = graph.node("ReduceSum", counts, graph.integers(1), keepdims=0)
    found = graph.node(
        "ReduceSum", graph.node("Mul", nearest, counts), graph.integers(1), keepdims=0
    )
    return graph.node("Div", found, graph.node("Add", total, graph.number(1e-9)))


def _inner(graph: Graph, text: str, special: tuple[int, int]) -> str:
    """Where the words of a text are, without [CLS] and [SEP]; float32 (batch, sequence)."""
    words = graph.node("Cast", text, to=TensorProto.FLOAT)
    for token in special:
        found = graph.node("Equal", "input_ids", graph.scalar(token))
        other = graph.node("Cast", graph.node("Not", found), to=TensorProto.FLOAT)
        words = graph.node("Mul", words, other)
    return words


def _mean_direction(graph: Graph, hidden: str, kind: str) -> str:
    mask = graph.node("Cast", kind, to=TensorProto.FLOAT)
    mask = graph.node("Unsqueeze", mask, graph.integers(-1))
    total = graph.node("ReduceSum", graph.node("Mul", hidden, mask), graph.integers(1), keepdims=0)
    return graph.node("LpNormalization", total, axis=-1, p=2)
