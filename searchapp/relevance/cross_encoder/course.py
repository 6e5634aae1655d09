"""What a cross-encoder is taught, in two parts: the catalog's own queries, then judged ones.

In the second part half of the lists are pseudo-queries still: judged pairs alone teach an order
among good candidates and ruin that of all (docs/cross-encoder.md). The lower half of the network
stays as the catalog taught it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analyzers.embedding import minilm
from analyzers.embedding.base import TextEncoder
from rerankers.pair_text import PairTokenizer
from searchapp.relevance.cross_encoder.architecture import LAYERS, initial
from searchapp.relevance.cross_encoder.catalog_texts import CatalogText
from searchapp.relevance.cross_encoder.lists import ListMaker, TrainingList
from searchapp.relevance.cross_encoder.mining import Miner
from searchapp.relevance.cross_encoder.pseudo_queries import QueryMaker, spelt_alike
from searchapp.relevance.cross_encoder.training import Progress, Trainer, TrainingPlan, Weights
from searchapp.relevance.judgments import Grades

LISTS_A_STEP = 8
JUDGED_A_STEP = 4
HELD_OUT_QUERIES, HELD_OUT_LENGTH = 120, 24
_HELD_OUT_ITEMS = 0.04


class Course:
    """The lessons of one catalog. `held_out`: lists of items that no lesson asks for."""

    def __init__(
        self,
        items: Sequence[CatalogText],
        vectors: NDArray[np.float32],
        encoder: TextEncoder,
        *,
        queries: int,
        seed: int,
        but: Sequence[str] = (),
    ) -> None:
        """Makes `queries` pseudo-queries, none of them like one in `but`.

        `vectors` (n, d) are those of the items by `encoder`. Raises ValueError for a catalog that
        is too small to learn from.
        """
        self.items = items
        maker = QueryMaker(items, seed)
        self._lists = ListMaker(items, Miner(items, vectors, encoder, maker.weights))
        rng = random.Random(seed)
        places = rng.sample(range(len(items)), len(items))
        held_out = max(int(len(items) * _HELD_OUT_ITEMS), 1)
        barred = set(map(spelt_alike, but))
        self._queries = maker.make(queries, places[held_out:], barred)
        asked = maker.make(HELD_OUT_QUERIES, places[:held_out], barred)
        self.held_out = [self._lists.pseudo(query, rng, HELD_OUT_LENGTH) for query in asked]
        if not self._queries or not self.held_out:
            raise ValueError(
                f"{len(items)} items with a title are too few to make queries of: import more."
            )

    def from_catalog(
        self,
        tokenizer: PairTokenizer,
        plan: TrainingPlan,
        checkpoint: Path | None = None,
        progress: Progress | None = None,
    ) -> Weights:
        """The weights that the catalog alone teaches, from those of the text encoder."""

        def lists(rng: random.Random) -> list[TrainingList]:
            return self._pseudo_lists(LISTS_A_STEP, rng)

        trainer = Trainer(self.items, tokenizer, lists, plan)
        return trainer.train(initial(minilm.load_weights()), checkpoint, progress)

    def from_judgments(
        self,
        weights: Weights,
        grades: Grades,
        tokenizer: PairTokenizer,
        plan: TrainingPlan,
        checkpoint: Path | None = None,
        progress: Progress | None = None,
    ) -> Weights:
        """`weights` after the judged queries. Raises ValueError when none is about an item here."""
        places = {item.id: place for place, item in enumerate(self.items)}
        highest = max((max(pairs.values()) for pairs in grades.values() if pairs), default=0.0)
        lessons = [
            self._lists.judged(query, known, highest)
            for query, pairs in grades.items()
            if (known := {places[id_]: grade for id_, grade in pairs.items() if id_ in places})
        ]
        if not lessons or highest <= 0:
            raise ValueError("no judgment is about an item of the catalog with a grade above 0")

        def lists(rng: random.Random) -> list[TrainingList]:
            taken = rng.sample(lessons, min(JUDGED_A_STEP, len(lessons)))
            rest = self._pseudo_lists(LISTS_A_STEP - len(taken), rng)
            return [self._lists.judged_list(each, rng) for each in taken] + rest

        return Trainer(self.items, tokenizer, lists, plan).train(weights, checkpoint, progress)

    def _pseudo_lists(self, count: int, rng: random.Random) -> list[TrainingList]:
        return [self._lists.pseudo(rng.choice(self._queries), rng) for _ in range(count)]


def mild(plan: TrainingPlan, steps: int) -> TrainingPlan:
    """The plan of the second part that goes with the first."""
    return replace(
        plan,
        steps=steps,
        learning_rate=plan.learning_rate * 2,
        frozen_layers=LAYERS // 2,
    )
