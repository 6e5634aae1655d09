"""A network of the real architecture with tiny random weights, in real model folders: one that
reads pairs, and one that reads texts ahead.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from analyzers.embedding.bert_graph import Graph, embeddings, layer
from rerankers.late_interaction import LateInteraction
from rerankers.model_folder import CROSS_ENCODER, LATE_INTERACTION, ModelFolder
from rerankers.onnx_session import OnnxSession
from rerankers.publication import publish
from rerankers.token_vectors import TokenVectors, nearness
from searchapp.relevance.cross_encoder import graph
from searchapp.relevance.cross_encoder.architecture import (
    HEAD_COSINE,
    HEAD_PROJECTION,
    HEAD_SCALE,
    LAYERS,
    initial,
)

WIDTH = 48
DIMENSIONS = 24
MAX_TOKENS = 32
_WORDS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "|",
    ",",
    "red",
    "blue",
    "shoe",
    "shoes",
    "black",
    "leather",
    "belt",
    "velo",
    "trail",
    "women",
    "men",
    "running",
    "sandal",
    "0",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "8",
    "9",
]


def tokenizer_file(folder: Path) -> Path:
    """A tokenizer.json that knows a few words."""
    ids = {word: number for number, word in enumerate(_WORDS)}
    tokenizer = Tokenizer(models.WordPiece(ids, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    path = folder / "tokenizer.json"
    tokenizer.save(str(path))
    return path


def weights(seed: int = 1) -> dict[str, NDArray[np.float32]]:
    """Random weights by their names in a BERT checkpoint, with the head of a cross-encoder."""
    random = np.random.default_rng(seed)

    def matrix(*shape: int) -> NDArray[np.float32]:
        return random.normal(0, 0.3, shape).astype(np.float32)

    found = {
        "embeddings.word_embeddings.weight": matrix(len(_WORDS), WIDTH),
        "embeddings.position_embeddings.weight": matrix(MAX_TOKENS, WIDTH),
        "embeddings.token_type_embeddings.weight": matrix(2, WIDTH),
    }
    norms = ["embeddings.LayerNorm"]
    for number in range(LAYERS):
        prefix = f"encoder.layer.{number}"
        norms += [f"{prefix}.attention.output.LayerNorm", f"{prefix}.output.LayerNorm"]
        for part, shape in {
            "attention.self.query": (WIDTH, WIDTH),
            "attention.self.key": (WIDTH, WIDTH),
            "attention.self.value": (WIDTH, WIDTH),
            "attention.output.dense": (WIDTH, WIDTH),
            "intermediate.dense": (2 * WIDTH, WIDTH),
            "output.dense": (WIDTH, 2 * WIDTH),
        }.items():
            found[f"{prefix}.{part}.weight"] = matrix(*shape)
            found[f"{prefix}.{part}.bias"] = matrix(shape[0])
    for norm in norms:
        found[f"{norm}.weight"] = np.ones(WIDTH, np.float32)
        found[f"{norm}.bias"] = np.zeros(WIDTH, np.float32)
    with_head = initial(found)
    with_head["head.tokens.weight"] = matrix(WIDTH)
    return with_head


def projection(seed: int = 2) -> NDArray[np.float32]:
    """Orthonormal directions, (WIDTH, DIMENSIONS)."""
    random = np.random.default_rng(seed).normal(size=(WIDTH, DIMENSIONS))
    return np.linalg.qr(random)[0].astype(np.float32)


def published(folder: Path, seed: int = 1) -> ModelFolder:
    """A model folder of the task `late-interaction` that passes every check."""
    made = weights(seed) | {HEAD_PROJECTION: projection()}
    exact = OnnxSession(graph.model(made, None, MAX_TOKENS).SerializeToString())
    query, document = (np.array([ids], np.int64) for ids in ([2, 6, 8, 3], [2, 6, 9, 3]))
    asked, read = (exact.run(graph.OUTPUT, {graph.INPUT: ids})[0] for ids in (query, document))
    whole_weight, scale = float(made[HEAD_COSINE]), float(made[HEAD_SCALE])
    texts = [TokenVectors(each[0, :-1], each[1:-1, :-1]) for each in (asked, read)]
    return publish(
        folder,
        name="small",
        task=LATE_INTERACTION,
        model=graph.model(made, 127, MAX_TOKENS).SerializeToString(),
        parameters={
            "dimensions": DIMENSIONS,
            "max_tokens": MAX_TOKENS,
            "scale": scale,
            "whole_weight": whole_weight,
        },
        golden={graph.INPUT: document, "query_ids": query},
        expected=scale * nearness(texts[0], asked[1:-1, -1], texts[1:], whole_weight),
        output=graph.OUTPUT,
        files={"tokenizer.json": tokenizer_file(folder.parent).read_bytes()},
        tolerance=0.2,
        check=lambda path: LateInteraction(path).warm_up(),
    )


def published_pairs(folder: Path) -> ModelFolder:
    """A model folder of the task `cross-encoder`, which reads a query and a document as one row."""
    ids = np.array([[2, 6, 8, 3, 6, 9, 3]], np.int64)
    example = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
    exact = OnnxSession(_pairs(None))
    return publish(
        folder,
        name="pairs",
        task=CROSS_ENCODER,
        model=_pairs(127),
        parameters={"max_tokens": MAX_TOKENS},
        golden=example,
        expected=exact.run("score", example),
        output="score",
        files={"tokenizer.json": tokenizer_file(folder.parent).read_bytes()},
        tolerance=0.2,
    )


def _pairs(weight_limit: int | None) -> bytes:
    made = weights()
    network = Graph(weight_limit)
    hidden = embeddings(network, made, MAX_TOKENS)
    for number in range(LAYERS):
        hidden = layer(network, made, f"encoder.layer.{number}", hidden)
    # A row's mask is read, so that the graph has the input.
    mask = network.node("Unsqueeze", "attention_mask", network.integers(-1))
    mask = network.node("Cast", mask, to=1)
    seen = network.node("Mul", hidden, mask)
    first = network.node("ReduceMax", seen, network.integers(1), keepdims=0)
    head = network.constant(made["head.tokens.weight"])
    network.node("MatMul", first, head, name="score")
    model = network.model("pairs", ("input_ids", "attention_mask"), "score", ("batch",))
    return bytes(model.SerializeToString())
