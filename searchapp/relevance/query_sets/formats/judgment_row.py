"""One line of a file of judgments, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from searchapp.pipeline.request import Kind
from searchapp.relevance.models import MAX_GRADE, MAX_ITEM, MAX_QUERY
from searchapp.relevance.query_sets.topic import canonical

_LONGEST = {"query": MAX_QUERY, "language": 35, "segment": 100, "query_class": 100}


@dataclass(frozen=True, slots=True)
class JudgmentRow:
    """A judgment, or with an empty `item` a query that has none yet. `rater` is a user name."""

    query: str
    item: str = ""
    grade: int = 0
    kind: Kind = Kind.PRODUCT
    rater: str = ""
    language: str = ""
    segment: str = ""
    query_class: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class LineProblem:
    """Why a line can't be used, with the cure."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """What a file says, and which of its lines can't be used."""

    rows: tuple[JudgmentRow, ...]
    problems: tuple[LineProblem, ...] = ()


class CannotExport(ValueError):
    """Judgments that a format has no way to write; names a format that has."""


def row_of(
    line: int,
    query: str,
    item: str,
    grade: str,
    kind: str = Kind.PRODUCT,
    rater: str = "",
    **more: str,
) -> JudgmentRow | LineProblem:
    """The row, or why it is none. `more` are language, segment and query_class."""
    texts = {name: canonical(text) for name, text in {"query": query, **more}.items()}
    if not texts["query"]:
        return LineProblem(line, "the query is missing; give its words")
    for name, text in texts.items():
        if len(text) > _LONGEST[name]:
            return LineProblem(
                line, f"the {name} has {len(text)} characters; shorten it to {_LONGEST[name]}"
            )
    if "\0" in "".join((*texts.values(), item, rater)):
        return LineProblem(line, "has a NUL character; remove it")
    if len(item) > MAX_ITEM:
        return LineProblem(line, f"the item's id has {len(item)} characters; {MAX_ITEM} is most")
    if kind not in tuple(Kind):
        return LineProblem(line, f"the kind {kind!r} does not exist; give {', '.join(Kind)}")
    bare = JudgmentRow(
        texts["query"],
        language=texts.get("language", ""),
        segment=texts.get("segment", ""),
        query_class=texts.get("query_class", ""),
        line=line,
    )
    if not item:
        if grade.strip():
            return LineProblem(line, "has a grade but no item; name the item by its id")
        return bare
    number = whole(grade)
    if number is None or not 0 <= number <= MAX_GRADE:
        return LineProblem(
            line,
            f"the grade {grade!r} does not exist; give a whole number from 0 (irrelevant) to "
            f"{MAX_GRADE} (just what was wanted)",
        )
    return replace(bare, item=item, grade=number, kind=Kind(kind), rater=rater)


def parsed(found: list[JudgmentRow | LineProblem]) -> ParsedFile:
    """Rows and problems apart. A grade that contradicts one of an earlier line is a problem."""
    rows: list[JudgmentRow] = []
    problems: list[LineProblem] = []
    first: dict[tuple[str, ...], JudgmentRow] = {}
    for each in found:
        if isinstance(each, LineProblem):
            problems.append(each)
            continue
        key = (each.query, each.language, each.segment, each.kind, each.item, each.rater)
        earlier = first.setdefault(key, each)
        if each.item and earlier.grade != each.grade:
            message = (
                f"grades {each.item!r} for {each.query!r} with {each.grade}, line {earlier.line} "
                f"with {earlier.grade}; keep one of both"
            )
            problems.append(LineProblem(each.line, message))
        elif earlier is each:
            rows.append(each)
    return ParsedFile(tuple(rows), tuple(problems))


def whole(text: str) -> int | None:
    """The whole number that is written, also as "3.0"; None when it is none."""
    try:
        number = float(text)
    except ValueError:
        return None
    return int(number) if number.is_integer() else None


def item_name(row: JudgmentRow) -> str:
    """The item in formats that have no kinds: "video:v1"; products by their id alone."""
    begins_like_one = row.item.partition(":")[0] in tuple(Kind)
    return (
        row.item if row.kind is Kind.PRODUCT and not begins_like_one else f"{row.kind}:{row.item}"
    )


def named_item(name: str) -> tuple[str, str]:
    """Kind and id of an item so named."""
    kind, colon, id_ = name.partition(":")
    return (kind, id_) if colon and id_ and kind in tuple(Kind) else (Kind.PRODUCT.value, name)
