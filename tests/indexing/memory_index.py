"""An index in memory that keeps to the contract of IndexWriter, and an encoder that counts its
work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analyzers.embedding.hashing import HashingEncoder
from searchapp.engines.base import Delete, Digest, Operation, Put, WriteReport, slice_of
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import EngineUnavailable


class MemoryIndex:
    """Documents by kind as a search would see them; `away` makes every call fail, `refused` has the
    reasons for which documents are refused.
    """

    portion = 2

    def __init__(self) -> None:
        self.away = False
        self.refused: dict[str, str] = {}
        self.writes: list[int] = []
        self._contents: dict[str, dict[str, tuple[int, Mapping[str, Any] | None]]] = {}
        self._live: dict[Kind, str] = {}
        self._made = 0

    def documents(self, kind: Kind) -> dict[str, Mapping[str, Any]]:
        contents = self._contents.get(self._live.get(kind, ""), {})
        return {name: document for name, (_, document) in contents.items() if document is not None}

    def create(self, kind: Kind) -> str:
        self._reach()
        self._made += 1
        name = f"{kind.value}-{self._made}"
        self._contents[name] = {}
        return name

    def live(self, kind: Kind) -> str | None:
        self._reach()
        return self._live.get(kind)

    def make_live(self, index: str) -> None:
        self._live[Kind(index.partition("-")[0])] = index

    def indexes(self, kind: Kind) -> list[str]:
        return [name for name in self._contents if name.startswith(f"{kind.value}-")]

    def drop(self, index: str) -> None:
        if index in self._live.values():
            raise ValueError(f"{index} is live")
        del self._contents[index]

    def lose(self, kind: Kind) -> None:
        """As an engine whose disk is gone."""
        del self._contents[self._live.pop(kind)]

    def write(self, index: str, operations: Iterable[Operation]) -> WriteReport:
        self._reach()
        if index not in self._contents:
            raise ValueError(f"there is no index {index}")
        contents = self._contents[index]
        written = deleted = stale = 0
        failed = {}
        for operation in operations:
            if operation.id in self.refused:
                failed[operation.id] = self.refused[operation.id]
            elif operation.id in contents and operation.version <= contents[operation.id][0]:
                stale += 1
            elif isinstance(operation, Put):
                contents[operation.id] = (operation.version, operation.document)
                written += 1
            elif isinstance(operation, Delete):
                contents[operation.id] = (operation.version, None)
                deleted += 1
        self.writes.append(written + deleted)
        return WriteReport(written, deleted, stale, failed)

    def refresh(self, index: str) -> None:
        self._reach()

    def versions(self, index: str, after: str = "", size: int = 1000) -> list[tuple[str, int]]:
        stored = sorted(
            (name, version)
            for name, (version, document) in list(self._contents[index].items())
            if document is not None and name > after
        )
        return stored[:size]

    def digest(self, index: str) -> Digest:
        return Digest.of(self.versions(index, size=10**9))

    def versions_in(self, index: str, slices: Sequence[int]) -> dict[str, int]:
        found = self.versions(index, size=10**9)
        return {name: version for name, version in found if slice_of(name) in slices}

    def is_current(self, index: str) -> bool:
        return True

    def count(self, index: str) -> int:
        return len(self.versions(index, size=10**9))

    def _reach(self) -> None:
        if self.away:
            raise EngineUnavailable("no answer from the memory index; bring it back")


class CountingEncoder:
    """The hashing encoder; `texts` are all that it was asked to encode."""

    def __init__(self) -> None:
        self._encoder = HashingEncoder()
        self.texts: list[str] = []

    @property
    def name(self) -> str:
        return self._encoder.name

    @property
    def dimensions(self) -> int:
        return self._encoder.dimensions

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.texts += texts
        return self._encoder.encode(texts)

    def warm_up(self) -> None:
        self._encoder.warm_up()
