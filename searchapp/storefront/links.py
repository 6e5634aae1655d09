"""`SearchRequest` → URL, and the requests that a page's links lead to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.urls import reverse

from searchapp.pipeline.request import AnyOf, Kind, SearchRequest
from searchapp.pipeline.request_fields import can_filter, can_sort
from searchapp.search_parameters import writing
from searchapp.search_parameters.variations import without


def url(request: SearchRequest) -> str:
    """Where the page of this request is."""
    query = urlencode(parameters(request))
    return reverse("storefront:search") + (f"?{query}" if query else "")


SENT_FROM = "sent_from"
"""The shop's parameter that says which query's rule sent the shopper to a page."""


def sent_to(target: str, request: SearchRequest) -> str:
    """The address to which a rule sends the shopper. One of the shop's own search says where the
    shopper came from, keeps the segment and sends nobody on.
    """
    parts = urlsplit(target)
    if parts.netloc or parts.path != reverse("storefront:search"):
        return target
    ours = {"redirect": "false", SENT_FROM: request.text}
    if request.segment:
        ours["segment"] = request.segment
    given = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in ours]
    return urlunsplit(parts._replace(query=urlencode([*given, *ours.items()])))


def browse_url(field: str, value: str) -> str:
    """Where all items with that value of a field are."""
    return url(SearchRequest(filters=(AnyOf(field, (value,)),)))


def item_url(kind: Kind, id_: str) -> str:
    """Where the page of one item is."""
    return reverse(f"storefront:{kind.value}", args=[id_])


def parameters(request: SearchRequest) -> list[tuple[str, str]]:
    """The names and values of the query string that asks for this request's page."""
    return list(writing.parameters(replace(request, facets=(), size=SearchRequest().size)))


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


def without_filters(request: SearchRequest) -> SearchRequest:
    return replace(request, filters=(), offset=0)


def spelt(request: SearchRequest, text: str) -> SearchRequest:
    """The first page of the request with another text."""
    return replace(request, text=text, correct=True, without=(), offset=0)


def of_kinds(request: SearchRequest, kinds: tuple[Kind, ...]) -> SearchRequest:
    """The first page of the request for these kinds, without what none of them has."""
    filters = tuple(
        wanted for wanted in request.filters if any(can_filter(kind, wanted) for kind in kinds)
    )
    sort = request.sort
    if sort is not None and not any(can_sort(kind, sort.field) for kind in kinds):
        sort = None
    return replace(request, kinds=kinds, filters=filters, sort=sort, offset=0)
