"""The CSV in which Quepid exports and imports the ratings of a case: `query,docid,rating`.

As its export has it, a query without ratings is a line of its own with both others empty, and a
query that a spreadsheet would take for a formula begins with a space.
"""

from __future__ import annotations

from collections.abc import Iterable

from searchapp.relevance.query_sets.formats.csv_format import records, written
from searchapp.relevance.query_sets.formats.judgment_row import (
    CannotExport,
    JudgmentRow,
    LineProblem,
    ParsedFile,
    item_name,
    named_item,
    parsed,
    row_of,
)

COLUMNS = ("query", "docid", "rating")


def read(text: str) -> ParsedFile:
    """A document without a rating, as exports of snapshots have them, leaves only its query."""
    found: list[JudgmentRow | LineProblem] = []
    lines = records(text)
    line, header = next(lines, (1, []))
    if isinstance(header, str) or tuple(name.strip().lower() for name in header) != COLUMNS:
        return ParsedFile((), (LineProblem(line, f"must be {','.join(COLUMNS)}"),))
    for line, record in lines:
        if isinstance(record, str):
            found.append(LineProblem(line, record))
        elif len(record) > 3:
            found.append(LineProblem(line, "has more than 3 values; quote values with commas"))
        elif record:
            query, name, rating = (*record, "", "")[:3]
            kind, item = named_item(name)
            found.append(row_of(line, query, item if rating.strip() else "", rating, kind))
    return parsed(found)


def write(rows: Iterable[JudgmentRow]) -> str:
    """The file. Raises CannotExport for two queries that only language or segment tell apart."""
    rows = list(rows)
    known: dict[str, tuple[str, str]] = {}
    for row in rows:
        if known.setdefault(row.query, (row.language, row.segment)) != (row.language, row.segment):
            raise CannotExport(
                f"Quepid knows no languages and segments, and {row.query!r} is there in several; "
                "export CSV instead"
            )
    return written(
        COLUMNS,
        (
            (
                f" {row.query}" if row.query[0] in "-=+@" else row.query,
                *((item_name(row), str(row.grade)) if row.item else ("", "")),
            )
            for row in rows
        ),
    )
