"""One commit of one index, seen whole (words, rows, vectors), and how readers come to the next."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from searchapp.engines.embedded.analysis import load_analysis
from searchapp.engines.embedded.documents import numeric_fields, text_fields
from searchapp.engines.embedded.layout import FileMark, IndexFolder, file_mark
from searchapp.engines.embedded.rows import Rows
from searchapp.engines.embedded.schema import load_fields
from searchapp.engines.embedded.text_index import TextIndex, TextView
from searchapp.engines.embedded.vector_index import Generation, VectorView, decode_tail
from searchapp.pipeline.schema import Schema

_SPARE_IDS = 10_000
_TRIES = 5


class Outdated(RuntimeError):
    """The snapshot lost rows to a newer commit while it was read; read again from the next one."""


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """What a reader sees at one commit.

    `ids` leads from a row to its id; later snapshots add theirs to it, which harms no one.
    """

    schema: Schema
    text: TextView
    rows: Rows
    ids: dict[int, str]
    vectors: VectorView
    numeric_fields: Sequence[str]
    text_fields: Sequence[str]
    mean_term_counts: NDArray[np.float64]

    @property
    def commit(self) -> int:
        return self.text.commit

    def ids_of(self, rows: Sequence[int]) -> list[str]:
        """The id of each row. Raises `Outdated`."""
        try:
            return [self.ids[row] for row in rows]
        except KeyError as missing:
            raise Outdated(f"row {missing} is not known") from None


class IndexReader:
    """An open index that follows its writer's commits, in this process or another.

    To look for a new commit costs one `stat`.
    """

    def __init__(self, folder: IndexFolder, dimensions: int) -> None:
        if not folder.path.is_dir():
            raise FileNotFoundError(f"the live index {folder.name} is gone")
        self._folder = folder
        self._dimensions = dimensions
        self._schema = load_fields(folder.fields)
        self._text = TextIndex(folder.text, load_analysis(folder.languages))
        self._rows = Rows(folder.rows)
        self._mark: FileMark | None = None
        self._current: Snapshot | None = None
        self._refreshing = Lock()
        self._process = os.getpid()

    @property
    def usable(self) -> bool:
        """Whether it was opened by this process: open files do not survive a fork."""
        return self._process == os.getpid()

    def snapshot(self) -> Snapshot:
        """The newest commit."""
        current = self._current
        if current is not None and file_mark(self._folder.text_commit) == self._mark:
            return current
        with self._refreshing:
            mark = file_mark(self._folder.text_commit)
            if self._current is None or mark != self._mark:
                self._current = self._next()
                self._mark = mark
            return self._current

    def close(self) -> None:
        self._rows.close()

    def _next(self) -> Snapshot:
        self._text.reload()
        text = self._text.view()
        last = self._current
        if last is not None and last.commit == text.commit:
            vectors, ids = last.vectors, last.ids
        else:
            vectors, ids = self._vectors(text.commit), self._ids(text)
        texts = text_fields(self._schema)
        return Snapshot(
            schema=self._schema,
            text=text,
            rows=self._rows,
            ids=ids,
            vectors=vectors,
            numeric_fields=numeric_fields(self._schema),
            text_fields=texts,
            mean_term_counts=self._rows.mean_term_counts(texts),
        )

    def _ids(self, text: TextView) -> dict[int, str]:
        """The ids of the last snapshot with those that came since; read anew if most are old."""
        last = self._current
        if last is None or len(last.ids) > 2 * text.searcher.num_docs + _SPARE_IDS:
            return self._rows.ids_after(0, text.commit)
        last.ids.update(self._rows.ids_after(last.commit, text.commit))
        return last.ids

    def _vectors(self, commit: int) -> VectorView:
        last = self._current.vectors if self._current else None
        seen = self._current.commit if self._current else 0
        for attempt in range(_TRIES):
            number, loose = self._rows.vectors_since(seen, commit, last.number if last else None)
            rows, tail = decode_tail(loose, self._dimensions)
            if last and last.number == number:
                return VectorView(
                    number,
                    last.generation,
                    np.concatenate([last.tail_rows, rows]),
                    np.concatenate([last.tail, tail]),
                )
            try:
                generation = (
                    Generation(self._folder.vectors(number), self._dimensions) if number else None
                )
            except FileNotFoundError:
                if attempt == _TRIES - 1:
                    raise
                continue
            return VectorView(number, generation, rows, tail)
        raise AssertionError("unreachable")
