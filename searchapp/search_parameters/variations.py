"""The same search with less of it: what the links of an answer lead to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from searchapp.pipeline.request import SearchRequest


def without(request: SearchRequest, field: str) -> SearchRequest:
    """The first page of the request without the filter on a field."""
    filters = tuple(wanted for wanted in request.filters if wanted.field != field)
    return replace(request, filters=filters, offset=0)


def as_typed(request: SearchRequest) -> SearchRequest:
    """The first page of the request with the spelling that was typed."""
    return replace(request, correct=False, offset=0)


def here(request: SearchRequest) -> SearchRequest:
    """The first page of the request, answered here although merchants send it elsewhere."""
    return replace(request, redirect=False, offset=0)


def without_words_filtering(request: SearchRequest, fields: Sequence[str]) -> SearchRequest:
    """The first page of the request where words of the query do not filter on these fields."""
    return replace(request, without=tuple(dict.fromkeys([*request.without, *fields])), offset=0)
