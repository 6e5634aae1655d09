"""The rows of an index in SQLite: every put and delete, which of them stand, and what they hold.

A row is seen at commit n if it is not newer than n and was not replaced up to n (`until`). So
readers keep a whole view while a writer is at work, and what was written after the last commit of
the text index can be taken back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np
import orjson
from numpy.typing import NDArray

_TABLES = """
CREATE TABLE item (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    there INTEGER NOT NULL,
    until INTEGER
);
CREATE INDEX item_id ON item (id);
CREATE INDEX item_replaced ON item (until) WHERE until IS NOT NULL;
CREATE TABLE payload (row INTEGER PRIMARY KEY, numbers BLOB NOT NULL, terms BLOB NOT NULL);
CREATE TABLE document (row INTEGER PRIMARY KEY, document BLOB NOT NULL);
CREATE TABLE vector (row INTEGER PRIMARY KEY, vector BLOB NOT NULL);
CREATE TABLE total (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
"""

STORED_TABLE = """
CREATE TABLE IF NOT EXISTS stored (
    row INTEGER NOT NULL,
    field TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (row, field)
)
"""
"""The BYTES fields. Indexes that an older version made get it when they are next written to."""

_MAPPED_BYTES = 4 << 30
"""Of the file that is read through a memory map, so that random rows cost no system call."""

VECTORS_UP_TO = "vectors up to row"
DOCUMENTS = "documents put"


class Payload(NamedTuple):
    """What ranking needs of a row; see `EncodedDocument`."""

    numbers: bytes
    terms: bytes


class Rows:
    """One SQLite file. Connections are pooled; each is used by one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: list[sqlite3.Connection] = []

    @classmethod
    def create(cls, path: Path) -> Rows:
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA page_size = 8192")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(_TABLES)
        connection.execute(STORED_TABLE)
        connection.close()
        return cls(path)

    def __enter__(self) -> Rows:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """A connection in autocommit mode. Raises sqlite3.OperationalError without the file."""
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = sqlite3.connect(
                f"{self._path.resolve().as_uri()}?mode=rw",
                uri=True,
                isolation_level=None,
                check_same_thread=False,
                timeout=10.0,
                cached_statements=256,
            )
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
        try:
            yield connection
        finally:
            self._idle.append(connection)

    def ids_after(self, row: int, commit: int) -> dict[int, str]:
        """The id of each document row in (`row`, `commit`] that may stand at `commit`."""
        with self.connection() as connection:
            return dict(
                connection.execute(
                    "SELECT row, id FROM item WHERE row > ? AND row <= ? AND there"
                    " AND (until IS NULL OR until > ?)",
                    (row, commit, commit),
                )
            )

    def standing_at(self, commit: int, rows: Sequence[int]) -> set[int]:
        """Those of `rows` that a reader at `commit` sees."""
        with self.connection() as connection:
            found = connection.execute(
                "SELECT row FROM item WHERE row IN (SELECT value FROM json_each(?))"
                " AND there AND row <= ? AND (until IS NULL OR until > ?)",
                (_json(rows), commit, commit),
            )
            return {row for (row,) in found}

    def rows_of(self, ids: Sequence[str], commit: int) -> dict[str, int]:
        """The row that a reader at `commit` sees for each of `ids` that has one."""
        with self.connection() as connection:
            return dict(
                connection.execute(
                    "SELECT id, row FROM item WHERE id IN (SELECT value FROM json_each(?))"
                    " AND there AND row <= ? AND (until IS NULL OR until > ?)",
                    (_json(ids), commit, commit),
                )
            )

    def payloads(self, rows: Sequence[int]) -> dict[int, Payload]:
        """Numbers and terms of `rows`; rows that were purged are left out."""
        with self.connection() as connection:
            found = connection.execute(
                "SELECT row, numbers, terms FROM payload"
                " WHERE row IN (SELECT value FROM json_each(?))",
                (_json(rows),),
            )
            return {row: Payload(numbers, terms) for row, numbers, terms in found}

    def documents(self, rows: Sequence[int]) -> dict[int, bytes]:
        """The JSON of `rows`; rows that were purged are left out."""
        with self.connection() as connection:
            return dict(
                connection.execute(
                    "SELECT row, document FROM document"
                    " WHERE row IN (SELECT value FROM json_each(?))",
                    (_json(rows),),
                )
            )

    def stored(self, field: str, rows: Sequence[int]) -> dict[int, bytes]:
        """The bytes of the BYTES `field` of `rows`, of those that have any."""
        with self.connection() as connection:
            return dict(
                connection.execute(
                    "SELECT row, bytes FROM stored"
                    " WHERE row IN (SELECT value FROM json_each(?)) AND field = ?",
                    (_json(rows), field),
                )
            )

    def vectors_since(
        self, row: int, commit: int, generation: int | None
    ) -> tuple[int, list[tuple[int, bytes]]]:
        """The newest generation of vectors, and the vectors in no generation, as (row, float16).

        Only those in (`row`, `commit`] if `generation` is still the newest, else all to `commit`.
        """
        with self.connection() as connection:
            connection.execute("BEGIN")
            try:
                newest = read_total(connection, VECTORS_UP_TO)
                tail = connection.execute(
                    "SELECT row, vector FROM vector WHERE row > ? AND row <= ?",
                    (row if newest == generation else newest, commit),
                ).fetchall()
            finally:
                connection.execute("COMMIT")
        return newest, tail

    def mean_term_counts(self, fields: Sequence[str]) -> NDArray[np.float64]:
        """The mean number of terms in each of the TEXT `fields`, over all documents ever put."""
        with self.connection() as connection:
            documents = max(read_total(connection, DOCUMENTS), 1)
            return np.array(
                [read_total(connection, f"terms {name}") / documents for name in fields]
            )

    def versions(self, after: str, size: int) -> list[tuple[str, int]]:
        with self.connection() as connection:
            return connection.execute(
                "SELECT id, version FROM item WHERE until IS NULL AND there AND id > ?"
                " ORDER BY id LIMIT ?",
                (after, size),
            ).fetchall()

    def entries(self) -> Iterator[tuple[str, int]]:
        """(id, version) of every document."""
        with self.connection() as connection:
            yield from connection.execute(
                "SELECT id, version FROM item WHERE until IS NULL AND there"
            )

    def count(self) -> int:
        with self.connection() as connection:
            [count] = connection.execute(
                "SELECT count(*) FROM item WHERE until IS NULL AND there"
            ).fetchone()
        return int(count)


def read_total(connection: sqlite3.Connection, name: str) -> int:
    found = connection.execute("SELECT value FROM total WHERE name = ?", (name,)).fetchone()
    return int(found[0]) if found else 0


def _json(values: Sequence[int] | Sequence[str]) -> str:
    return orjson.dumps(values).decode()
