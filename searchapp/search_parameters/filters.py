"""The filters, facets and order that a caller names, held against the fields of the kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from searchapp.pipeline.request import AnyOf, Between, Filter, InvalidRequest, Kind, Sort
from searchapp.pipeline.schema import RANGED, SCHEMAS, Field, FieldType
from searchapp.search_parameters import limits
from searchapp.search_parameters.values import flag, moment, number, one_of, text

RANGE = ".."
RELEVANCE = "relevance"


def fields_of(kinds: Sequence[Kind], wanted: Callable[[Field], bool]) -> dict[str, Field]:
    """The fields that any of the kinds has and that are `wanted`, by name, in order of name."""
    found = {
        name: field for kind in kinds for name, field in SCHEMAS[kind].items() if wanted(field)
    }
    return dict(sorted(found.items()))


def filterable(field: Field) -> bool:
    """Whether a filter may name the field."""
    return field.filterable


def parse_filters(
    given: Mapping[str, object], kinds: Sequence[Kind], prefix: str
) -> tuple[Filter, ...]:
    """One filter for each field; `prefix` leads the names in messages.

    A value is a text or number, a list of them (any of them matches), or {"gte", "lte"}.
    Raises InvalidRequest naming the filter.
    """
    if len(given) > limits.MAX_FILTERS:
        raise InvalidRequest("filters", f"at most {limits.MAX_FILTERS} filters, not {len(given)}")
    known = fields_of(kinds, filterable)
    return tuple(
        _filter(f"{prefix}{name}", _known(f"{prefix}{name}", name, known), value)
        for name, value in given.items()
    )


def parse_facets(names: Sequence[str], kinds: Sequence[Kind]) -> tuple[str, ...]:
    """The facets to count, each once. Raises InvalidRequest listing the fields that can be
    facets.
    """
    known = tuple(fields_of(kinds, lambda field: field.facet))
    unique = dict.fromkeys(one_of("facets", name, known) for name in names)
    if len(unique) > limits.MAX_FACETS:
        raise InvalidRequest("facets", f"at most {limits.MAX_FACETS} facets, not {len(unique)}")
    return tuple(unique)


def parse_fields(parameter: str, names: Sequence[str]) -> tuple[str, ...]:
    """The filterable fields of any kind that are named, each once. Raises InvalidRequest listing
    them.
    """
    known = tuple(fields_of(tuple(Kind), filterable))
    return tuple(dict.fromkeys(one_of(parameter, name, known) for name in names))


def parse_sort(written: str, kinds: Sequence[Kind]) -> Sort | None:
    """`price`, `-price` (descending) or `relevance`, which is None."""
    if written in ("", RELEVANCE):
        return None
    known = tuple(fields_of(kinds, lambda field: field.sort))
    name = written.removeprefix("-")
    if name not in known:
        one_of("sort", written, (RELEVANCE, *known, *(f"-{field}" for field in known)))
    return Sort(name, descending=written.startswith("-"))


def _known(parameter: str, name: str, known: Mapping[str, Field]) -> Field:
    if name not in known:
        raise InvalidRequest(
            parameter,
            f"there is no such filter for the kinds asked for; use one of {', '.join(known)}",
        )
    return known[name]


def _filter(parameter: str, field: Field, value: object) -> Filter:
    values = value if isinstance(value, list) else [value]
    if not values:
        raise InvalidRequest(parameter, "expected at least one value")
    if len(values) > limits.MAX_FILTER_VALUES:
        raise InvalidRequest(
            parameter, f"at most {limits.MAX_FILTER_VALUES} values, not {len(values)}"
        )
    if field.type in RANGED:
        return _between(parameter, field, values)
    if any(isinstance(each, dict) for each in values):
        raise InvalidRequest(parameter, "is not a number or date, so it has no range")
    return AnyOf(field.name, tuple(dict.fromkeys(_keyword(parameter, field, v) for v in values)))


def _keyword(parameter: str, field: Field, value: object) -> str:
    if field.type is FieldType.BOOLEAN:
        return "true" if flag(parameter, value) else "false"
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    word = text(parameter, value, limits.MAX_VALUE_CHARACTERS)
    if not word:
        raise InvalidRequest(parameter, "the value is empty")
    return word


def _between(parameter: str, field: Field, values: list[object]) -> Between:
    if len(values) > 1:
        raise InvalidRequest(
            parameter,
            f"expected one value or one range such as 10{RANGE}50, not {len(values)} values",
        )
    low, high = _bounds(parameter, values[0])
    is_date = field.type is FieldType.DATE
    at_least = None if low is None else (moment if is_date else number)(parameter, low)
    if high is None:
        at_most = None
    else:
        at_most = moment(parameter, high, end_of_day=True) if is_date else number(parameter, high)
    if at_least is not None and at_most is not None and at_least > at_most:
        raise InvalidRequest(parameter, "the lower bound is above the upper bound")
    return Between(field.name, at_least, at_most)


def _bounds(parameter: str, value: object) -> tuple[object | None, object | None]:
    """The two ends of `a..b`, `a..`, `..b`, {"gte", "lte"}, or of a single value."""
    if isinstance(value, dict):
        if not value or set(value) - {"gte", "lte"}:
            raise InvalidRequest(parameter, 'expected a range as {"gte": …, "lte": …}')
        low, high = value.get("gte"), value.get("lte")
    elif isinstance(value, str) and RANGE in value:
        low, high = (end.strip() or None for end in value.split(RANGE, 1))
    else:
        return value, value
    if low is None and high is None:
        raise InvalidRequest(
            parameter, f"the range has no bound; write 10{RANGE}50, 10{RANGE} or {RANGE}50"
        )
    return low, high
