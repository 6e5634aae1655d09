"""The training loop: lists in, weights out; it can be interrupted and carried on."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Read when JAX is imported: without the first, products in bfloat16 do not use what the CPU has for
# them.
os.environ.setdefault("XLA_FLAGS", "--xla_cpu_use_onednn=true")
os.environ.setdefault("JAX_PLATFORMS", "cpu")
import jax
import jax.numpy as jnp
import numpy as np
import optax
from numpy.typing import NDArray

from rerankers.pair_text import PairTokenizer
from searchapp.relevance.cross_encoder import network
from searchapp.relevance.cross_encoder.architecture import WORDS
from searchapp.relevance.cross_encoder.catalog_texts import CatalogText
from searchapp.relevance.cross_encoder.lists import TrainingList, may_answer

Weights = dict[str, NDArray[np.float32]]
ListMaker = Callable[[random.Random], Sequence[TrainingList]]
Progress = Callable[[int, float], None]

LENGTHS = (16, 32, 40, 48, 64)
"""Rows are padded to one of these, so that short ones cost less and few graphs are compiled."""
_SHARPNESS = 4.0
_DROPPED_WORDS = 0.1
_HEAD_HASTE = 20.0
"""How much faster the few weights of the head learn than the network."""
_NOT_COMPARED = -1e9
_SAVE_EVERY = 50


@dataclass(frozen=True, slots=True)
class TrainingPlan:
    """How long and how hard to train.

    `learning_rate` is the highest: it rises over the first tenth of the steps and falls to 0.
    The first `frozen_layers` of the network, and always its word embeddings, stay as they are.
    `max_tokens` cuts longer rows.
    """

    steps: int
    learning_rate: float = 3e-5
    seed: int = 1
    max_tokens: int = 56
    frozen_layers: int = 0


class Trainer:
    """Trains on the lists that `make_lists` draws, the same in every run with the same seed.

    Each query is compared with the items of all lists of a step; those of other lists count as bad,
    but where they may answer it.
    """

    def __init__(
        self,
        items: Sequence[CatalogText],
        tokenizer: PairTokenizer,
        make_lists: ListMaker,
        plan: TrainingPlan,
    ) -> None:
        self._items = items
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
            scores = network.scores(trained, frozen, batch) + batch["not_compared"]
            return optax.softmax_cross_entropy(scores, batch["targets"]).mean()

        value, gradient = jax.value_and_grad(loss)(trained)
        change, state = self._optimizer.update(gradient, state, trained)
        change = {
            name: array * (_HEAD_HASTE if name.startswith("head.") else 1.0)
            for name, array in change.items()
        }
        return optax.apply_updates(trained, change), state, value

    def _batch(self, lists: Sequence[TrainingList], rng: random.Random) -> dict[str, Any]:
        places = [(number, place) for number, each in enumerate(lists) for place in each.items]
        targets = np.zeros((len(lists), len(places)), dtype=np.float32)
        not_compared = np.zeros_like(targets)
        for number, each in enumerate(lists):
            own = [column for column, (of, _) in enumerate(places) if of == number]
            goodness = np.array(each.goodness, dtype=np.float32)
            targets[number, own] = np.asarray(jax.nn.softmax(jnp.asarray(goodness * _SHARPNESS)))
            for column, (of, place) in enumerate(places):
                if of != number and may_answer(each, self._items, self._items[place]):
                    not_compared[number, column] = _NOT_COMPARED
        queries = [self._tokenizer.first(self._tokenizer.query(each.query)) for each in lists]
        documents = [self._varied(place, lists[of].titles_alone, rng) for of, place in places]
        most = self._plan.max_tokens
        return {
            **padded(queries, most, "query"),
            **padded(documents, most, "document"),
            "targets": targets,
            "not_compared": not_compared,
        }

    def _varied(self, place: int, title_alone: bool, rng: random.Random) -> list[int]:
        """The item with some of its words missing: other catalogs say less, or other things."""
        title, attributes = self._documents[place]
        kept = [token for token in title if rng.random() >= _DROPPED_WORDS]
        return self._tokenizer.second((kept, [] if title_alone else attributes))


def padded(
    rows: Sequence[Sequence[int]], max_tokens: int, name: str
) -> dict[str, NDArray[np.int32]]:
    """Texts as two inputs of the network, `name`_ids and `name`_mask, int32 (rows, length)."""
    longest = min(max(map(len, rows)), max_tokens)
    length = next((each for each in LENGTHS if each >= longest), longest)
    length = min(length, max_tokens)
    ids = np.zeros((len(rows), length), dtype=np.int32)
    mask = np.zeros_like(ids)
    for number, row in enumerate(rows):
        ids[number, : len(row)] = row
        mask[number, : len(row)] = 1
    return {f"{name}_ids": ids, f"{name}_mask": mask}


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
