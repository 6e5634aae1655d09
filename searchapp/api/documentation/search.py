"""`/api/search` and `/api/suggest`, described."""

from __future__ import annotations

from typing import Any

from django.utils.functional import lazystr
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema

from searchapp.api.documentation.answers import SearchAnswer, SuggestAnswer
from searchapp.api.documentation.errors import RETRY_AFTER, refusals
from searchapp.api.preview import PREVIEWS
from searchapp.pipeline.recall.depth import DEEPEST_RANKED, DEEPEST_SORTED
from searchapp.pipeline.request import Kind, SearchRequest
from searchapp.pipeline.schema import RANGED, Field, FieldType
from searchapp.search_parameters import limits
from searchapp.search_parameters.filters import fields_of, filterable

_KINDS = tuple(Kind)
_FACETS = list(fields_of(_KINDS, lambda field: field.facet))
_SORTABLE = list(fields_of(_KINDS, lambda field: field.sort))
_SORTS = ["relevance", *_SORTABLE, *(f"-{name}" for name in _SORTABLE)]
_KIND_NAMES = [kind.value for kind in Kind]

_SEARCH = f"""Ranked products, videos and live streams in one row.

An empty query browses: filters and order only. A query's hits can be paged to place
{DEEPEST_RANKED}, those of a browse or a sort order to place {DEEPEST_SORTED}. What is not known is
refused with a 400 that names the parameter. Control characters in texts count as spaces. Every
search is logged under its `query_id`, without any address. Whoever may search may also `explain`.
"""


def _texts(names: list[str]) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string", "enum": names}}


_SIMPLE: dict[str, dict[str, Any]] = {
    "q": {
        "type": "string",
        "maxLength": limits.MAX_QUERY_CHARACTERS,
        "description": "What the shopper typed; empty to browse.",
    },
    "kinds": {
        **_texts(_KIND_NAMES),
        "minItems": 1,
        "description": "The kinds of item wanted; without it all.",
    },
    "facets": {
        **_texts(_FACETS),
        "maxItems": limits.MAX_FACETS,
        "description": "The fields whose values are counted; the counts of one obey all "
        "filters but its own.",
    },
    "sort": {
        "type": "string",
        "enum": _SORTS,
        "default": "relevance",
        "description": "`price` is the lowest first, `-price` the highest; items without a "
        "value come last.",
    },
    "page": {"type": "integer", "minimum": 1, "maximum": DEEPEST_SORTED, "default": 1},
    "size": {
        "type": "integer",
        "minimum": 1,
        "maximum": limits.MAX_PAGE_SIZE,
        "default": SearchRequest().size,
        "description": "Hits a page.",
    },
    "explain": {
        "type": "boolean",
        "default": False,
        "description": "Adds `trace`, and an `explanation` to each hit.",
    },
    "profile": {
        "type": "string",
        "pattern": "^[A-Za-z0-9_.-]{1,64}$",
        "default": "default",
        "description": "The ranking profile.",
    },
    "language": {
        "type": "string",
        "maxLength": 35,
        "description": "The language of the query, one of the shop's; without it that is found "
        "out.",
    },
    "session": {
        "type": "string",
        "maxLength": limits.MAX_SESSION_CHARACTERS,
        "description": "Groups the searches of one visit. Kept as a keyed hash; must name "
        "no person.",
    },
    "segment": {
        "type": "string",
        "maxLength": limits.MAX_SEGMENT_CHARACTERS,
        "description": "The group of shoppers that asks, as merchants' rules name it. Rules that "
        "are for certain groups leave all others alone.",
    },
    "correct": {
        "type": "boolean",
        "default": True,
        "description": "Whether the spelling is corrected; see `as_typed` in the answer.",
    },
    "without": {
        "type": "array",
        "items": {"type": "string", "enum": sorted(fields_of(tuple(Kind), filterable))},
        "description": "Fields on which words of the query must not filter. Words that an item "
        "could have (a brand, a colour) are searched instead, others (a price, a rating, stock, "
        "who sells it) are left out.",
    },
    "redirect": {
        "type": "boolean",
        "default": True,
        "description": "Whether a rule may send the shopper elsewhere; without it `redirect` is "
        "null.",
    },
}


_PREVIEW: dict[str, dict[str, Any]] = {
    name: {
        "type": "integer",
        "minimum": 1,
        "maximum": 2**31 - 1,
        "description": f"Answers as this {name} would; for keys with the scope `tuning`. Such a "
        "search is not logged.",
    }
    for name in PREVIEWS
}


