"""From weights to a model folder: int8, checked to rank as the float32 network does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np

from analyzers.embedding.minilm import WEIGHT_LIMITS
from analyzers.model_folder import ModelFolder
from rerankers.cross_encoder import TOKENIZER
from rerankers.model_folder import CROSS_ENCODER
from rerankers.onnx_session import OnnxSession
from rerankers.pair_text import PairTokenizer
from rerankers.publication import publish
from searchapp.relevance.cross_encoder import graph, network
from searchapp.relevance.cross_encoder.agreement import Agreement, Scores, agreement
from searchapp.relevance.cross_encoder.architecture import WORDS
from searchapp.relevance.cross_encoder.catalog_texts import CatalogText
from searchapp.relevance.cross_encoder.lists import TrainingList
from searchapp.relevance.cross_encoder.training import Weights, padded

LEAST_SPEARMAN, MOST_NDCG_LOST = 0.95, 0.01
"""Less rank correlation with float32 than this, or more nDCG@10 lost, and the int8 network is taken
to be broken on this CPU. (Measured: 0.99, among 24 items of a query, and 0.002 lost.)
"""
_TOLERANCE = 0.15
"""int8 scores are that near to float32 ones, relative and absolute, whatever the CPU."""

Report = Callable[[str], None]


class UnfaithfulModel(Exception):
    """The int8 network ranks unlike the float32 one on this CPU. The message says what to do."""


def publish_weights(
    folder: Path,
    weights: Weights,
    tokenizer_file: Path,
    items: Sequence[CatalogText],
    held_out: Sequence[TrainingList],
    max_tokens: int,
    source: Mapping[str, str],
    report: Report,
) -> ModelFolder:
    """Makes `folder` a model folder of the task `cross-encoder`; gives it.

    Its metrics are of the pseudo-queries `held_out`: nDCG@10 of the network in float32 and in int8,
    and how alike the two rank. Raises UnfaithfulModel, ModelFolderError.
    """
    tokenizer = PairTokenizer(tokenizer_file, max_tokens, texts_apart=True)
    lists = [_rows(each, items, tokenizer) for each in held_out]
    goodness = [each.goodness for each in held_out]
    expected = scored(weights, lists, max_tokens)
    for limit in WEIGHT_LIMITS:
        model = graph.model(weights, limit, max_tokens, tokenizer.special).SerializeToString(
            deterministic=True
        )
        found = _scored_singly(OnnxSession(model), lists)
        alike = agreement(expected, found, goodness)
        report(
            f"int8 within ±{limit}: Kendall {alike.kendall:.3f}, Spearman {alike.spearman:.3f},"
            f" nDCG@10 {alike.ndcg_before:.4f} before and {alike.ndcg_after:.4f} after"
        )
        lost = alike.ndcg_before - alike.ndcg_after
        if alike.spearman >= LEAST_SPEARMAN and lost <= MOST_NDCG_LOST:
            break
    else:
        raise UnfaithfulModel(
            f"The int8 network ranks unlike the float32 one on this CPU (Spearman below"
            f" {LEAST_SPEARMAN} or more than {MOST_NDCG_LOST} of nDCG@10 lost): train longer, or"
            " export on another machine."
        )
    example = {
        name: array[None].astype(np.int64)
        for name, array in zip(graph.INPUTS, _inputs(lists[0][0]), strict=True)
    }
    return publish(
        folder,
        name="cross-encoder",
        task=CROSS_ENCODER,
        model=model,
        parameters={"max_tokens": max_tokens, "texts_apart": True},
        golden=example,
        expected=expected[0][:1],
        output=graph.OUTPUT,
        files={TOKENIZER: tokenizer_file.read_bytes()},
        source=source,
        metrics=_metrics(alike),
        tolerance=_TOLERANCE,
    )


Rows = list[tuple[np.ndarray, np.ndarray]]


def scored(weights: Weights, lists: Sequence[Rows], max_tokens: int) -> list[Scores]:
    """The scores that the float32 network gives each list of rows, which have a query in common."""
    frozen = {WORDS: jnp.asarray(weights[WORDS])}
    trained = {name: jnp.asarray(array) for name, array in weights.items() if name != WORDS}
    forward = jax.jit(network.scores)
    found = []
    for rows in lists:
        (query, *_), documents = zip(*map(_parted, rows), strict=True)
        batch = padded([query], max_tokens, "query") | padded(documents, max_tokens, "document")
        found.append(np.asarray(forward(trained, frozen, batch)[0], dtype=np.float32))
    return found


def _parted(row: tuple[np.ndarray, np.ndarray]) -> tuple[list[int], list[int]]:
    ids, types = row
    return ids[types == 0].tolist(), ids[types == 1].tolist()


def _rows(made: TrainingList, items: Sequence[CatalogText], tokenizer: PairTokenizer) -> Rows:
    words = tokenizer.query(made.query)
    return [tokenizer.row(words, tokenizer.document(items[place].text)) for place in made.items]


def _inputs(row: tuple[np.ndarray, np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    ids, types = row
    return ids, np.ones_like(ids), types


def _scored_singly(session: OnnxSession, lists: Sequence[Rows]) -> list[Scores]:
    return [
        np.concatenate(
            [
                session.run(
                    graph.OUTPUT,
                    dict(zip(graph.INPUTS, (each[None] for each in _inputs(row)), strict=True)),
                )
                for row in rows
            ]
        )
        for rows in lists
    ]


def _metrics(alike: Agreement) -> dict[str, float]:
    return {f"held_out_{name}": round(value, 4) for name, value in asdict(alike).items()}
