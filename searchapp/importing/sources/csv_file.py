"""CSV with a header."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from searchapp.catalog.rows import Problem
from searchapp.catalog.rows.naming import FIELDS, field_name
from searchapp.importing.sources.csv_mapping import CsvMapping
from searchapp.importing.sources.source_row import SourceRow

_DELIMITERS = ",;\t|"
_LONGEST_CELL = 1 << 20
_FIELDS = frozenset().union(*FIELDS.values())
_BROKEN_BYTE = re.compile("[\udc80-\udcff]")
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,6})?")


def read_csv(stream: BinaryIO, mapping: CsvMapping | None = None) -> Iterator[SourceRow]:
    """The rows as fields. Empty cells are left out, unless the mapping has a default for them."""
    mapping = mapping or CsvMapping()
    columns: list[str] | None = None
    for line, cells, problem in records(stream, mapping.encoding, mapping.delimiter):
        if problem is None and columns is None:
            columns = [mapping.columns.get(name, name) for name in cells]
        elif problem is None and columns is not None and len(cells) <= len(columns):
            named = zip(columns, cells, strict=False)
            filled = {name: _typed(name, cell) for name, cell in named if name and cell}
            row = {**mapping.defaults, **filled}
            yield SourceRow(line, row, row)
        else:
            yield SourceRow(line, None, list(cells), problem or _too_many(cells, columns or []))


def records(
    stream: BinaryIO, encoding: str = "utf-8-sig", delimiter: str | None = None
) -> Iterator[tuple[int, Sequence[str], Problem | None]]:
    """The header and all records: first line, trimmed cells, and what makes them unreadable."""
    # Bytes that can't be decoded come through as surrogates: only their own record is broken.
    text = io.TextIOWrapper(stream, encoding=encoding, errors="surrogateescape", newline="")
    csv.field_size_limit(_LONGEST_CELL)
    header = text.readline()
    while header and not header.strip():
        header = text.readline()
    lines = _Lines(header, text)
    reader = csv.reader(lines, delimiter=delimiter or _delimiter(header))
    while True:
        line = lines.count + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            reason = f"is no CSV ({error}); look for a quote that is not closed"
            yield line, [], Problem("line", reason)
            continue
        if any(_BROKEN_BYTE.search(cell) for cell in cells):
            clean = [_BROKEN_BYTE.sub("\ufffd", cell) for cell in cells]
            reason = (
                f"has bytes that are not {encoding}; save the file as UTF-8 or name its encoding"
            )
            yield line, clean, Problem("line", f"{reason} in the mapping")
        elif any(cells):
            yield line, cells, None


class _Lines:
    """The header line, then the rest; counts what was handed out."""

    def __init__(self, header: str, rest: io.TextIOWrapper) -> None:
        self.count = 0
        self._header = header
        self._rest = rest

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._header if self.count == 0 else self._rest.readline(_LONGEST_CELL)
        if not line:
            raise StopIteration
        self.count += 1
        return line


def _too_many(cells: Sequence[str], columns: Sequence[str]) -> Problem:
    reason = f"has {len(cells)} cells, but the header {len(columns)}"
    return Problem("line", f"{reason}; quote cells that contain the delimiter")


def _delimiter(header: str) -> str:
    return max(_DELIMITERS, key=header.count)


def _typed(name: str, cell: str) -> Any:
    """Cells of columns that become attributes are numbers and booleans where they look so."""
    if field_name(name) in _FIELDS:
        return cell
    if cell.casefold() in ("true", "false"):
        return cell.casefold() == "true"
    if _NUMBER.fullmatch(cell):
        return float(cell) if "." in cell else int(cell)
    return cell
