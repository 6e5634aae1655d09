"""From weights to a model folder: int8, few dimensions, checked to rank as in float32."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from analyzers.embedding.minilm import WEIGHT_LIMITS
from analyzers.model_folder import ModelFolder
from analyzers.query import AnalyzedQuery
from rerankers.contract import Item
from rerankers.late_interaction import LateInteraction
from rerankers.model_folder import LATE_INTERACTION
from rerankers.pair_text import TOKENIZER, PairTokenizer
from rerankers.publication import publish
from searchapp.relevance.cross_encoder import graph, network
from searchapp.relevance.cross_encoder.agreement import Agreement, Scores, agreement
from searchapp.relevance.cross_encoder.architecture import (
    HEAD_COSINE,
    HEAD_PROJECTION,
    HEAD_SCALE,
    WORDS,
)
from searchapp.relevance.cross_encoder.catalog_texts import CatalogText
from searchapp.relevance.cross_encoder.lists import TrainingList
from searchapp.relevance.cross_encoder.projection import DIMENSIONS, principal_directions
from searchapp.relevance.cross_encoder.training import Weights, padded

LEAST_SPEARMAN, MOST_NDCG_LOST = 0.95, 0.01
"""Less rank correlation with float32 than this, or more nDCG@10 lost, and what is served is taken
to be broken on this CPU.
"""
_TOLERANCE = 0.15
"""int8 scores are that near to those of the same network in float32, relative and absolute,
whatever the CPU."""
_SAMPLE, _BATCH = 2_000, 64

Report = Callable[[str], None]


class UnfaithfulModel(Exception):
    """What is served ranks unlike the float32 network on this CPU. The message says what to do."""


def publish_weights(
    folder: Path,
    weights: Weights,
    tokenizer_file: Path,
    items: Sequence[CatalogText],
    held_out: Sequence[TrainingList],
    max_tokens: int,
    source: Mapping[str, str],
    report: Report,
    dimensions: int = DIMENSIONS,
) -> ModelFolder:
    """Makes `folder` a model folder of the task `late-interaction`; gives it.

    Its metrics are of the pseudo-queries `held_out`: nDCG@10 of the network in float32 and as it is
    served, in int8 and `dimensions` dimensions, and how alike the two rank. Raises UnfaithfulModel,
    ModelFolderError.
    """
    tokenizer = PairTokenizer(tokenizer_file, max_tokens, texts_apart=True)
    texts = [items[place] for place in _sampled(len(items))]
    tokens = _tokens(weights, [_document(tokenizer, each) for each in texts], max_tokens)
    weights = {**weights, HEAD_PROJECTION: principal_directions(tokens, dimensions)}
    expected = [scored(weights, each, items, tokenizer, max_tokens) for each in held_out]
    goodness = [each.goodness for each in held_out]

    def published(where: Path, limit: int | None, alike: Agreement | None) -> ModelFolder:
        return _publish(where, weights, limit, tokenizer_file, max_tokens, held_out[0], items,
                        {} if alike is None else _metrics(alike), source)  # fmt: skip

    for limit in WEIGHT_LIMITS:
        with tempfile.TemporaryDirectory() as trial:
            served = LateInteraction(published(Path(trial) / "model", limit, None).path)
            found = [_served(served, each, items) for each in held_out]
        alike = agreement(expected, found, goodness)
        report(
            f"int8 within ±{limit}: Kendall {alike.kendall:.3f}, Spearman {alike.spearman:.3f},"
            f" nDCG@10 {alike.ndcg_before:.4f} before and {alike.ndcg_after:.4f} after"
        )
        lost = alike.ndcg_before - alike.ndcg_after
        if alike.spearman >= LEAST_SPEARMAN and lost <= MOST_NDCG_LOST:
            return published(folder, limit, alike)
    raise UnfaithfulModel(
        f"What would be served ranks unlike the float32 network on this CPU (Spearman below"
        f" {LEAST_SPEARMAN} or more than {MOST_NDCG_LOST} of nDCG@10 lost): train longer, keep more"
        " dimensions, or export on another machine."
    )


def scored(
    weights: Weights,
    made: TrainingList,
    items: Sequence[CatalogText],
    tokenizer: PairTokenizer,
    max_tokens: int,
) -> Scores:
    """The scores that the float32 network, with all its dimensions, gives the items of a list."""
    query = tokenizer.first(tokenizer.query(made.query))
    documents = [_document(tokenizer, items[place]) for place in made.items]
    batch = padded([query], max_tokens, "query") | padded(documents, max_tokens, "document")
    trained, frozen = _parted(weights)
    return np.asarray(_FORWARD(trained, frozen, batch)[0], dtype=np.float32)


_FORWARD = jax.jit(network.scores)
_READ = jax.jit(network.read)


def _publish(
    folder: Path,
    weights: Weights,
    limit: int | None,
    tokenizer_file: Path,
    max_tokens: int,
    example: TrainingList,
    items: Sequence[CatalogText],
    metrics: Mapping[str, float],
    source: Mapping[str, str],
) -> ModelFolder:
    tokenizer = PairTokenizer(tokenizer_file, max_tokens, texts_apart=True)
    query = tokenizer.first(tokenizer.query(example.query))
    document = _document(tokenizer, items[example.items[0]])
    return publish(
        folder,
        name="cross-encoder",
        task=LATE_INTERACTION,
        model=graph.model(weights, limit, max_tokens).SerializeToString(deterministic=True),
        parameters={
            "dimensions": weights[HEAD_PROJECTION].shape[1],
            "max_tokens": max_tokens,
            "scale": float(weights[HEAD_SCALE]),
            "whole_weight": float(weights[HEAD_COSINE]),
        },
        golden={
            graph.INPUT: np.array([document], np.int64),
            "query_ids": np.array([query], np.int64),
        },
        expected=_projected_score(weights, query, document, max_tokens),
        output=graph.OUTPUT,
        files={TOKENIZER: tokenizer_file.read_bytes()},
        source=source,
        metrics=metrics,
        tolerance=_TOLERANCE,
        check=lambda path: LateInteraction(path).warm_up(),
    )


def _projected_score(
    weights: Weights, query: list[int], document: list[int], max_tokens: int
) -> NDArray[np.float32]:
    """(1,) What the float32 network says of the pair in the few dimensions, by numpy alone."""
    asked, read = _tokens(weights, [query, document], max_tokens)
    projection = weights[HEAD_PROJECTION]
    counts = np.exp(np.clip(asked @ weights["head.tokens.weight"], *_LIMITS))[1:-1]
    alike = _unit(asked[1:-1] @ projection) @ _unit(read[1:-1] @ projection).T
    words = (alike.max(axis=1) * counts).sum() / counts.sum()
    wholes = [_unit(each.sum(axis=0) @ projection) for each in (asked, read)]
    whole = float(weights[HEAD_COSINE]) * (wholes[0] @ wholes[1])
    return np.array([weights[HEAD_SCALE] * (words + whole)], dtype=np.float32)


_LIMITS = (-network.MOST_WEIGHT, network.MOST_WEIGHT)


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
    return unit


def _sampled(count: int) -> list[int]:
    return random.Random(1).sample(range(count), min(count, _SAMPLE))


def _tokens(
    weights: Weights, rows: Sequence[list[int]], max_tokens: int
) -> Iterator[NDArray[np.float32]]:
    """The tokens of each text in their context, (n, width)."""
    trained, frozen = _parted(weights)
    for start in range(0, len(rows), _BATCH):
        some = rows[start : start + _BATCH]
        batch = padded(some, max_tokens, "text")
        found = np.asarray(
            _READ(batch["text_ids"], batch["text_mask"], {**frozen, **trained}), dtype=np.float32
        )
        yield from (each[: len(row)] for each, row in zip(found, some, strict=True))


def _parted(weights: Weights) -> tuple[dict[str, jax.Array], dict[str, jax.Array]]:
    frozen = {WORDS: jnp.asarray(weights[WORDS])}
    return {name: jnp.asarray(each) for name, each in weights.items() if name != WORDS}, frozen


def _document(tokenizer: PairTokenizer, item: CatalogText) -> list[int]:
    return tokenizer.second(tokenizer.document(item.text))


def _served(served: LateInteraction, made: TrainingList, items: Sequence[CatalogText]) -> Scores:
    texts = [items[place].text for place in made.items]
    candidates = [
        Item(str(place), {}, {"title": text.title, "colour": text.attributes})
        for place, text in enumerate(texts)
    ]
    return served.score(AnalyzedQuery(made.query, made.query, "en"), candidates)


def _metrics(alike: Agreement) -> dict[str, float]:
    return {f"held_out_{name}": round(value, 4) for name, value in asdict(alike).items()}
