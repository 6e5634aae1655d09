"""Judgments: how well items answer queries, read from files."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

Grades = Mapping[str, Mapping[str, float]]
"""Grades by query and item id; higher is better, 0 is irrelevant."""
_COLUMNS = ("query", "product_id", "grade")


class UnreadableJudgments(ValueError):
    """A file of judgments that can't be read; names the line and the cure."""


def read_judgments(path: Path, queries: Path | None = None) -> Grades:
    """The judgments of a file: CSV with the columns query, product_id and grade, or TREC qrels
    ("topic iteration document grade"), whose topics `queries` names ("topic<TAB>query"); without it
    the topics are the queries.

    Raises UnreadableJudgments, and OSError for a file that is not there.
    """
    with path.open(newline="", encoding="utf-8") as file:
        first = file.readline()
    is_csv = first.strip().lstrip("\ufeff").replace('"', "").split(",")[0].strip() == _COLUMNS[0]
    texts = _topics(queries) if queries else {}
    grades: dict[str, dict[str, float]] = defaultdict(dict)
    for number, (query, item, grade) in _csv_rows(path) if is_csv else _qrels_rows(path):
        try:
            grades[texts.get(query, query)][item] = max(0.0, float(grade))
        except ValueError:
            raise UnreadableJudgments(
                f"{path}, line {number}: the grade {grade!r} is no number; give 0 for irrelevant "
                "and more for better"
            ) from None
    if not grades:
        raise UnreadableJudgments(
            f"{path} has no judgments: give a CSV file with the columns {', '.join(_COLUMNS)}, or "
            "TREC qrels"
        )
    return dict(grades)


def _csv_rows(path: Path) -> Iterator[tuple[int, tuple[str, str, str]]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise UnreadableJudgments(f"{path} lacks the column {missing[0]!r} in its first line")
        for row in reader:
            yield reader.line_num, (row["query"], row["product_id"], row["grade"])


def _qrels_rows(path: Path) -> Iterator[tuple[int, tuple[str, str, str]]]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            parts = line.split()
            if not parts:
                continue
            if len(parts) != 4:
                raise UnreadableJudgments(
                    f"{path}, line {number}: expected 'topic iteration document grade', or CSV "
                    f"that begins with the columns {', '.join(_COLUMNS)}"
                )
            yield number, (parts[0], parts[2], parts[3])


def _topics(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8") as file:
        pairs = (line.rstrip("\n").partition("\t") for line in file)
        return {topic: query for topic, _, query in pairs if query}
