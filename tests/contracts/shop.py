"""A shop to test with: an engine and its writer behind the verbs that the contracts speak in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchapp.engines.base import Delete, IndexWriter, Put, WriteReport
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import (
    RetrievalQuery,
    RetrievalResult,
    SearchEngine,
    TextClause,
    VectorClause,
)
from searchapp.pipeline.schema import EMBEDDING

DIMENSIONS = 8
"""Of the vectors in the contract suites; the engine under test is built for it."""

TIMEOUT_MS = 10_000


def words(text: str, **settings: Any) -> TextClause:
    """A clause over title and body, the title counting three times, unless told otherwise."""
    settings.setdefault("fields", {"title": 3.0, "body": 1.0})
    return TextClause(name=settings.pop("name", "words"), text=text, **settings)


def direction(*components: float) -> NDArray[np.float32]:
    """The unit vector, (DIMENSIONS,) float32, along `components`, padded with zeros."""
    vector = np.zeros(DIMENSIONS, np.float32)
    vector[: len(components)] = components
    return vector / np.linalg.norm(vector)


def near(*components: float, k: int = 10, minimum_similarity: float = -1.0) -> VectorClause:
    """A clause for the `k` nearest neighbours of `direction(*components)`."""
    return VectorClause(EMBEDDING, direction(*components), k, minimum_similarity)


@dataclass
class Shop:
    """One live index a kind, made when its first document comes; each write is a newer version."""

    engine: SearchEngine
    writer: IndexWriter
    indexes: dict[Kind, str] = field(default_factory=dict)
    _versions: count[int] = field(default_factory=lambda: count(1))

    def add(self, *documents: Mapping[str, Any], kind: Kind = Kind.PRODUCT) -> WriteReport:
        """Write documents, each with its "id", and make them searchable."""
        index = self._index(kind)
        report = self.writer.write(
            index, [Put(str(each["id"]), next(self._versions), each) for each in documents]
        )
        self.writer.refresh(index)
        return report

    def remove(self, *ids: str, kind: Kind = Kind.PRODUCT) -> WriteReport:
        index = self._index(kind)
        report = self.writer.write(index, [Delete(each, next(self._versions)) for each in ids])
        self.writer.refresh(index)
        return report

    def search(
        self, *clauses: TextClause, kind: Kind = Kind.PRODUCT, size: int = 10, **settings: Any
    ) -> RetrievalResult:
        """One answered query of the given text clauses and other settings."""
        query = RetrievalQuery(kind=kind, channel="test", size=size, text=clauses, **settings)
        [result] = self.engine.search([query], TIMEOUT_MS)
        assert result.error is None, result.error
        return result

    def found(self, *clauses: TextClause, **settings: Any) -> list[str]:
        """The ids that `search` finds, in order."""
        return [hit.id for hit in self.search(*clauses, **settings).hits]

    def facet(self, name: str, result: RetrievalResult) -> dict[str, int]:
        """The counts of facet `name` in `result`, in order."""
        return {each.value: each.count for each in result.facets[name]}

    def _index(self, kind: Kind) -> str:
        if kind not in self.indexes:
            self.indexes[kind] = self.writer.create(kind)
            self.writer.make_live(self.indexes[kind])
        return self.indexes[kind]
