"""Lines of a bulk body → what each wants: an item written or deleted; or why it can't be had."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from searchapp.api import limits
from searchapp.catalog.rows import Problem, Row, RowKind, kind_of, parse_row


@dataclass(frozen=True, slots=True)
class Write:
    """Create or replace the row's item."""

    line: int
    row: Row

    @property
    def id(self) -> str:
        """The item's id."""
        return self.row.id


@dataclass(frozen=True, slots=True)
class Removal:
    """Delete the item `id`."""

    line: int
    id: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line that can't be carried out."""

    line: int
    id: str | None
    problems: tuple[Problem, ...]


Wish = Write | Removal | Refusal
_DELETE = "delete"


def read_line(line: int, text: bytes | None, kind: RowKind, currency: str) -> Wish:
    """What the line wants; `text` None is a line that was too long to be read."""
    if text is None:
        reason = f"the line has more than {limits.MAX_ITEM_BYTES} bytes"
        return Refusal(line, None, (Problem("", reason),))
    try:
        row = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        return Refusal(line, None, (Problem("", f"is not valid JSON: {error}"),))
    return read_row(line, row, kind, currency)


def read_row(line: int, row: Any, kind: RowKind, currency: str) -> Wish:
    """What a parsed line wants: a row, or {"delete": "id"}."""
    if isinstance(row, Mapping) and set(row) == {_DELETE}:
        return _removal(line, row[_DELETE])
    parsed = parse_row(row, kind, currency)
    if isinstance(parsed, list):
        return Refusal(line, _id_of(row), tuple(parsed))
    if kind_of(parsed) is not kind:
        reason = f"is not {kind.value!r}, which this endpoint writes; send the row to its own"
        return Refusal(line, _id_of(row), (Problem("kind", reason),))
    return Write(line, parsed)


def _removal(line: int, id_: object) -> Wish:
    if isinstance(id_, int) and not isinstance(id_, bool):
        id_ = str(id_)
    if not isinstance(id_, str) or not id_ or "\x00" in id_:
        reason = 'expected the id of the item to delete, as text; write {"delete": "id"}'
        return Refusal(line, None, (Problem(_DELETE, reason),))
    return Removal(line, id_)


def _id_of(row: object) -> str | None:
    """The id that the row names, to tell the caller which row it was; None when there is none."""
    named = row.get("id", row.get("path")) if isinstance(row, Mapping) else None
    return str(named)[:200] if isinstance(named, str | int) else None
