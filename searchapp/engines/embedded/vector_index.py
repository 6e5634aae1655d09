"""Vectors of one kind: immutable generations on disk, searched through a graph, and a short tail.

A generation holds, for its vectors in order of their rows, `rows.npy` (n,) int64, `matrix.npy`
(n, d) int8 (unit vectors times 127), `lengths.npy` (n,) float32 (what rounding made of the 127)
and `graph.usearch`, an HNSW graph (Malkov and Yashunin 2018) whose keys are positions in the
matrix. Vectors written since lie in SQLite; readers hold them in
memory and compare them one by one, until there are enough of them to make the next generation
worthwhile. So a single new product rewrites nothing.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from usearch.index import Index as Graph

Found: TypeAlias = tuple[NDArray[np.int64], NDArray[np.float32]]
"""Rows (n,) and their cosines (n,)."""

SHORTEST_TAIL = 2_048
"""So many loose vectors are always left in the tail."""
TAIL_SHARE = 0.02
"""The tail may also grow to this share of the generation, which is rewritten less often for it."""
DEAD_SHARE = 0.3
"""With more vectors than this that no one sees, the graph is built anew without them."""

_CONNECTIVITY = 16
_EXPANSION_ADD = 64
_EXPANSION_SEARCH = 160
_CHUNK = 4_096
_SCALE = np.float32(127.0)
_NONE: Found = (np.empty(0, np.int64), np.empty(0, np.float32))


def _new_graph(dimensions: int) -> Graph:
    return Graph(
        ndim=dimensions,
        metric="cos",
        dtype="i8",
        connectivity=_CONNECTIVITY,
        expansion_add=_EXPANSION_ADD,
        expansion_search=_EXPANSION_SEARCH,
    )


class Generation:
    """An immutable generation, mapped into memory. Raises FileNotFoundError when it is gone."""

    def __init__(self, path: Path, dimensions: int) -> None:
        self.path = path
        self.rows: NDArray[np.int64] = np.load(path / "rows.npy")
        self.matrix: NDArray[np.int8] = np.asarray(np.load(path / "matrix.npy", mmap_mode="r"))
        self.lengths: NDArray[np.float32] = np.load(path / "lengths.npy")
        self._graph = _new_graph(dimensions)
        self._graph.view(str(path / "graph.usearch"))
        self._one_at_a_time = Lock()

    def __len__(self) -> int:
        return len(self.rows)

    def nearest(self, vector: NDArray[np.float32], count: int) -> Found:
        """About the `count` nearest rows, in no order."""
        with self._one_at_a_time:
            matches = self._graph.search(vector, min(count, len(self)), threads=1)
        positions = matches.keys.astype(np.int64)
        return self.rows[positions], (1.0 - matches.distances).astype(np.float32)

    def similarities(self, vector: NDArray[np.float32], rows: NDArray[np.int64]) -> Found:
        """The exact cosines of those of `rows` that are here."""
        positions = self._positions(rows)
        products = self.matrix[positions].astype(np.float32) @ vector
        return self.rows[positions], products / self.lengths[positions]

    def vectors(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Those of `rows` that are here, and their unit vectors (n, d)."""
        positions = self._positions(rows)
        vectors = self.matrix[positions].astype(np.float32)
        return self.rows[positions], vectors / self.lengths[positions, None]

    def _positions(self, rows: NDArray[np.int64]) -> NDArray[np.intp]:
        """Where in the matrix those of `rows` are that are here."""
        positions = np.searchsorted(self.rows, rows)
        positions[positions == len(self.rows)] = 0
        found: NDArray[np.intp] = positions[self.rows[positions] == rows]
        return found


@dataclass(frozen=True, slots=True, eq=False)
class VectorView:
    """The vectors that one commit may see, and some that it does not; the caller tells them apart.

    `number` names the generation in use (0 for none). `tail_rows` (t,) int64 ascending and `tail`
    (t, d) float32 are the vectors in no generation.
    """

    number: int
    generation: Generation | None
    tail_rows: NDArray[np.int64]
    tail: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.tail_rows) + (len(self.generation) if self.generation else 0)

    def nearest(self, vector: NDArray[np.float32], count: int) -> Found:
        """About the `count` nearest rows, best first."""
        near = self.generation.nearest(vector, count) if self.generation else _NONE
        return _best(near, (self.tail_rows, self.tail @ vector), count)

    def nearest_among(self, vector: NDArray[np.float32], rows: Sequence[int], count: int) -> Found:
        """Exactly the `count` nearest of `rows`, best first."""
        wanted = np.array(rows, np.int64)
        near = self.generation.similarities(vector, wanted) if self.generation else _NONE
        loose = np.isin(self.tail_rows, wanted)
        return _best(near, (self.tail_rows[loose], self.tail[loose] @ vector), count)

    def vectors(self, rows: Sequence[int]) -> dict[int, NDArray[np.float32]]:
        """The unit vectors of those of `rows` that have one."""
        wanted = np.array(rows, np.int64)
        found: dict[int, NDArray[np.float32]] = {}
        if self.generation:
            kept, vectors = self.generation.vectors(wanted)
            found.update(zip(kept.tolist(), vectors, strict=True))
        loose = np.isin(self.tail_rows, wanted)
        found.update(zip(self.tail_rows[loose].tolist(), self.tail[loose], strict=True))
        return found


