"""Adding rows: one transaction on top of a commit, which first takes back what lies beyond it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchapp.engines.embedded.documents import EncodedDocument
from searchapp.engines.embedded.rows import (
    DOCUMENTS,
    STORED_TABLE,
    VECTORS_UP_TO,
    Rows,
    read_total,
)


class Standing(NamedTuple):
    """The row that stands for an id: a document, or the mark of its deletion if not `there`."""

    row: int
    version: int
    there: bool


@contextmanager
def writing_rows(rows: Rows, commit: int) -> Iterator[RowWriter]:
    """A transaction on top of `commit`; what lies beyond it is taken back first."""
    with rows.connection() as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            connection.execute(STORED_TABLE)
            _take_back(connection, commit)
            _purge(connection, commit)
            yield RowWriter(connection, commit)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


class RowWriter:
    """Adds rows within one transaction on top of `commit`.

    `newest_row` is the number last given to a row; `loose_vectors` how many are in no generation.
    """

    def __init__(self, connection: sqlite3.Connection, commit: int) -> None:
        self._connection = connection
        self._commit = commit
        newest = connection.execute(
            "SELECT seq FROM sqlite_sequence WHERE name = 'item'"
        ).fetchone()
        self.newest_row: int = newest[0] if newest else 0
        [loose] = connection.execute("SELECT count(*) FROM vector").fetchone()
        self.loose_vectors: int = loose
        self._documents = 0
        self._term_counts: dict[str, int] = {}

    def standing(self, id: str) -> Standing | None:
        found = self._connection.execute(
            "SELECT row, version, there FROM item WHERE id = ? AND until IS NULL", (id,)
        ).fetchone()
        return Standing(found[0], found[1], bool(found[2])) if found else None

    def put(
        self,
        id: str,
        version: int,
        encoded: EncodedDocument,
        fields: Sequence[str],
        replaced: Standing | None,
    ) -> int:
        """Add a document, whose TEXT fields are `fields`; returns its row."""
        row = self._add(id, version, True, replaced)
        self._connection.execute(
            "INSERT INTO payload VALUES (?, ?, ?)", (row, encoded.numbers, encoded.terms)
        )
        self._connection.execute("INSERT INTO document VALUES (?, ?)", (row, encoded.document))
        if encoded.vector is not None:
            self._connection.execute(
                "INSERT INTO vector VALUES (?, ?)",
                (row, encoded.vector.astype(np.float16).tobytes()),
            )
            self.loose_vectors += 1
        self._connection.executemany(
            "INSERT INTO stored VALUES (?, ?, ?)",
            [(row, field, value) for field, value in encoded.stored.items()],
        )
        self._documents += 1
        for name, count in zip(fields, encoded.term_counts, strict=True):
            if count:
                self._term_counts[name] = self._term_counts.get(name, 0) + count
        return row

    def delete(self, id: str, version: int, replaced: Standing | None) -> None:
        self._add(id, version, False, replaced)

    def vector_generation(self) -> int:
        return read_total(self._connection, VECTORS_UP_TO)

    def loose_vectors_in_use(self, after: int) -> list[tuple[int, bytes]]:
        """The vectors in no generation beyond row `after`, as (row, float16), that anyone may see.

        That is what stands now and what stood at the commit before, which would stand again if this
        transaction came to nothing.
        """
        return self._connection.execute(
            "SELECT row, vector FROM vector JOIN item USING (row)"
            " WHERE row > ? AND (until IS NULL OR until > ?) ORDER BY row",
            (after, self._commit),
        ).fetchall()

    def rows_in_use(self, up_to: int) -> NDArray[np.int64]:
        """The document rows up to `up_to` that anyone may still see, ascending."""
        return np.fromiter(
            (
                row
                for (row,) in self._connection.execute(
                    "SELECT row FROM item WHERE there AND row <= ?"
                    " AND (until IS NULL OR until > ?) ORDER BY row",
                    (up_to, self._commit),
                )
            ),
            np.int64,
        )

    def set_vector_generation(self, row: int) -> None:
        """Declare that the vectors up to `row` are in the generation of that number."""
        self._connection.execute("DELETE FROM vector WHERE row <= ?", (row,))
        self._connection.execute("INSERT OR REPLACE INTO total VALUES (?, ?)", (VECTORS_UP_TO, row))

    def finish(self) -> None:
        """Write the totals that were counted along the way."""
        counted = {DOCUMENTS: self._documents} | {
            f"terms {name}": count for name, count in self._term_counts.items()
        }
        self._connection.executemany(
            "INSERT INTO total VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET value = value + excluded.value",
            counted.items(),
        )

    def _add(self, id: str, version: int, there: bool, replaced: Standing | None) -> int:
        self.newest_row += 1
        if replaced:
            self._connection.execute(
                "UPDATE item SET until = ? WHERE row = ?", (self.newest_row, replaced.row)
            )
        self._connection.execute(
            "INSERT INTO item VALUES (?, ?, ?, ?, NULL)", (self.newest_row, id, version, there)
        )
        return self.newest_row


def _take_back(connection: sqlite3.Connection, commit: int) -> None:
    """Undo rows of a write whose text was never committed. Their numbers are not used again."""
    connection.execute("DELETE FROM item WHERE row > ?", (commit,))
    connection.execute("DELETE FROM payload WHERE row > ?", (commit,))
    connection.execute("DELETE FROM document WHERE row > ?", (commit,))
    connection.execute("DELETE FROM vector WHERE row > ?", (commit,))
    connection.execute("DELETE FROM stored WHERE row > ?", (commit,))
    connection.execute("UPDATE item SET until = NULL WHERE until > ?", (commit,))


def _purge(connection: sqlite3.Connection, commit: int) -> None:
    """Remove what no reader at `commit` or later sees."""
    for statement in (
        "DELETE FROM payload WHERE row IN (SELECT row FROM item WHERE until <= ?)",
        "DELETE FROM document WHERE row IN (SELECT row FROM item WHERE until <= ?)",
        "DELETE FROM vector WHERE row IN (SELECT row FROM item WHERE until <= ?)",
        "DELETE FROM stored WHERE row IN (SELECT row FROM item WHERE until <= ?)",
        "DELETE FROM item WHERE until <= ?",
    ):
        connection.execute(statement, (commit,))
