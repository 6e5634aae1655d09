"""Candidates for a query as recall would find them: nearest by meaning, nearest by words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from analyzers.embedding.base import TextEncoder
from searchapp.relevance.cross_encoder.catalog_texts import CatalogText, folded, words_of

_MEANING, _WORDS = 5.0, 3.0


class Miner:
    """Finds what a query's answer is easily confused with."""

    def __init__(
        self,
        items: Sequence[CatalogText],
        vectors: NDArray[np.float32],
        encoder: TextEncoder,
        word_weights: Mapping[str, float],
    ) -> None:
        """`vectors` (n, d) are those of the items' texts by `encoder`."""
        self._items, self._vectors, self._encoder = items, vectors, encoder
        self._weights = word_weights
        self._most = max(word_weights.values(), default=1.0)
        postings: dict[str, list[int]] = defaultdict(list)
        for place, item in enumerate(items):
            for word in item.words:
                postings[word].append(place)
        self._postings = {word: np.array(places) for word, places in postings.items()}

    def similarities(self, query: str) -> NDArray[np.float32]:
        """The cosine of the query with each item, float32 (n,)."""
        similarities: NDArray[np.float32] = self._vectors @ self._encoder.encode([query])[0]
        return similarities

    def coverage(self, query: str) -> NDArray[np.float32]:
        """The share of the query's words that each item has, by their weight; float32 (n,)."""
        covered = np.zeros(len(self._items), dtype=np.float32)
        words = set(map(folded, words_of(query)))
        total = sum(self._weights.get(word, self._most) for word in words)
        for word in words & self._postings.keys():
            covered[self._postings[word]] += self._weights.get(word, self._most) / total
        return covered

    def first(self, query: str, count: int) -> list[int]:
        """The places of the `count` items that recall would find first, by meaning and words."""
        near = self.similarities(query) * _MEANING + self.coverage(query) * _WORDS
        return [int(place) for place in self.best(near, count)]

    @staticmethod
    def best(scores: NDArray[np.float32], count: int) -> NDArray[np.int64]:
        """The places of the best `count` scores, best first, ties by place."""
        count = min(count, len(scores))
        return np.argsort(-scores, kind="stable")[:count]
