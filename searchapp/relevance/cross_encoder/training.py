"""The training loop: lists in, weights out; it can be interrupted and carried on."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Read when JAX is imported: without it, products in bfloat16 do not use what the CPU has for them.
os.environ.setdefault("XLA_FLAGS", "--xla_cpu_use_onednn=true")
import jax
import jax.numpy as jnp
import numpy as np
import optax
from numpy.typing import NDArray

from rerankers.pair_text import PairTokenizer
from searchapp.relevance.cross_encoder import network
from searchapp.relevance.cross_encoder.architecture import WORDS
from searchapp.relevance.cross_encoder.catalog_texts import CatalogText
from searchapp.relevance.cross_encoder.lists import LENGTH, TrainingList

Weights = dict[str, NDArray[np.float32]]
ListMaker = Callable[[random.Random], Sequence[TrainingList]]
Progress = Callable[[int, float], None]

LENGTHS = (32, 48, 64)
"""Rows are padded to one of these, so that short ones cost less and few graphs are compiled."""
_SHARPNESS = 5.0
_DROPPED_WORDS, _DROPPED_ATTRIBUTES = 0.1, 0.3
_SAVE_EVERY = 50


@dataclass(frozen=True, slots=True)
class TrainingPlan:
    """How long and how hard to train.

    `learning_rate` is the highest: it rises over the first tenth of the steps and falls to 0.
    The first `frozen_layers` of the network, and always its word embeddings, stay as they are.
    `max_tokens` cuts longer rows.
    """

    steps: int
    learning_rate: float = 5e-5
    seed: int = 1
    max_tokens: int = 64
    frozen_layers: int = 0


class Trainer:
    """Trains on the lists that `make_lists` draws, the same in every run with the same seed."""

    def __init__(
        self,
        items: Sequence[CatalogText],
        tokenizer: PairTokenizer,
        make_lists: ListMaker,
        plan: TrainingPlan,
    ) -> None:
        self._documents = [tokenizer.document(item.text) for item in items]
        self._tokenizer, self._make_lists, self._plan = tokenizer, make_lists, plan
        rate = optax.warmup_cosine_decay_schedule(
            0.0, plan.learning_rate, max(plan.steps // 10, 1), plan.steps
        )
        self._optimizer = optax.chain(
            optax.clip_by_global_norm(1.0), optax.adamw(rate, weight_decay=0.01)
        )
        self._step = jax.jit(self._update)

    def train(
        self, weights: Weights, checkpoint: Path | None = None, progress: Progress | None = None
    ) -> Weights:
        """The weights after all steps, from `weights` or from what `checkpoint` has of this run."""
        trained, frozen = self._parted(weights)
        state = self._optimizer.init(trained)
        first = 0
        if checkpoint is not None and checkpoint.exists():
            first, trained, state = _restored(checkpoint, trained, state)
        for step in range(first, self._plan.steps):
            rng = random.Random(f"{self._plan.seed} {step}")
            batch = self._batch(self._make_lists(rng), rng)
            trained, state, loss = self._step(trained, state, frozen, batch)
            if progress is not None:
                progress(step + 1, float(loss))
            if checkpoint is not None and (step + 1) % _SAVE_EVERY == 0:
                _save(checkpoint, step + 1, trained, state)
        return {name: np.asarray(array) for name, array in (frozen | trained).items()}

    def _parted(self, weights: Weights) -> tuple[dict[str, Any], dict[str, Any]]:
        """The weights that change, and those that do not."""
        still = [f"encoder.layer.{layer}." for layer in range(self._plan.frozen_layers)]
        if still:
            still.append("embeddings.")
        frozen = {
            name: array
            for name, array in weights.items()
            if name == WORDS or name.startswith(tuple(still))
        }
        return {name: weights[name] for name in weights if name not in frozen}, frozen

    def _update(self, trained: Any, state: Any, frozen: Any, batch: Any) -> Any:
        def loss(trained: Any) -> Any:
            scores = network.scores(trained, frozen, batch).reshape(-1, LENGTH)
            return optax.softmax_cross_entropy(scores, batch["targets"]).mean()

        value, gradient = jax.value_and_grad(loss)(trained)
        change, state = self._optimizer.update(gradient, state, trained)
        return optax.apply_updates(trained, change), state, value

    def _batch(self, lists: Sequence[TrainingList], rng: random.Random) -> dict[str, Any]:
        rows = [
            self._tokenizer.row(query, self._varied(place, rng))
            for each in lists
            for query in [self._tokenizer.query(each.query)]
            for place in each.items
        ]
        goodness = np.array([each.goodness for each in lists], dtype=np.float32)
        targets = np.asarray(jax.nn.softmax(jnp.asarray(goodness * _SHARPNESS), axis=-1))
        return padded(rows, self._plan.max_tokens) | {"targets": targets}

    def _varied(self, place: int, rng: random.Random) -> tuple[list[int], list[int]]:
        """The item with some of its words missing: other catalogs say less, or other things."""
        title, attributes = self._documents[place]
        kept = [token for token in title if rng.random() >= _DROPPED_WORDS]
        return kept, [] if rng.random() < _DROPPED_ATTRIBUTES else attributes


def padded(rows: Sequence[tuple[Any, Any]], max_tokens: int) -> dict[str, NDArray[np.int32]]:
    """Rows of `PairTokenizer.row` as the three inputs of the network, int32 (rows, length)."""
    longest = min(max(len(ids) for ids, _ in rows), max_tokens)
    length = next((each for each in LENGTHS if each >= longest), longest)
    names = ("input_ids", "token_type_ids", "attention_mask")
    batch = {name: np.zeros((len(rows), length), dtype=np.int32) for name in names}
    for row, (ids, types) in enumerate(rows):
        batch["input_ids"][row, : len(ids)] = ids
        batch["token_type_ids"][row, : len(ids)] = types
        batch["attention_mask"][row, : len(ids)] = 1
    return batch


def _save(path: Path, step: int, trained: Any, state: Any) -> None:
    leaves: list[Any] = jax.tree_util.tree_leaves((trained, state))
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}")
    with fresh.open("wb") as file:
        np.savez(file, np.array(step), *map(np.asarray, leaves))
    fresh.replace(path)


def _restored(path: Path, trained: Any, state: Any) -> tuple[int, Any, Any]:
    with np.load(path) as saved:
        step, *leaves = (saved[f"arr_{number}"] for number in range(len(saved.files)))
    structure = jax.tree_util.tree_structure((trained, state))
    trained, state = jax.tree_util.tree_unflatten(structure, leaves)
    return int(step), trained, state


def save_weights(path: Path, weights: Weights) -> None:
    """Writes weights to a file that `numpy.load` reads."""
    path.parent.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, Any] = dict(weights)
    with path.open("wb") as file:
        np.savez(file, **arrays)
