"""`EmbeddedIndexWriter`: creates, fills and swaps the indexes of one folder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, islice
from pathlib import Path

from searchapp.engines.base import Digest, Operation, WriteReport, slice_of
from searchapp.engines.embedded.analysis import load_analysis, save_languages
from searchapp.engines.embedded.commit import commit_operations
from searchapp.engines.embedded.layout import Layout
from searchapp.engines.embedded.lock import exclusive
from searchapp.engines.embedded.rows import Rows
from searchapp.engines.embedded.schema import load_fields, save_fields
from searchapp.engines.embedded.text_index import TextIndex
from searchapp.pipeline.request import Kind
from searchapp.pipeline.schema import SCHEMAS

OPERATIONS_A_COMMIT = 200_000
"""A longer write is committed in parts: each is whole or not there after a crash.

Large parts make few segments of the text index, which is what makes it fast.
"""

_FEW_OPERATIONS = 1_000


class EmbeddedIndexWriter:
    """Writes into `folder`, which `EmbeddedSearchEngine`s of any process read.

    One process writes to an index at a time; another waits for up to `wait_seconds` and then raises
    `EngineUnavailable`. A new index is made for texts in the shop's `languages`, the default first,
    and stays so. What `write` returned from is on disk and searchable; `refresh` has nothing
    left to do.
    """

    portion = 100_000

    def __init__(
        self,
        folder: Path,
        dimensions: int,
        languages: tuple[str, ...] = ("en",),
        wait_seconds: float = 60.0,
    ) -> None:
        self._layout = Layout(Path(folder))
        self._dimensions = dimensions
        self._languages = languages
        self._wait_seconds = wait_seconds

    def create(self, kind: Kind) -> str:
        """See `IndexWriter.create`."""
        index = self._layout.new_index(kind)
        save_fields(index.fields, SCHEMAS[kind])
        Rows.create(index.rows)
        save_languages(index.languages, self._languages)
        TextIndex.create(index.text, SCHEMAS[kind], load_analysis(index.languages))
        return index.name

    def live(self, kind: Kind) -> str | None:
        """See `IndexWriter.live`."""
        return self._layout.live(kind)

    def make_live(self, index: str) -> None:
        """See `IndexWriter.make_live`."""
        self._layout.make_live(self._layout.index(index))

    def indexes(self, kind: Kind) -> list[str]:
        """See `IndexWriter.indexes`."""
        return self._layout.indexes(kind)

    def drop(self, index: str) -> None:
        """See `IndexWriter.drop`."""
        folder = self._layout.index(index)
        if self._layout.live(folder.kind) == index:
            raise ValueError(f"{index} is the live index; make another one live before dropping it")
        self._layout.drop(folder)

    def write(self, index: str, operations: Iterable[Operation]) -> WriteReport:
        """See `IndexWriter.write`. Raises ValueError when there is no such index."""
        folder = self._layout.index(index)
        report = WriteReport()
        remaining = iter(operations)
        while batch := list(islice(remaining, _FEW_OPERATIONS)):
            many = len(batch) == _FEW_OPERATIONS
            rest = islice(remaining, OPERATIONS_A_COMMIT - len(batch)) if many else ()
            with exclusive(folder.lock, self._wait_seconds):
                written = commit_operations(folder, self._dimensions, chain(batch, rest), many)
            report = _sum(report, written)
        return report

    def refresh(self, index: str) -> None:
        """See `IndexWriter.refresh`. Raises ValueError when there is no such index."""
        self._layout.index(index)

    def versions(self, index: str, after: str = "", size: int = 1000) -> list[tuple[str, int]]:
        """See `IndexWriter.versions`."""
        with Rows(self._layout.index(index).rows) as rows:
            return rows.versions(after, size)

    def digest(self, index: str) -> Digest:
        """See `IndexWriter.digest`."""
        with Rows(self._layout.index(index).rows) as rows:
            return Digest.of(rows.entries())

    def versions_in(self, index: str, slices: Sequence[int]) -> dict[str, int]:
        """See `IndexWriter.versions_in`."""
        wanted = set(slices)
        with Rows(self._layout.index(index).rows) as rows:
            return {id: version for id, version in rows.entries() if slice_of(id) in wanted}

    def is_current(self, index: str) -> bool:
        """See `IndexWriter.is_current`."""
        folder = self._layout.index(index)
        fields = load_fields(folder.fields)
        languages = load_analysis(folder.languages).languages
        return fields == SCHEMAS[folder.kind] and languages == self._languages

    def count(self, index: str) -> int:
        """See `IndexWriter.count`."""
        with Rows(self._layout.index(index).rows) as rows:
            return rows.count()


def _sum(some: WriteReport, more: WriteReport) -> WriteReport:
    return WriteReport(
        written=some.written + more.written,
        deleted=some.deleted + more.deleted,
        stale=some.stale + more.stale,
        failed={**some.failed, **more.failed},
    )
