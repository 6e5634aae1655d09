"""What a caller sent → `SearchRequest`. What is not known is refused by name, never ignored."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from searchapp.pipeline.recall.depth import DEEPEST_SORTED, check_depth
from searchapp.pipeline.request import InvalidRequest, Kind, SearchRequest
from searchapp.search_parameters import limits
from searchapp.search_parameters.filters import (
    parse_facets,
    parse_fields,
    parse_filters,
    parse_sort,
)
from searchapp.search_parameters.values import clean, flag, integer, one_of, text

FILTER_PREFIX = "filter."
PARAMETERS = (
    "q",
    "kinds",
    "facets",
    "sort",
    "page",
    "size",
    "explain",
    "profile",
    "language",
    "session",
    "segment",
    "correct",
    "without",
    "redirect",
)
_LISTS = frozenset({"kinds", "facets", "without"})
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
_PROFILE = re.compile(r"[A-Za-z0-9_.-]{1,64}")


@dataclass(frozen=True, slots=True)
class Terms:
    """What the shop's settings say about its requests: its languages and the time for one
    answer.
    """

    languages: tuple[str, ...]
    budget_ms: int


def from_query_string(parameters: Mapping[str, Sequence[str]], terms: Terms) -> SearchRequest:
    """The request in a query string: each name with all of its values.

    Lists are written with commas or by repeating the name; a repeated `filter.<field>` matches any
    of its values. Raises InvalidRequest naming the first parameter that is wrong.
    """
    fields: dict[str, object] = {}
    filters: dict[str, object] = {}
    for name, values in parameters.items():
        if name.startswith(FILTER_PREFIX):
            filters[name.removeprefix(FILTER_PREFIX)] = list(values)
        elif name in _LISTS:
            fields[name] = [part for value in values for part in value.split(",") if part]
        elif name not in PARAMETERS:
            raise InvalidRequest(
                clean(name)[:100] or "?",
                f"is not a parameter; use {', '.join(PARAMETERS)} or {FILTER_PREFIX}<field>",
            )
        elif len(values) > 1:
            raise InvalidRequest(name, f"given {len(values)} times; give it once")
        else:
            fields[name] = values[0]
    return _request(fields, filters, FILTER_PREFIX, terms)


def from_json(body: object, terms: Terms) -> SearchRequest:
    """The request in a JSON body. Raises InvalidRequest naming the first member that is wrong."""
    if not isinstance(body, dict):
        raise InvalidRequest("body", 'expected a JSON object such as {"q": "kettle"}')
    fields = dict(body)
    filters = fields.pop("filters", {})
    if not isinstance(filters, dict):
        raise InvalidRequest("filters", 'expected an object such as {"brand": ["Acme"]}')
    for name in fields:
        if name not in PARAMETERS:
            raise InvalidRequest(
                clean(name)[:100] or "?",
                f"is not a member; use {', '.join(PARAMETERS)} or filters",
            )
    for name in ("page", "size", "explain", "correct", "redirect"):
        if isinstance(fields.get(name), str):
            raise InvalidRequest(name, "expected a JSON number or boolean, not text")
    return _request(fields, filters, "filters.", terms)


def _request(
    fields: Mapping[str, object], filters: Mapping[str, object], prefix: str, terms: Terms
) -> SearchRequest:
    words = text("q", fields.get("q", ""), limits.MAX_QUERY_CHARACTERS)
    kinds = _kinds(fields.get("kinds"))
    page = integer("page", fields.get("page", 1), 1, DEEPEST_SORTED)
    size = integer("size", fields.get("size", SearchRequest().size), 1, limits.MAX_PAGE_SIZE)
    request = SearchRequest(
        text=words,
        kinds=kinds,
        filters=parse_filters(filters, kinds, prefix),
        facets=parse_facets(_texts("facets", fields.get("facets", [])), kinds),
        sort=parse_sort(text("sort", fields.get("sort", ""), 100), kinds),
        offset=(page - 1) * size,
        size=size,
        language=_language(fields.get("language"), terms.languages),
        profile=_profile(fields.get("profile", "default")),
        session=_session(fields.get("session")),
        segment=_segment(fields.get("segment")),
        budget_ms=terms.budget_ms,
        explain=flag("explain", fields.get("explain", False)),
        correct=flag("correct", fields.get("correct", True)),
        without=parse_fields("without", _texts("without", fields.get("without", []))),
        redirect=flag("redirect", fields.get("redirect", True)),
    )
    check_depth(request, is_ranked=bool(words) and request.sort is None)
    return request


def _kinds(value: object) -> tuple[Kind, ...]:
    if value is None:
        return tuple(Kind)
    names = {one_of("kinds", name, tuple(Kind)) for name in _texts("kinds", value)}
    if not names:
        raise InvalidRequest("kinds", f"expected at least one of {', '.join(Kind)}")
    return tuple(kind for kind in Kind if kind in names)


def _texts(name: str, value: object) -> list[str]:
    if not isinstance(value, list):
        raise InvalidRequest(name, "expected a list of names")
    return [text(name, each, 100) for each in value]


def _language(value: object, languages: Sequence[str]) -> str | None:
    if value is None:
        return None
    written = text("language", value, 35)
    primary = re.split("[-_]", written)[0].lower()
    if not _LANGUAGE.fullmatch(written) or primary not in languages:
        one_of("language", written, tuple(languages))
    return primary


def _profile(value: object) -> str:
    written = text("profile", value, 64)
    if not _PROFILE.fullmatch(written):
        raise InvalidRequest("profile", "expected letters, digits, '.', '_' and '-'")
    return written


def _session(value: object) -> str | None:
    if value is None:
        return None
    return text("session", value, limits.MAX_SESSION_CHARACTERS) or None


def _segment(value: object) -> str:
    return "" if value is None else text("segment", value, limits.MAX_SEGMENT_CHARACTERS)
