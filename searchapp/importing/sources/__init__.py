"""Readers of catalog files: `open_source` finds the format and streams the records.

A record that can't be read comes as a `SourceRow` with a problem; the others are read on.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import BinaryIO

import orjson

from searchapp.catalog.rows import Problem
from searchapp.importing.sources.csv_file import read_csv
from searchapp.importing.sources.csv_mapping import CsvMapping, MappingError, read_mapping
from searchapp.importing.sources.esci import PRODUCTS_FILE, looks_like_esci, read_esci
from searchapp.importing.sources.jsonl import read_jsonl
from searchapp.importing.sources.opening import open_bytes
from searchapp.importing.sources.shopify import looks_like_shopify, read_shopify
from searchapp.importing.sources.source_row import SourceRow

__all__ = [
    "BROKEN_SOURCE",
    "CsvMapping",
    "MappingError",
    "Source",
    "SourceError",
    "SourceFormat",
    "SourceRow",
    "open_source",
    "read_mapping",
]

BROKEN_SOURCE = "file"
"""The field of the problem that says that the rest of a file can't be read."""
_SAMPLE = 1 << 16


class SourceFormat(StrEnum):
    """The formats that are read."""

    AUTO = "auto"
    JSONL = "jsonl"
    CSV = "csv"
    SHOPIFY = "shopify"
    ESCI = "esci"


class SourceError(ValueError):
    """The file can't be read at all; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file whose format is known."""

    path: Path
    format: SourceFormat
    mapping: CsvMapping | None = None

    def rows(self, on_read: Callable[[int], None] = lambda count: None) -> Iterator[SourceRow]:
        """All records from the beginning, streamed. `on_read` hears of the bytes read from the
        disk."""
        line = 0
        with closing(open_bytes(self.path, on_read)) as stream:
            try:
                for row in _reader(self)(stream):
                    line = row.line
                    yield row
            except (EOFError, zlib.error, OSError) as error:
                reason = f"the file can't be read on from here ({error}); get it again"
                yield SourceRow(line + 1, None, None, Problem(BROKEN_SOURCE, reason))


def open_source(
    path: Path, format: SourceFormat = SourceFormat.AUTO, mapping: CsvMapping | None = None
) -> Source:
    """The file at `path`, or the products file when it is a folder of ESCI data.

    Raises SourceError when it is not there, or AUTO can't tell what it is.
    """
    if path.is_dir():
        if not (path / PRODUCTS_FILE).is_file():
            raise SourceError(f"{path} is a folder without {PRODUCTS_FILE}; name a file")
        path = path / PRODUCTS_FILE
    sample = _sample(path)
    if format is SourceFormat.AUTO:
        format = SourceFormat.CSV if mapping else _detect(path, sample)
    if mapping and format is not SourceFormat.CSV:
        raise SourceError(f"a mapping is for CSV, but {path} is read as {format.value}")
    return Source(path, format, mapping)


def _reader(source: Source) -> Callable[[BinaryIO], Iterator[SourceRow]]:
    readers: dict[SourceFormat, Callable[[BinaryIO], Iterator[SourceRow]]] = {
        SourceFormat.JSONL: read_jsonl,
        SourceFormat.ESCI: read_esci,
        SourceFormat.SHOPIFY: read_shopify,
        SourceFormat.CSV: partial(read_csv, mapping=source.mapping),
    }
    return readers[source.format]


def _sample(path: Path) -> bytes:
    """The beginning of the content, as far as it can be read."""
    sample = b""
    try:
        with closing(open_bytes(path)) as stream:
            while len(sample) < _SAMPLE and (chunk := stream.readline(_SAMPLE)):
                sample += chunk
    except (EOFError, zlib.error, OSError) as error:
        if not sample:
            raise SourceError(f"{path} can't be read: {error}") from error
    return sample


def _detect(path: Path, sample: bytes) -> SourceFormat:
    first = next(
        (line for line in sample.lstrip(b"\xef\xbb\xbf").splitlines() if line.strip()), b""
    )
    if first.lstrip()[:1] == b"{":
        return SourceFormat.ESCI if _is_esci(first) else SourceFormat.JSONL
    if first.lstrip()[:1] == b"[":
        raise SourceError(
            f"{path} is one JSON array; write one object a line (jq -c '.[]' does it)"
        )
    header = first.decode(errors="replace")
    if looks_like_shopify(header):
        return SourceFormat.SHOPIFY
    if any(mark in header for mark in ",;\t|"):
        return SourceFormat.CSV
    if not first:
        raise SourceError(f"{path} is empty")
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
    if suffixes[-1:] in ([".jsonl"], [".ndjson"], [".json"]):
        return SourceFormat.JSONL
    if suffixes[-1:] in ([".csv"], [".tsv"]):
        return SourceFormat.CSV
    raise SourceError(f"{path} is of no known format; name one with --format")


def _is_esci(first: bytes) -> bool:
    try:
        row = orjson.loads(first)
    except orjson.JSONDecodeError:
        return False
    return isinstance(row, dict) and looks_like_esci(row)
