"""The analysis of a query as a table of plain text: "+" marks what a step added, "-" what it
removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from searchapp.lexicon.analysis_table import TYPED, Change, Row, Step
from searchapp.lexicon.visible_text import columns

_MARKS = {Change.KEPT: " ", Change.NEW: "+", Change.GONE: "-"}
_WHAT = 14
_VALUE = 34
_NARROWEST = 20


def analysis_lines(steps: list[Step], width: int) -> Iterator[str]:
    """The steps with their rows. No line is wider than `width` columns, or 80 at least."""
    width = max(width, 80)
    for step in steps:
        time = "" if step.name == TYPED else f"{step.took_ms:.2f} ms"
        yield f"{step.name} {'─' * (width - columns(step.name) - len(time) - 2)} {time}".rstrip()
        yield from _table(step.rows, width)
        if not step.rows:
            yield "    changed nothing"


def _table(rows: Iterable[Row], width: int) -> Iterator[str]:
    """Columns: the mark of the change, what it is, its value, the detail."""
    said = ""
    for row in rows:
        what = "" if row.what == said else row.what
        said = row.what
        value_lines = _wrapped(row.value, _VALUE if row.detail else width - _WHAT - 4)
        detail_lines = _wrapped(row.detail, max(_NARROWEST, width - _WHAT - _VALUE - 6))
        for number in range(max(len(value_lines), len(detail_lines))):
            mark = _MARKS[row.change] if number == 0 else " "
            first = _padded(what if number == 0 else "", _WHAT)
            value = value_lines[number] if number < len(value_lines) else ""
            detail = detail_lines[number] if number < len(detail_lines) else ""
            yield f"  {mark} {first}{_padded(value, _VALUE)}  {detail}".rstrip()


def _wrapped(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` columns, broken at spaces where that is possible."""
    lines, line = [], ""
    for word in text.split(" "):
        joined = f"{line} {word}" if line else word
        if columns(joined) <= width:
            line = joined
            continue
        lines += [line] if line else []
        line = word
        while columns(line) > width:
            head = _fitting(line, width)
            lines.append(head)
            line = line[len(head) :]
    return [*lines, line]


def _fitting(text: str, width: int) -> str:
    """The longest beginning of `text` that fits, of at least one character."""
    end = taken = 0
    for character in text:
        taken += columns(character)
        if taken > width and end:
            break
        end += 1
    return text[:end]


def _padded(text: str, width: int) -> str:
    return text + " " * max(0, width - columns(text))
