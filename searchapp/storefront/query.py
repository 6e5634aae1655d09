"""The shop's query string → `SearchRequest`, in the API's names and as strict about values.

What differs from the API: names that the shop doesn't know (campaign marks, say) and empty values
(an untouched form field) are passed over, and a price range may come as the two fields of its form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.conf import settings
from django.http import QueryDict

from searchapp.pipeline.request import Kind, SearchRequest
from searchapp.pipeline.request_fields import kinds_that_answer
from searchapp.search_parameters.request import FILTER_PREFIX, Terms, from_query_string

PAGE_SIZE = 24
_LISTS = ("kinds", "without")
PRICE_FROM = "price_from"
PRICE_TO = "price_to"
_PRICE = f"{FILTER_PREFIX}price"
_SINGLE = ("q", "sort", "page", "correct", "segment", "redirect")
FACETS: Mapping[Kind, tuple[str, ...]] = {
    Kind.PRODUCT: (
        "category",
        "brand",
        "colour",
        "size",
        "condition",
        "seller_name",
        "available",
    ),
    Kind.VIDEO: ("tags", "creator", "seller_name"),
    Kind.LIVE: ("status", "host", "seller_name"),
}
"""The facets beside the results, by the kind that makes them."""


def search_request(given: QueryDict) -> SearchRequest:
    """The request that a query string asks for, with the facets that its page shows.

    Raises InvalidRequest naming the parameter that is wrong.
    """
    parameters = {
        name: values
        for name in given
        if (name in _SINGLE or name in _LISTS or name.startswith(FILTER_PREFIX))
        and (values := [value for value in given.getlist(name) if value.strip()])
    }
    for name in _SINGLE:
        if name in parameters:
            parameters[name] = parameters[name][-1:]
    low, high = given.get(PRICE_FROM, "").strip(), given.get(PRICE_TO, "").strip()
    if low or high:
        parameters[_PRICE] = [f"{low}..{high}"]
    terms = Terms(
        languages=tuple(settings.ENVIRONMENT["SEARCHAPP_LANGUAGES"]),
        budget_ms=settings.ENVIRONMENT["SEARCHAPP_BUDGET_MS"],
    )
    request = from_query_string({**parameters, "size": [str(PAGE_SIZE)]}, terms)
    return replace(request, facets=FACETS[kinds_that_answer(request)[0]])


def is_bare(request: SearchRequest) -> bool:
    """Whether nothing is asked for: the visitor just came in."""
    return (
        not request.text
        and not request.filters
        and request.sort is None
        and request.offset == 0
        and request.kinds == tuple(Kind)
    )
