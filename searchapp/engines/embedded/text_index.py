"""The tantivy index of one kind: opening, committing, and seeing one commit."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tantivy
from tantivy import DocAddress, Order, Query

from searchapp.engines.embedded.analysis import Analysis
from searchapp.engines.embedded.schema import COMMIT, COMMIT_MARK, MARK, ROW, build_schema
from searchapp.pipeline.schema import Schema

_WRITER_HEAP_BYTES = 128_000_000
"""One thread with room for many documents makes few segments, and few segments search faster."""

_SMALL_HEAP_BYTES = 16_000_000

_SPARE_HITS = 32
"""Fetched beyond the page, in which a tie with its last hit will mostly end."""


class TextIndex:
    """An open tantivy index. `view` is cheap; `reload` first, to see newer commits."""

    def __init__(self, path: Path, analysis: Analysis) -> None:
        self._analysis = analysis
        try:
            self._index = tantivy.Index.open(str(path))
        except ValueError as error:
            raise OSError(f"the text index can't be opened: {error}") from error
        self._index.config_reader("manual")
        self.schema = self._index.schema

    @classmethod
    def create(cls, path: Path, schema: Schema, analysis: Analysis) -> TextIndex:
        path.mkdir()
        tantivy.Index(build_schema(schema), str(path))
        return cls(path, analysis)

    def reload(self) -> None:
        """See the newest commit from now on. Raises OSError when its files can't be read."""
        try:
            self._index.reload()
        except ValueError as error:
            raise OSError(f"the text index can't be read: {error}") from error

    def view(self) -> TextView:
        return TextView(self._index.searcher(), self.schema, self._analysis)

    @contextmanager
    def writing(self, many: bool) -> Iterator[TextWriter]:
        """A writer whose changes are dropped unless `TextWriter.commit` is called."""
        heap = _WRITER_HEAP_BYTES if many else _SMALL_HEAP_BYTES
        writer = self._index.writer(heap, 1)
        try:
            yield TextWriter(writer, self.schema)
        except BaseException:
            writer.rollback()
            raise
        finally:
            writer.wait_merging_threads()


class TextWriter:
    """Changes to a tantivy index up to one commit."""

    def __init__(self, writer: tantivy.IndexWriter, schema: tantivy.Schema) -> None:
        self._writer = writer
        self._schema = schema

    def encode(self, row: int, indexed: dict[str, Any]) -> tantivy.Document:
        """Raises ValueError when a value does not fit the schema."""
        return tantivy.Document.from_dict({**indexed, ROW: row}, self._schema)

    def add(self, document: tantivy.Document) -> None:
        self._writer.add_document(document)

    def delete(self, id: str) -> None:
        self._writer.delete_documents_by_term("id", id)

    def commit(self, newest_row: int) -> None:
        """Make the changes visible, all at once, as the commit that ends with `newest_row`."""
        self._writer.delete_documents_by_term(MARK, COMMIT_MARK)
        mark = {MARK: COMMIT_MARK, COMMIT: newest_row}
        self._writer.add_document(tantivy.Document.from_dict(mark, self._schema))
        self._writer.commit()


class TextView:
    """What one commit holds; unchanged by later ones. Safe to share between threads."""

    def __init__(
        self, searcher: tantivy.Searcher, schema: tantivy.Schema, analysis: Analysis
    ) -> None:
        self.searcher = searcher
        self.schema = schema
        self.analysis = analysis
        self.commit = self._commit()

    def count(self, query: Query) -> int:
        return _count(self.searcher.search(query, 1))

    def rows(self, addresses: Sequence[DocAddress]) -> list[int]:
        """The row numbers of the documents at `addresses`."""
        if not addresses:
            return []
        values = self.searcher.fast_field_values(ROW, list(addresses))
        return [int(value) for value in values if value is not None]

    def all_rows(self, query: Query, most: int) -> list[int]:
        """The rows that match, at most `most`, in no order."""
        found = self.searcher.search(query, max(most, 1), count=False)
        return self.rows([address for _, address in found.hits])

    def top(
        self, query: Query, end: int, sort: str | None, descending: bool
    ) -> tuple[list[tuple[Any, DocAddress]], int]:
        """The best `end` hits, and all more that tie with the last of them; and the exact total.

        Each hit is (score or sort value, address). tantivy breaks ties by address; who wants
        another order among equals needs all of them.
        """
        limit = end + end // 4 + _SPARE_HITS
        order = Order.Desc if descending else Order.Asc
        while True:
            found = (
                self.searcher.search(query, limit)
                if sort is None
                else self.searcher.search(query, limit, order_by_field=sort, order=order)
            )
            hits, total = found.hits, _count(found)
            if len(hits) < limit or hits[-1][0] != hits[end - 1][0]:
                return hits, total
            limit = min(limit * 8, total + 1)

    def inverse_document_frequency(self, document_frequency: int) -> float:
        """BM25's weight of a term that so many documents have (Robertson and Zaragoza 2009)."""
        documents = self.searcher.num_docs
        return math.log1p(
            max(documents - document_frequency + 0.5, 0.5) / (document_frequency + 0.5)
        )

    def _commit(self) -> int:
        marks = self.searcher.search(
            Query.term_query(self.schema, MARK, COMMIT_MARK, "basic"), 1, count=False
        ).hits
        if not marks:
            return 0
        [commit] = self.searcher.fast_field_values(COMMIT, [marks[0][1]])
        return int(commit or 0)


def _count(found: tantivy.SearchResult) -> int:
    count: int = found.count  # type: ignore[attr-defined]
    return count
