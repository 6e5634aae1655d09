"""One commit: operations in, rows, words and vectors changed together.

The order matters. SQLite commits first, and readers do not look beyond the text index's commit;
then the text index commits, which is the one moment when everything becomes visible. A crash before
that moment leaves rows that the next writer takes back.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from shutil import rmtree
from types import TracebackType

from searchapp.engines.base import Delete, Operation, Put, WriteReport
from searchapp.engines.embedded.analysis import load_analysis
from searchapp.engines.embedded.documents import (
    EncodedDocument,
    InvalidDocument,
    encode_document,
    text_fields,
)
from searchapp.engines.embedded.layout import IndexFolder
from searchapp.engines.embedded.row_writer import RowWriter, writing_rows
from searchapp.engines.embedded.rows import Rows
from searchapp.engines.embedded.schema import load_fields
from searchapp.engines.embedded.text_index import TextIndex, TextWriter
from searchapp.engines.embedded.vector_index import (
    Generation,
    GenerationBuilder,
    generation_size,
    tail_is_long,
)

LONGEST_ID = 512
"""In UTF-8 bytes, as in Elasticsearch."""

_LOOK_AT_TAIL_EVERY = 4_096


def commit_operations(
    folder: IndexFolder, dimensions: int, operations: Iterable[Operation], many: bool
) -> WriteReport:
    """Carry out `operations` as one commit; `many` allows more memory for them.

    The caller holds the lock of the index.
    """
    text = TextIndex(folder.text, load_analysis(folder.languages))
    with Rows(folder.rows) as rows, text.writing(many) as words:
        with (
            writing_rows(rows, text.view().commit) as row_writer,
            _Vectors(folder, dimensions, row_writer) as vectors,
        ):
            before = row_writer.newest_row
            batch = _Batch(folder, dimensions, row_writer, words)
            for number, operation in enumerate(operations, start=1):
                batch.carry_out(operation)
                if number % _LOOK_AT_TAIL_EVERY == 0:
                    vectors.look_at_tail()
            vectors.finish()
            row_writer.finish()
        if row_writer.newest_row > before:
            words.commit(row_writer.newest_row)
    vectors.remove_old()
    return batch.report()


class _Batch:
    """Decides what becomes of each operation, and writes it to rows and words."""

    def __init__(
        self, folder: IndexFolder, dimensions: int, rows: RowWriter, words: TextWriter
    ) -> None:
        self._schema = load_fields(folder.fields)
        self._analysis = load_analysis(folder.languages)
        self._fields = text_fields(self._schema)
        self._dimensions = dimensions
        self._rows = rows
        self._words = words
        self._written = self._deleted = self._stale = 0
        self._failed: dict[str, str] = {}

    def report(self) -> WriteReport:
        return WriteReport(self._written, self._deleted, self._stale, self._failed)

    def carry_out(self, operation: Operation) -> None:
        standing = self._rows.standing(operation.id)
        if standing and operation.version <= standing.version:
            self._stale += 1
            return
        there = standing is not None and standing.there
        if isinstance(operation, Delete):
            self._rows.delete(operation.id, operation.version, standing)
            self._deleted += 1
        else:
            try:
                encoded = self._check(operation)
                document = self._words.encode(self._rows.newest_row + 1, encoded.indexed)
            except ValueError as error:
                self._failed[operation.id] = str(error)
                return
            self._rows.put(operation.id, operation.version, encoded, self._fields, standing)
            self._written += 1
        if there:
            self._words.delete(operation.id)
        if isinstance(operation, Put):
            self._words.add(document)

    def _check(self, put: Put) -> EncodedDocument:
        if not put.id or len(put.id.encode()) > LONGEST_ID:
            raise InvalidDocument(f"id: must have 1 to {LONGEST_ID} bytes")
        return encode_document(self._schema, self._analysis, self._dimensions, put.id, put.document)


class _Vectors:
    """Makes the next generation of vectors within a commit, if the tail grows long."""

    def __init__(self, folder: IndexFolder, dimensions: int, rows: RowWriter) -> None:
        self._folder = folder
        self._dimensions = dimensions
        self._rows = rows
        self._last = rows.vector_generation()
        self._size: int | None = None
        self._builder: GenerationBuilder | None = None
        self._added_up_to = 0
        self._cleanup = ExitStack()

    def __enter__(self) -> _Vectors:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._cleanup.close()

    def look_at_tail(self) -> None:
        """Start on the next generation once it is called for, and feed it from then on."""
        if self._builder is None and tail_is_long(self._rows.loose_vectors, self._length()):
            self._builder = self._cleanup.enter_context(GenerationBuilder(self._dimensions))
            if self._last:
                last = Generation(self._folder.vectors(self._last), self._dimensions)
                self._builder.start_from(last, self._rows.rows_in_use(self._last))
        if self._builder:
            loose = self._rows.loose_vectors_in_use(after=self._added_up_to)
            self._builder.add(loose)
            self._added_up_to = self._rows.newest_row

    def finish(self) -> None:
        """Save the generation that was begun, if any."""
        self.look_at_tail()
        if self._builder:
            self._builder.save(self._folder.vectors(self._rows.newest_row))
            self._rows.set_vector_generation(self._rows.newest_row)

    def remove_old(self) -> None:
        """Remove all generations but the newest and the last, which readers may be opening."""
        keep = {self._folder.vectors(self._last)}
        if self._builder:
            keep.add(self._folder.vectors(self._rows.newest_row))
            for path in set(self._folder.path.glob("vectors-*")) - keep:
                rmtree(path)

    def _length(self) -> int:
        """How many vectors the last generation has."""
        if self._size is None:
            path = self._folder.vectors(self._last)
            self._size = generation_size(path) if self._last else 0
        return self._size
