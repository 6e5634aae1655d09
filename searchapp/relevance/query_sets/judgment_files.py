"""Files of judgments into query sets, and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from searchapp.pipeline.request import Kind
from searchapp.relevance.models import JudgedQuery, Judgment, QuerySet
from searchapp.relevance.query_sets.consensus import whole_consensus
from searchapp.relevance.query_sets.formats import csv_format, qrels_format, quepid_format
from searchapp.relevance.query_sets.formats.judgment_row import (
    JudgmentRow,
    LineProblem,
    ParsedFile,
)

_BATCH = 500
_Key = tuple[str, str, str]


class Format(StrEnum):
    """The formats of files of judgments."""

    CSV = "csv"
    QRELS = "qrels"
    QUEPID = "quepid"


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What importing a file came to: how many queries and judgments are new, how many judgments
    have another grade now, how many were there already, and which lines can't be used.
    """

    queries: int
    added: int
    changed: int
    known: int
    problems: tuple[LineProblem, ...]


def read(text: str, topics: str | None = None) -> ParsedFile:
    """The file in its format, which its first line tells."""
    first = text.removeprefix("\ufeff").lstrip().partition("\n")[0].strip().lower()
    names = [name.strip(' "') for name in first.split(",")]
    if tuple(names) == quepid_format.COLUMNS:
        return quepid_format.read(text)
    if "query" in names:
        return csv_format.read(text)
    return qrels_format.read(text, topics)


def import_judgments(
    query_set: QuerySet,
    file: ParsedFile,
    rater: str = "",
    skip_bad: bool = False,
    *,
    of_others: bool = True,
) -> ImportOutcome:
    """Adds what the file has to the set; nothing when a line is wrong, unless `skip_bad`.

    `rater` is the user name for lines that name none. What is there already stays as it is, so
    that a file may be imported again; nothing is removed. Without `of_others`, lines that name
    another rater are wrong.
    """
    names = {row.rater or rater for row in file.rows if row.item}
    # The user model may be another one, so its fields are asked for by name.
    users = get_user_model()
    known = dict(
        users._default_manager.filter(**{f"{users.USERNAME_FIELD}__in": names}).values_list(
            users.USERNAME_FIELD, "pk"
        )
    )
    problems = list(file.problems)
    given: dict[_Key, dict[tuple[Kind, str, int], tuple[int, int]]] = {}
    classes: dict[_Key, str] = {}
    for row in file.rows:
        name = row.rater or rater
        if row.item and name not in known:
            problems.append(LineProblem(row.line, _unknown_rater(name)))
            continue
        if row.item and name != rater and not of_others:
            problems.append(LineProblem(row.line, _not_yours(name)))
            continue
        key = (row.query, row.language, row.segment)
        judgments = given.setdefault(key, {})
        if row.query_class:
            classes.setdefault(key, row.query_class)
        if not row.item:
            continue
        rated = (row.kind, row.item, known[name])
        line, grade = judgments.setdefault(rated, (row.line, row.grade))
        if grade != row.grade:
            message = f"grades {row.item!r} otherwise than line {line}; keep one of both"
            problems.append(LineProblem(row.line, message))
    problems.sort(key=lambda problem: problem.line)
    if problems and not skip_bad:
        return ImportOutcome(0, 0, 0, 0, tuple(problems))
    with transaction.atomic():
        new = _add_queries(query_set, given, classes)
        added, changed, same = _add_judgments(query_set, given)
    return ImportOutcome(new, added, changed, same, tuple(problems))


def _unknown_rater(name: str) -> str:
    if not name:
        return "names no rater; say whose judgments these are"
    return f"there is no user {name!r}; create the user, or name another rater"


def _not_yours(name: str) -> str:
    return (
        f"has a grade of {name!r}; clear the column “rater”, or ask someone who may delete query "
        "sets to import the grades of others"
    )


