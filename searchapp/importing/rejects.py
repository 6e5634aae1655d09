"""The file of rejected rows: one JSON object for each problem."""

from __future__ import annotations

from pathlib import Path
from typing import IO

import orjson

from searchapp.catalog.rows import Problem
from searchapp.importing.sources import SourceRow


class RejectsFile:
    """Opened at the first rejected row, so that a clean import leaves no file.

    Each line has `line`, `id`, `field`, `reason` and `row`, the row as it came.
    """

    def __init__(self, path: Path, keep_bytes: int = 0) -> None:
        """`keep_bytes` of what an import that was cut off wrote are kept, the rest is dropped."""
        self.path = path
        self.length = keep_bytes
        self._file: IO[bytes] | None = None
        if not keep_bytes:
            path.unlink(missing_ok=True)

    def add(self, source: SourceRow, problems: tuple[Problem, ...]) -> None:
        """Write the problems of one row."""
        if self._file is None:
            self._file = self.path.open("ab")
            self._file.truncate(self.length)
        identifier = source.row.get("id") if source.row else None
        for problem in problems:
            entry = {
                "line": source.line,
                "id": identifier,
                "field": problem.field,
                "reason": problem.reason,
                "row": source.raw,
            }
            self.length += self._file.write(_dumps(entry) + b"\n")

    def flush(self) -> None:
        """Bring what was written to the disk."""
        if self._file is not None:
            self._file.flush()

    def close(self) -> None:
        """Done."""
        if self._file is not None:
            self._file.close()


def _dumps(entry: object) -> bytes:
    try:
        return orjson.dumps(entry, default=str)
    except TypeError:  # lone surrogates, or integers beyond 64 bits
        return orjson.dumps(repr(entry).encode(errors="replace").decode())
