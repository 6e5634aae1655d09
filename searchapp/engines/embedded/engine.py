"""`EmbeddedSearchEngine`: answers retrieval queries from the live indexes of one folder."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

import numpy as np
import orjson
from numpy.typing import NDArray

from searchapp.engines.embedded.answer import answer
from searchapp.engines.embedded.layout import FileMark, Layout
from searchapp.engines.embedded.snapshot import IndexReader, Outdated, Snapshot
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import EngineUnavailable, RetrievalQuery, RetrievalResult

_TRIES = 5

_Answer = TypeVar("_Answer")


class EmbeddedSearchEngine:
    """Reads what an `EmbeddedIndexWriter` of this or another process writes into `folder`.

    Vectors have `dimensions` numbers. Opens an index when it is first asked for, sees new commits
    and a swapped live index at the next search, and may be shared by threads.
    """

    name = "embedded"

    def __init__(self, folder: Path, dimensions: int) -> None:
        self._layout = Layout(Path(folder))
        self._dimensions = dimensions
        self._readers: dict[Kind, tuple[FileMark | None, IndexReader]] = {}
        self._opening = Lock()

    def search(self, queries: Sequence[RetrievalQuery], timeout_ms: int) -> list[RetrievalResult]:
        """See `SearchEngine.search`. The time is checked between queries."""
        deadline = time.monotonic() + timeout_ms / 1000
        results: list[RetrievalResult] = []
        for query in queries:
            if time.monotonic() > deadline:
                raise EngineUnavailable(
                    f"the embedded engine answered {len(results)} of {len(queries)} queries in "
                    f"{timeout_ms} ms; allow more time, or use Elasticsearch for so large a catalog"
                )
            results.append(self._search_one(query))
        return results

    def documents(
        self, kind: Kind, ids: Sequence[str], timeout_ms: int
    ) -> dict[str, dict[str, Any]]:
        """See `SearchEngine.documents`."""

        def read(snapshot: Snapshot) -> dict[str, dict[str, Any]]:
            rows = snapshot.rows.rows_of(ids, snapshot.commit)
            documents = snapshot.rows.documents(list(rows.values()))
            if len(documents) < len(rows):
                raise Outdated("documents were replaced while they were read")
            return {id: orjson.loads(documents[row]) for id, row in rows.items()}

        return self._read(kind, read, {})

    def vectors(
        self, kind: Kind, ids: Sequence[str], timeout_ms: int
    ) -> dict[str, NDArray[np.float32]]:
        """See `SearchEngine.vectors`. They come back from int8, or float16 when new."""

        def read(snapshot: Snapshot) -> dict[str, NDArray[np.float32]]:
            rows = snapshot.rows.rows_of(ids, snapshot.commit)
            vectors = snapshot.vectors.vectors(list(rows.values()))
            return {id: vectors[row] for id, row in rows.items() if row in vectors}

        return self._read(kind, read, {})

    def stored_bytes(
        self, kind: Kind, ids: Sequence[str], field: str, timeout_ms: int
    ) -> dict[str, bytes]:
        """See `SearchEngine.stored_bytes`."""

        def read(snapshot: Snapshot) -> dict[str, bytes]:
            if field not in snapshot.schema:
                return {}
            rows = snapshot.rows.rows_of(ids, snapshot.commit)
            stored = snapshot.rows.stored(field, list(rows.values()))
            return {id: stored[row] for id, row in rows.items() if row in stored}

        return self._read(kind, read, {})

    def is_ready(self, timeout_ms: int) -> bool:
        """Whether the live indexes can be read; true also when there is none yet."""
        try:
            for kind in Kind:
                self._read(kind, lambda snapshot: snapshot.commit, 0)
        except EngineUnavailable:
            return False
        return True

    def close(self) -> None:
        """Let go of all files. A later search opens them again."""
        with self._opening:
            while self._readers:
                _, (_, reader) = self._readers.popitem()
                reader.close()

    def _search_one(self, query: RetrievalQuery) -> RetrievalResult:
        try:
            return self._read(
                query.kind, lambda snapshot: answer(query, snapshot), RetrievalResult()
            )
        except ValueError as error:
            return RetrievalResult(error=str(error))

    def _read(self, kind: Kind, read: Callable[[Snapshot], _Answer], nothing: _Answer) -> _Answer:
        """What `read` makes of the newest commit of the live index, `nothing` without an index."""
        for attempt in range(_TRIES):
            try:
                reader = self._reader(kind)
                return read(reader.snapshot()) if reader else nothing
            except (Outdated, OSError, sqlite3.Error) as error:
                if attempt == _TRIES - 1:
                    raise EngineUnavailable(
                        f"the {kind} index under {self._layout.folder} can't be read ({error}); "
                        "check that the folder is whole and readable, or rebuild the index"
                    ) from error
        raise AssertionError("unreachable")

    def _reader(self, kind: Kind) -> IndexReader | None:
        mark, held = self._layout.live_mark(kind), self._readers.get(kind)
        if held and held[0] == mark and held[1].usable:
            return held[1]
        with self._opening:
            name = self._layout.live(kind)
            if name is None:
                self._readers.pop(kind, None)
                return None
            reader = IndexReader(self._layout.folder_of(name), self._dimensions)
            self._readers[kind] = (mark, reader)
            return reader
