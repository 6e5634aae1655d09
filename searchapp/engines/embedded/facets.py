"""Facet counts: exact, with the usual post-filter semantics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tantivy import Query

from searchapp.engines.embedded.compiler import Compiler, InvalidQuery
from searchapp.engines.embedded.text_index import TextView
from searchapp.pipeline.retrieval import FacetRequest, FacetValue, RetrievalQuery
from searchapp.pipeline.schema import FieldType, Schema

_SEGMENT_VALUES = 50_000
"""Each of several segments reports so many values: counts are exact up to as many distinct ones.

A single segment's counts are exact without.
"""

_SPARE_VALUES = 4
"""How many times the asked values are fetched, to put equal counts in order by value."""

_REGEX_SIGNS = frozenset("\\.+*?()|[]{}^$&~#-")


def count_facets(
    query: RetrievalQuery, compiler: Compiler, view: TextView, schema: Schema
) -> dict[str, tuple[FacetValue, ...]]:
    """The counts that `query` asks for. A facet ignores the filters on its own field, but for
    binding ones.

    Facets that see the same filters are counted in one pass. Raises `InvalidQuery`.
    """
    filtered = {each.field for each in query.filters if each not in query.binding}
    passes: dict[str | None, list[FacetRequest]] = {}
    for request in query.facets:
        _check(request, compiler, schema)
        ignored = request.field if request.field in filtered else None
        passes.setdefault(ignored, []).append(request)
    counted: dict[str, tuple[FacetValue, ...]] = {}
    for ignored, requests in passes.items():
        counted |= count_values(compiler.matching(query, ignored), requests, view)
    return {request.field: counted[request.field] for request in query.facets}


def count_values(
    matching: Query, requests: Sequence[FacetRequest], view: TextView
) -> dict[str, tuple[FacetValue, ...]]:
    """The values of each requested field among what `matching` matches, by count, then by name."""
    spare = _SEGMENT_VALUES if view.searcher.num_segments > 1 else 0
    aggregations = {request.field: {"terms": _terms(request, spare)} for request in requests}
    found: Mapping[str, Any] = view.searcher.aggregate(matching, aggregations)
    return {
        request.field: _by_count(found[request.field]["buckets"], request.size)
        for request in requests
    }


def _terms(request: FacetRequest, segment_values: int) -> dict[str, Any]:
    size = max(request.size, 1) * _SPARE_VALUES
    terms: dict[str, Any] = {
        "field": request.field,
        "size": size,
        "segment_size": max(segment_values, size),
    }
    if request.prefix:
        literal = "".join(f"\\{sign}" if sign in _REGEX_SIGNS else sign for sign in request.prefix)
        terms["include"] = literal + "(.|\n)*"
    return terms


def _by_count(buckets: Sequence[Mapping[str, Any]], size: int) -> tuple[FacetValue, ...]:
    values = sorted(
        (FacetValue(str(bucket["key"]), int(bucket["doc_count"])) for bucket in buckets),
        key=lambda each: (-each.count, each.value),
    )
    return tuple(values[:size])


def _check(request: FacetRequest, compiler: Compiler, schema: Schema) -> None:
    compiler.field(request.field, FieldType.KEYWORD, FieldType.BOOLEAN)
    if not schema[request.field].facet:
        raise InvalidQuery(f"{request.field}: is not a facet")
