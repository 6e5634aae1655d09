"""`SearchRequest` → URL, and the requests that a page's links lead to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.urls import reverse

from searchapp.pipeline.request import AnyOf, Between, Filter, Kind, SearchRequest
from searchapp.pipeline.request_fields import can_filter, can_sort
from searchapp.pipeline.schema import SCHEMAS, FieldType
from searchapp.search_parameters.request import FILTER_PREFIX

_DATES = frozenset(
    name
    for schema in SCHEMAS.values()
    for name, field in schema.items()
    if field.type is FieldType.DATE
)


def url(request: SearchRequest) -> str:
    """Where the page of this request is."""
    query = urlencode(parameters(request))
    return reverse("storefront:search") + (f"?{query}" if query else "")


def browse_url(field: str, value: str) -> str:
    """Where all items with that value of a field are."""
    return url(SearchRequest(filters=(AnyOf(field, (value,)),)))


def item_url(kind: Kind, id_: str) -> str:
    """Where the page of one item is."""
    return reverse(f"storefront:{kind.value}", args=[id_])


def parameters(request: SearchRequest) -> list[tuple[str, str]]:
    """The names and values of the query string that asks for this request."""
    given: list[tuple[str, str]] = []
    if request.text:
        given.append(("q", request.text))
    if request.kinds != tuple(Kind):
        given += [("kinds", kind.value) for kind in request.kinds]
    for wanted in request.filters:
        given += [(f"{FILTER_PREFIX}{wanted.field}", value) for value in written(wanted)]
    if request.sort is not None:
        given.append(("sort", f"{'-' if request.sort.descending else ''}{request.sort.field}"))
    if request.offset:
        given.append(("page", str(page_number(request))))
    return given


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


def at_page(request: SearchRequest, number: int) -> SearchRequest:
    return replace(request, offset=(number - 1) * request.size)


def chosen(request: SearchRequest, field: str) -> tuple[str, ...]:
    """The values that the request's filter on a keyword field has."""
    for wanted in request.filters:
        if wanted.field == field and isinstance(wanted, AnyOf):
            return wanted.values
    return ()


def with_values(request: SearchRequest, field: str, values: Sequence[str]) -> SearchRequest:
    """The request with just these values of a field; with none of them, without that filter."""
    kept = without(request, field)
    if not values:
        return kept
    return replace(kept, filters=(*kept.filters, AnyOf(field, tuple(values))))


def without(request: SearchRequest, field: str) -> SearchRequest:
    """The first page of the request without the filter on a field."""
    filters = tuple(wanted for wanted in request.filters if wanted.field != field)
    return replace(request, filters=filters, offset=0)


def without_filters(request: SearchRequest) -> SearchRequest:
    return replace(request, filters=(), offset=0)


def of_kinds(request: SearchRequest, kinds: tuple[Kind, ...]) -> SearchRequest:
    """The first page of the request for these kinds, without what none of them has."""
    filters = tuple(
        wanted for wanted in request.filters if any(can_filter(kind, wanted) for kind in kinds)
    )
    sort = request.sort
    if sort is not None and not any(can_sort(kind, sort.field) for kind in kinds):
        sort = None
    return replace(request, kinds=kinds, filters=filters, sort=sort, offset=0)


def _bound(wanted: Between, value: float | None) -> str:
    if value is None:
        return ""
    if wanted.field in _DATES:
        return datetime.fromtimestamp(value, UTC).isoformat()
    return plain_number(value)
