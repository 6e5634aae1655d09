"""A cross-encoder of the real architecture with tiny random weights, in a real model folder."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from rerankers.model_folder import CROSS_ENCODER, ModelFolder
from rerankers.onnx_session import OnnxSession
from rerankers.publication import publish
from searchapp.relevance.cross_encoder import graph
from searchapp.relevance.cross_encoder.architecture import LAYERS, initial

WIDTH = 48
MAX_TOKENS = 32
SPECIAL = (2, 3)
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
    for layer in range(LAYERS):
        prefix = f"encoder.layer.{layer}"
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


def published(folder: Path, weight_limit: int | None = 127) -> ModelFolder:
    """A model folder that passes every check."""
    made = weights()
    ids = np.array([[2, 6, 8, 3, 2, 6, 9, 3]], np.int64)
    example = {
        "input_ids": ids,
        "attention_mask": np.ones_like(ids),
        "token_type_ids": np.array([[0, 0, 0, 0, 1, 1, 1, 1]], np.int64),
    }
    exact = graph.model(made, None, MAX_TOKENS, SPECIAL).SerializeToString()
    return publish(
        folder,
        name="small",
        task=CROSS_ENCODER,
        model=graph.model(made, weight_limit, MAX_TOKENS, SPECIAL).SerializeToString(),
        parameters={"max_tokens": MAX_TOKENS, "texts_apart": True},
        golden=example,
        expected=OnnxSession(exact).run(graph.OUTPUT, example),
        output=graph.OUTPUT,
        files={"tokenizer.json": tokenizer_file(folder.parent).read_bytes()},
        tolerance=0.2,
    )