def _best(some: Found, others: Found, count: int) -> Found:
    rows = np.concatenate([some[0], others[0]])
    cosines = np.concatenate([some[1], others[1]])
    order = np.argsort(-cosines, kind="stable")[:count]
    return rows[order], cosines[order].clip(-1.0, 1.0)


def decode_tail(
    loose: Iterable[tuple[int, bytes]], dimensions: int
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Rows and unit vectors from (row, float16) pairs that come in order of rows."""
    pairs = list(loose)
    rows = np.array([row for row, _ in pairs], np.int64)
    vectors = np.frombuffer(b"".join(each for _, each in pairs), np.float16)
    return rows, _unit(vectors.reshape(len(pairs), dimensions).astype(np.float32))


def generation_size(path: Path) -> int:
    """How many vectors the generation at `path` has."""
    return len(np.load(path / "rows.npy", mmap_mode="r"))


def tail_is_long(loose: int, generation: int) -> bool:
    """Whether so many loose vectors beside a generation of so many call for the next generation."""
    return loose > max(SHORTEST_TAIL, TAIL_SHARE * generation)


@dataclass(slots=True)
class GenerationBuilder:
    """Makes the next generation from the last one and new vectors, on a thread of its own.

    Use it as a context: whatever happens inside, its thread has ended afterwards.
    """

    dimensions: int
    _graph: Graph = field(init=False)
    _rows: list[NDArray[np.int64]] = field(default_factory=list)
    _matrix: list[NDArray[np.int8]] = field(default_factory=list)
    _size: int = 0
    _thread: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="vectors")
    )
    _added: list[Future[None]] = field(default_factory=list)

    def __enter__(self) -> GenerationBuilder:
        self._graph = _new_graph(self.dimensions)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._thread.shutdown(wait=True, cancel_futures=True)

    def start_from(self, last: Generation, rows_in_use: NDArray[np.int64]) -> None:
        """Go on from `last`, whose graph is kept unless too few of its rows are in use."""
        used = np.isin(last.rows, rows_in_use)
        if used.sum() >= (1 - DEAD_SHARE) * len(last):
            self._graph.load(str(last.path / "graph.usearch"))
            self._rows.append(last.rows)
            self._matrix.append(last.matrix)
            self._size = len(last)
        else:
            self._add(last.rows[used], last.matrix[used])

    def add(self, loose: Sequence[tuple[int, bytes]]) -> None:
        """Add (row, float16) pairs, whose rows are greater than all before, in the background."""
        rows, vectors = decode_tail(loose, self.dimensions)
        self._add(rows, np.rint(vectors * _SCALE).astype(np.int8))

    def save(self, path: Path) -> None:
        """Wait for the thread, then write the generation, whole or not at all."""
        for each in self._added:
            each.result()
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir()
        np.save(fresh / "rows.npy", np.concatenate(self._rows))
        np.save(fresh / "matrix.npy", np.concatenate(self._matrix))
        np.save(fresh / "lengths.npy", np.concatenate([_lengths(each) for each in self._matrix]))
        self._graph.save(str(fresh / "graph.usearch"))
        shutil.rmtree(path, ignore_errors=True)
        fresh.replace(path)

    def _add(self, rows: NDArray[np.int64], matrix: NDArray[np.int8]) -> None:
        for start in range(0, len(rows), _CHUNK):
            part = matrix[start : start + _CHUNK]
            keys = np.arange(self._size, self._size + len(part), dtype=np.uint64)
            self._added.append(self._thread.submit(self._add_to_graph, keys, part))
            self._rows.append(rows[start : start + _CHUNK])
            self._matrix.append(part)
            self._size += len(part)

    def _add_to_graph(self, keys: NDArray[np.uint64], part: NDArray[np.int8]) -> None:
        self._graph.add(keys, part.astype(np.float32) / _SCALE, threads=0)


def _lengths(matrix: NDArray[np.int8]) -> NDArray[np.float32]:
    lengths: NDArray[np.float32] = np.linalg.norm(matrix.astype(np.float32), axis=1)
    return np.maximum(lengths, np.float32(1e-12))


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: NDArray[np.float32] = vectors / np.maximum(lengths, np.float32(1e-12))
    return unit
