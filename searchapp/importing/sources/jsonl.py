"""JSON Lines: one object a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import orjson

from searchapp.catalog.rows import Problem
from searchapp.importing.sources.source_row import SourceRow

_LONGEST_LINE = 8 << 20
_SHOWN = 2000
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_jsonl(stream: BinaryIO) -> Iterator[SourceRow]:
    """The objects of the stream; blank lines are passed over. A line that is no object is a
    problem."""
    line = 0
    while content := stream.readline(_LONGEST_LINE):
        line += 1
        if line == 1:
            content = content.removeprefix(_BYTE_ORDER_MARK)
        if len(content) >= _LONGEST_LINE and not content.endswith(b"\n"):
            yield _unreadable(line, content, f"is longer than {_LONGEST_LINE >> 20} MB; split it")
            _skip_line(stream)
        elif content.strip():
            yield _read(line, content)


def _read(line: int, content: bytes) -> SourceRow:
    try:
        row = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        try:
            content.decode()
        except UnicodeDecodeError as fault:
            place = f"the bytes from position {fault.start} are not UTF-8"
            return _unreadable(line, content, f"{place}; save the file as UTF-8")
        return _unreadable(line, content, f"is no JSON ({error}); write one object a line")
    if not isinstance(row, dict):
        return _unreadable(line, content, 'is no object; write one object a line, {"id": "…", …}')
    return SourceRow(line, row, row)


def _unreadable(line: int, content: bytes, reason: str) -> SourceRow:
    raw = content[:_SHOWN].decode(errors="replace").rstrip("\n")
    return SourceRow(line, None, raw, Problem("line", reason))


def _skip_line(stream: BinaryIO) -> None:
    while (rest := stream.readline(_LONGEST_LINE)) and not rest.endswith(b"\n"):
        pass