def _add_queries(query_set: QuerySet, wanted: Iterable[_Key], classes: dict[_Key, str]) -> int:
    there = _queries(query_set)
    fresh = [key for key in wanted if key not in there]
    JudgedQuery.objects.bulk_create(
        [
            JudgedQuery(
                query_set=query_set,
                text=text,
                language=language,
                segment=segment,
                query_class=classes.get((text, language, segment), ""),
            )
            for text, language, segment in fresh
        ],
        batch_size=_BATCH,
    )
    renamed = [there[key] for key in classes if key in there]
    for query in renamed:
        query.query_class = classes[query.text, query.language, query.segment]
    JudgedQuery.objects.bulk_update(renamed, ["query_class"], batch_size=_BATCH)
    return len(fresh)


def _queries(query_set: QuerySet) -> dict[_Key, JudgedQuery]:
    return {(each.text, each.language, each.segment): each for each in query_set.queries.all()}


def _add_judgments(
    query_set: QuerySet, given: dict[_Key, dict[tuple[Kind, str, int], tuple[int, int]]]
) -> tuple[int, int, int]:
    queries = _queries(query_set)
    there = {
        (each.query_id, each.kind, each.item, each.rater_id): each
        for each in Judgment.objects.filter(query__query_set=query_set)
    }
    fresh: list[Judgment] = []
    changed: list[Judgment] = []
    same, now = 0, timezone.now()
    for key, judgments in given.items():
        for (kind, item, rater), (_, grade) in judgments.items():
            old = there.get((queries[key].pk, kind.value, item, rater))
            if old is None:
                fresh.append(
                    Judgment(
                        query=queries[key],
                        kind=kind.value,
                        item=item,
                        rater_id=rater,
                        grade=grade,
                        judged=now,
                        changed=now,
                    )
                )
            elif old.grade != grade:
                old.grade, old.changed = grade, now
                changed.append(old)
            else:
                same += 1
    Judgment.objects.bulk_create(fresh, batch_size=_BATCH)
    Judgment.objects.bulk_update(changed, ["grade", "changed"], batch_size=_BATCH)
    return len(fresh), len(changed), same


def rows_of(query_set: QuerySet) -> list[JudgmentRow]:
    """All that the set has: every rater's judgments, and the queries that have none."""
    rows: list[JudgmentRow] = []
    for query in query_set.queries.prefetch_related("judgments__rater"):
        whole = JudgmentRow(
            query.text,
            language=query.language,
            segment=query.segment,
            query_class=query.query_class,
        )
        judged = [
            JudgmentRow(
                query.text,
                each.item,
                each.grade,
                Kind(each.kind),
                each.rater.get_username(),
                query.language,
                query.segment,
                query.query_class,
            )
            for each in sorted(query.judgments.all(), key=lambda each: each.pk)
        ]
        rows += judged or [whole]
    return rows


def agreed(rows: Iterable[JudgmentRow]) -> list[JudgmentRow]:
    """One row for each item: the consensus of its raters, in whole grades."""
    grades: dict[tuple[str, str, str, str, Kind, str], list[int]] = defaultdict(list)
    for row in rows:
        key = (row.query, row.language, row.segment, row.query_class, row.kind, row.item)
        grades[key].append(row.grade)
    return [
        JudgmentRow(
            query,
            item,
            whole_consensus(given) if item else 0,
            kind,
            language=language,
            segment=segment,
            query_class=query_class,
        )
        for (query, language, segment, query_class, kind, item), given in grades.items()
    ]


def export(query_set: QuerySet, format_: Format) -> tuple[str, str]:
    """The file and, for qrels, that of their topics. CSV has every rater's grades, the others the
    consensus.

    Raises CannotExport.
    """
    rows = rows_of(query_set)
    match format_:
        case Format.CSV:
            return csv_format.write(rows), ""
        case Format.QUEPID:
            return quepid_format.write(agreed(rows)), ""
        case Format.QRELS:
            return qrels_format.write(agreed(rows))
