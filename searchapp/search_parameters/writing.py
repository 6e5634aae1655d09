"""`SearchRequest` → the names and values of the query string that asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from searchapp.pipeline.request import AnyOf, Between, Filter, Kind, SearchRequest
from searchapp.pipeline.schema import SCHEMAS, FieldType
from searchapp.search_parameters.request import FILTER_PREFIX

DATE_FIELDS = frozenset(
    name
    for schema in SCHEMAS.values()
    for name, field in schema.items()
    if field.type is FieldType.DATE
)
_USUAL = SearchRequest()


def parameters(request: SearchRequest) -> Iterator[tuple[str, str]]:
    """What `from_query_string` reads as this request, without what is as usual."""
    if request.text:
        yield "q", request.text
    if request.kinds != tuple(Kind):
        for kind in request.kinds:
            yield "kinds", kind.value
    for wanted in request.filters:
        for value in written(wanted):
            yield f"{FILTER_PREFIX}{wanted.field}", value
    if request.facets:
        yield "facets", ",".join(request.facets)
    if request.sort is not None:
        yield "sort", f"{'-' if request.sort.descending else ''}{request.sort.field}"
    if request.offset:
        yield "page", str(page_number(request))
    if request.size != _USUAL.size:
        yield "size", str(request.size)
    if request.explain:
        yield "explain", "true"
    if request.profile != _USUAL.profile:
        yield "profile", request.profile
    if request.language:
        yield "language", request.language
    if request.session:
        yield "session", request.session
    if request.segment:
        yield "segment", request.segment
    if not request.correct:
        yield "correct", "false"
    if request.without:
        yield "without", ",".join(request.without)
    if not request.redirect:
        yield "redirect", "false"


def written(wanted: Filter) -> tuple[str, ...]:
    """A filter's values as a query string has them."""
    if isinstance(wanted, AnyOf):
        return wanted.values
    return (f"{_bound(wanted, wanted.at_least)}..{_bound(wanted, wanted.at_most)}",)


def plain_number(value: float) -> str:
    """12 for 12.0, 12.5 for 12.5."""
    return str(int(value)) if value.is_integer() else repr(value)


def page_number(request: SearchRequest) -> int:
    """Which page of its answer the request asks for, from 1."""
    return request.offset // request.size + 1


def _bound(wanted: Between, value: float | None) -> str:
    if value is None:
        return ""
    if wanted.field in DATE_FIELDS:
        return datetime.fromtimestamp(value, UTC).isoformat()
    return plain_number(value)
