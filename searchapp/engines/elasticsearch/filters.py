"""Filters and facets, with post-filter semantics, as Elasticsearch clauses. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from searchapp.engines.elasticsearch.validity import UnanswerableQuery
from searchapp.pipeline.request import AnyOf, Between, Filter
from searchapp.pipeline.retrieval import FacetRequest, RetrievalQuery
from searchapp.pipeline.schema import RANGED, FieldType, Schema, fold_identifier

_BOOLEANS = {"true": True, "false": False}
_NOTHING: dict[str, Any] = {"match_none": {}}


def split_filters(query: RetrievalQuery) -> tuple[tuple[Filter, ...], tuple[Filter, ...]]:
    """The filters that hold for everything, and those on fields that are facets of the same query
    and bind not all facets.

    The latter are applied after the facets are counted, each facet counting under all but its own.
    """
    counted = {facet.field for facet in query.facets}
    by_facet = tuple(
        each for each in query.filters if each.field in counted and each not in query.binding
    )
    everywhere = tuple(each for each in query.filters if each not in by_facet)
    return everywhere, by_facet


def filter_clauses(filters: Sequence[Filter], schema: Schema) -> list[dict[str, Any]]:
    """One clause a filter. Raises `UnanswerableQuery` for a field that can't be filtered so."""
    return [_clause(each, schema) for each in filters]


def facet_aggregations(
    facets: Sequence[FacetRequest], filters: Sequence[Filter], schema: Schema
) -> dict[str, Any]:
    """An aggregation for each facet, under the `filters` that are not on its own field."""
    aggregations: dict[str, Any] = {}
    for facet in facets:
        counts = _counts(facet, schema)
        others = filter_clauses([each for each in filters if each.field != facet.field], schema)
        aggregations[facet.field] = (
            {"filter": {"bool": {"filter": others}}, "aggs": {facet.field: counts}}
            if others
            else counts
        )
    return aggregations


def _clause(wanted: Filter, schema: Schema) -> dict[str, Any]:
    field = schema.get(wanted.field)
    if field is None or not field.filterable:
        filterable = ", ".join(sorted(each.name for each in schema.values() if each.filterable))
        raise UnanswerableQuery(
            f"filter on {wanted.field!r} is not possible; filterable are {filterable}"
        )
    match wanted:
        case AnyOf(name, values) if field.type is FieldType.BOOLEAN:
            known = [_BOOLEANS[value] for value in values if value in _BOOLEANS]
            return {"terms": {name: known}} if known else _NOTHING
        case AnyOf(name, values) if field.type is FieldType.KEYWORD:
            return {"terms": {name: list(values)}} if values else _NOTHING
        case AnyOf(name, values) if field.type is FieldType.IDENTIFIER:
            return {"terms": {name: [fold_identifier(value) for value in values]}}
        case Between(name, low, high) if field.type in RANGED:
            if low is None and high is None:
                return {"exists": {"field": name}}
            bounds = {"gte": low, "lte": high}
            return {"range": {name: {k: bound for k, bound in bounds.items() if bound is not None}}}
    raise UnanswerableQuery(
        f"filter on {wanted.field!r}: AnyOf goes with keyword, boolean and identifier fields, "
        f"Between with numbers and dates; this is a {field.type} field"
    )


def _counts(facet: FacetRequest, schema: Schema) -> dict[str, Any]:
    field = schema.get(facet.field)
    if field is None or field.type not in {FieldType.KEYWORD, FieldType.BOOLEAN}:
        names = ", ".join(sorted(each.name for each in schema.values() if each.facet))
        raise UnanswerableQuery(f"facet {facet.field!r} is not possible; facets are {names}")
    if facet.size < 1:
        raise UnanswerableQuery(f"facet {facet.field!r} has size {facet.size}: ask for 1 or more")
    terms: dict[str, Any] = {"field": facet.field, "size": facet.size}
    if facet.prefix and field.type is FieldType.KEYWORD:
        terms["include"] = _begins_with(facet.prefix)
    return {"terms": terms}


def _begins_with(prefix: str) -> str:
    """Lucene's regular expression for values that begin with `prefix`."""
    return re.sub(r"([^\w\s]|_)", r"\\\1", prefix) + ".*"
