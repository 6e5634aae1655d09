"""TREC qrels: "topic iteration document grade", with a file of topics beside them."""

from __future__ import annotations

from collections.abc import Iterable

from searchapp.relevance.query_sets.formats.judgment_row import (
    CannotExport,
    JudgmentRow,
    LineProblem,
    ParsedFile,
    item_name,
    named_item,
    parsed,
    row_of,
    whole,
)


def read(text: str, topics: str | None = None) -> ParsedFile:
    """`topics` has "topic, query, language, segment, class" with tabs between, of which all but
    the first two may be missing; without it the topics are the queries.

    A grade below 0, which stands for junk in some collections, is 0.
    """
    found: list[JudgmentRow | LineProblem] = []
    queries: dict[str, dict[str, str]] = {}
    unjudged: dict[str, JudgmentRow | LineProblem] = {}
    for line, written in enumerate((topics or "").splitlines(), start=1):
        topic, _, rest = written.partition("\t")
        names = ("query", "language", "segment", "query_class")
        values = dict(zip(names, rest.split("\t"), strict=False))
        if not topic.strip() and not rest:
            continue
        if topic.strip() in queries or not values["query"].strip() or len(rest.split("\t")) > 4:
            found.append(
                LineProblem(
                    line,
                    "of the topics: give 'topic, query' with a tab between, each topic once",
                )
            )
            continue
        queries[topic.strip()] = values
        unjudged[topic.strip()] = row_of(line, item="", grade="", **values)
    for line, written in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        parts = written.split()
        if not parts:
            continue
        if len(parts) != 4:
            found.append(LineProblem(line, "must be 'topic iteration document grade'"))
            continue
        topic, _, name, grade = parts
        if topics is not None and topic not in queries:
            found.append(
                LineProblem(line, f"the topic {topic!r} is not among the topics; add its query")
            )
            continue
        unjudged.pop(topic, None)
        kind, item = named_item(name)
        number = whole(grade)
        grade = "0" if number is not None and number < 0 else grade
        found.append(
            row_of(line, item=item, grade=grade, kind=kind, **queries.get(topic, {"query": topic}))
        )
    return parsed([*found, *unjudged.values()])


def write(rows: Iterable[JudgmentRow]) -> tuple[str, str]:
    """The qrels and the topics. Raises CannotExport for an id with spaces in it."""
    topics: dict[tuple[str, ...], int] = {}
    lines: list[str] = []
    for row in rows:
        query = (row.query, row.language, row.segment, row.query_class)
        number = topics.setdefault(query, len(topics) + 1)
        if not row.item:
            continue
        name = item_name(row)
        if name.split() != [name]:
            raise CannotExport(f"qrels can't have the id {row.item!r}; export CSV instead")
        lines.append(f"{number} 0 {name} {row.grade}\n")
    named = ("\t".join((str(number), *query)).rstrip("\t") for query, number in topics.items())
    return "".join(lines), "".join(f"{line}\n" for line in named)
