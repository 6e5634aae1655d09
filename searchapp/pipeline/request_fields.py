"""Which kinds can answer a request, by the fields that it filters and sorts on."""

from __future__ import annotations

from collections.abc import Callable

from searchapp.pipeline.request import AnyOf, Between, Filter, InvalidRequest, Kind, SearchRequest
from searchapp.pipeline.schema import RANGED, SCHEMAS


def kinds_that_answer(request: SearchRequest) -> tuple[Kind, ...]:
    """The asked kinds that have every filtered and sorted field, in the order of `Kind`.

    A kind without a filtered field can't have a match and is left out. Raises InvalidRequest,
    naming the parameter, when a field is unknown to all asked kinds or no kind has them all.
    """
    asked = [kind for kind in Kind if kind in request.kinds]
    if not asked:
        raise InvalidRequest("kinds", f"name at least one of {', '.join(Kind)}")
    for wanted in request.filters:
        if not any(can_filter(kind, wanted) for kind in asked):
            raise InvalidRequest(f"filter.{wanted.field}", _unfilterable(wanted, asked))
    if request.sort is not None and not any(can_sort(kind, request.sort.field) for kind in asked):
        known = _names(asked, can_sort)
        raise InvalidRequest("sort", f"unknown field {request.sort.field!r}; use one of {known}")
    for name in request.facets:
        if not any(is_facet(kind, name) for kind in asked):
            known = _names(asked, is_facet)
            raise InvalidRequest("facets", f"unknown facet {name!r}; use some of {known}")
    able = tuple(
        kind
        for kind in asked
        if all(can_filter(kind, wanted) for wanted in request.filters)
        and (request.sort is None or can_sort(kind, request.sort.field))
    )
    if not able:
        raise InvalidRequest(
            "kinds", "no kind has all the fields of these filters and this sort order"
        )
    return able


def can_filter(kind: Kind, wanted: Filter) -> bool:
    """Whether `kind` has the field of the filter in the form that the filter needs."""
    field = SCHEMAS[kind].get(wanted.field)
    if field is None or not field.filterable:
        return False
    return (field.type in RANGED) == isinstance(wanted, Between)


def can_sort(kind: Kind, name: str) -> bool:
    """Whether `kind` can be ordered by the field `name`."""
    field = SCHEMAS[kind].get(name)
    return field is not None and field.sort


def is_facet(kind: Kind, name: str) -> bool:
    """Whether the values of the field `name` can be counted for `kind`."""
    field = SCHEMAS[kind].get(name)
    return field is not None and field.facet


def _unfilterable(wanted: Filter, asked: list[Kind]) -> str:
    other = AnyOf(wanted.field, ()) if isinstance(wanted, Between) else Between(wanted.field)
    if any(can_filter(kind, other) for kind in asked):
        return (
            "is not a number or date; name its values instead of a range"
            if isinstance(wanted, Between)
            else "is a number or date; give a range such as 10..50, 10.. or ..50"
        )
    known = _names(asked, lambda kind, name: SCHEMAS[kind][name].filterable)
    return f"unknown field; use one of {known}"


def _names(asked: list[Kind], has: Callable[[Kind, str], bool]) -> str:
    names = {name for kind in asked for name in SCHEMAS[kind] if has(kind, name)}
    return ", ".join(sorted(names))