def _parameter(name: str, schema: dict[str, Any]) -> OpenApiParameter:
    bare = {key: value for key, value in schema.items() if key != "description"}
    is_list = bare["type"] == "array"
    return OpenApiParameter(
        name,
        bare,
        description=schema.get("description", ""),
        style="form" if is_list else None,
        explode=False if is_list else None,
    )


def _filter_parameter(field: Field) -> OpenApiParameter:
    if field.type in RANGED:
        unit = "ISO 8601 date or time" if field.type is FieldType.DATE else "number"
        shown = "2026-01-01..2026-01-31" if field.type is FieldType.DATE else "10..50"
        return OpenApiParameter(
            f"filter.{field.name}",
            {"type": "string"},
            # No example of its own: the documentation page would send it with every trial.
            description=f"A {unit} or a range with both ends in it: `{shown}`, `a..`, `..b`.",
        )
    values: dict[str, Any] = {
        "type": "string",
        "minLength": 1,
        "maxLength": limits.MAX_VALUE_CHARACTERS,
    }
    if field.type is FieldType.BOOLEAN:
        values = {"type": "string", "enum": ["true", "false"]}
    return OpenApiParameter(
        f"filter.{field.name}",
        {"type": "array", "items": values, "maxItems": limits.MAX_FILTER_VALUES, "minItems": 1},
        description="Keeps items with the value; repeat the parameter for any of several values.",
        style="form",
        explode=True,
    )


def _filter_member(field: Field) -> dict[str, Any]:
    if field.type in RANGED:
        end = {"type": ["number", "null"]}
        single: dict[str, Any] = {"type": "number"}
        if field.type is FieldType.DATE:
            end, single = {"type": ["string", "null"]}, {"type": "string"}
        bounds = {
            "type": "object",
            "properties": {"gte": end, "lte": end},
            "minProperties": 1,
            "additionalProperties": False,
        }
        return {"oneOf": [single, bounds]}
    value: dict[str, Any] = {"type": "string", "minLength": 1}
    if field.type is FieldType.BOOLEAN:
        value = {"type": "boolean"}
    return {"oneOf": [value, {"type": "array", "items": value, "minItems": 1}]}


_BODY: dict[str, Any] = {
    "type": "object",
    "properties": {
        **_SIMPLE,
        **_PREVIEW,
        "filters": {
            "type": "object",
            "description": "By field: a value, a list of which any matches, or a range.",
            "properties": {
                name: _filter_member(field) for name, field in fields_of(_KINDS, filterable).items()
            },
            "additionalProperties": False,
        },
    },
    "additionalProperties": False,
}

SEARCH_BY_URL = extend_schema(
    operation_id="search",
    tags=["search"],
    summary="Search",
    description=lazystr(_SEARCH),
    parameters=[
        *(_parameter(name, schema) for name, schema in (_SIMPLE | _PREVIEW).items()),
        *(_filter_parameter(field) for field in fields_of(_KINDS, filterable).values()),
        RETRY_AFTER,
    ],
    responses={200: SearchAnswer, **refusals(400, 404, 409)},
)
SEARCH_BY_BODY = extend_schema(
    operation_id="search_by_body",
    tags=["search"],
    summary="Search, with the parameters in the body",
    description=lazystr(_SEARCH),
    parameters=[RETRY_AFTER],
    request={"application/json": _BODY},
    responses={200: SearchAnswer, **refusals(400, 404, 409, 411, 413, 415)},
    examples=[
        OpenApiExample(
            "Kettles of two brands below 50",
            value={
                "q": "kettle",
                "kinds": ["product", "video"],
                "filters": {"brand": ["Bosch", "Braun"], "price": {"lte": 50}},
                "facets": ["brand", "category"],
                "sort": "price",
                "size": 10,
            },
            request_only=True,
        )
    ],
)
SUGGEST = extend_schema(
    operation_id="suggest",
    tags=["search"],
    summary="Complete what a shopper is typing",
    description="Completed queries, each of which finds something, then a category, brands, a "
    "seller and products. What is typed may begin any word of them, and from its third letter on "
    "may be misspelt. No query is suggested that only a few people have typed.",
    parameters=[
        _parameter("q", _SIMPLE["q"] | {"description": "What was typed so far."}),
        _parameter(
            "size",
            {"type": "integer", "minimum": 1, "maximum": limits.MAX_SUGGESTIONS, "default": 8},
        ),
        RETRY_AFTER,
    ],
    responses={200: SuggestAnswer, **refusals(400)},
)
