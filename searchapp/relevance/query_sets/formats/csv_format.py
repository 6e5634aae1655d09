"""Our own CSV, which has all that query sets have: every rater's grades apart.

Queries are what shoppers typed, and people open these files in spreadsheets: no cell is a formula.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from searchapp.pipeline.request import Kind
from searchapp.relevance.query_sets.formats.judgment_row import (
    JudgmentRow,
    LineProblem,
    ParsedFile,
    parsed,
    row_of,
)
from searchapp.spreadsheet_cells import guarded, unguarded

COLUMNS = ("query", "language", "segment", "query_class", "kind", "item", "grade", "rater")
_ALIASES = {"product_id": "item"}


def read(text: str) -> ParsedFile:
    """Columns in any order; all but query, item (or product_id) and grade may be missing."""
    lines = records(text)
    line, header = next(lines, (1, []))
    if isinstance(header, str):
        return ParsedFile((), (LineProblem(line, header),))
    names = [_ALIASES.get(name, name) for name in map(str.strip, header)]
    faults = [
        *(
            f"the column {name!r} is missing"
            for name in ("query", "item", "grade")
            if name not in names
        ),
        *(f"the column {name!r} is unknown" for name in names if name not in COLUMNS),
        *(f"the column {name!r} is there twice" for name in COLUMNS if names.count(name) > 1),
    ]
    if faults:
        message = f"{'; '.join(faults)}; the columns are {', '.join(COLUMNS)}"
        return ParsedFile((), (LineProblem(line, message),))
    return parsed([_row(line, names, record) for line, record in lines if record])


def _row(line: int, names: Sequence[str], record: list[str] | str) -> JudgmentRow | LineProblem:
    if isinstance(record, str):
        return LineProblem(line, record)
    if len(record) != len(names):
        return LineProblem(
            line, f"has {len(record)} values, the first line {len(names)}; quote values with commas"
        )
    values = dict(zip(names, map(unguarded, record), strict=True))
    values["kind"] = values.get("kind", "").strip() or Kind.PRODUCT.value
    return row_of(line, **values)


def write(rows: Iterable[JudgmentRow]) -> str:
    """The file; `read` gives the rows back."""
    return written(
        COLUMNS,
        (
            [
                *map(guarded, (row.query, row.language, row.segment, row.query_class)),
                *(
                    (row.kind.value, guarded(row.item), str(row.grade), guarded(row.rater))
                    if row.item
                    else [""] * 4
                ),
            ]
            for row in rows
        ),
    )


def records(text: str) -> Iterator[tuple[int, list[str] | str]]:
    """The records of a CSV file with the number of their first line; what breaks off the reading is
    the last, as a sentence.
    """
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    line = 1
    while True:
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, f"is no CSV ({error}); quote values with commas and quotes"
            return
        yield line, record
        line = reader.line_num + 1


def written(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A CSV file of these rows."""
    file = io.StringIO(newline="")
    # As RFC 4180 has it; with "\n" alone a lone "\r" within a value would not be quoted.
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return file.getvalue()
