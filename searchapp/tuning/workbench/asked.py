"""What the workbench is asked: a search in the API's names, and where the sliders stand."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict

from searchapp.pipeline.request import Kind, SearchRequest
from searchapp.pipeline.request_fields import kinds_that_answer
from searchapp.search_parameters.request import Terms, from_query_string

PAGE_SIZE = 24
SLIDER_PREFIX = "slider."
SHOWN_PROFILE = "sliders_of"
"""Names the profile that the sliders were drawn for: of another one they say nothing."""
_SINGLE = ("q", "language", "segment", "profile")


@dataclass(frozen=True, slots=True)
class Asked:
    """A search, and the numbers at which sliders were left."""

    request: SearchRequest
    sliders: Mapping[str, float] = field(default_factory=dict)

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """The names and values of the query string that asks for this."""
        return [
            *search_parameters(self.request),
            *((SLIDER_PREFIX + name, f"{value:g}") for name, value in self.sliders.items()),
            *([(SHOWN_PROFILE, self.request.profile)] if self.sliders else []),
        ]

    @property
    def query_string(self) -> str:
        """The parameters as they stand in an address."""
        return urlencode(self.parameters)


def asked(given: QueryDict) -> Asked:
    """What a query string asks. Raises InvalidRequest naming the parameter that is wrong."""
    request = search_request(given)
    if given.get(SHOWN_PROFILE, request.profile) != request.profile:
        return Asked(request)
    sliders: dict[str, float] = {}
    for name in given:
        if name.startswith(SLIDER_PREFIX):
            try:
                value = float(str(given[name]))
            except ValueError:
                continue
            if math.isfinite(value):
                sliders[name.removeprefix(SLIDER_PREFIX)] = value
    return Asked(request, sliders)


def search_request(given: QueryDict) -> SearchRequest:
    """The search alone. Other names and empty values are passed over.

    Raises InvalidRequest.
    """
    parameters = {
        name: [value] for name in _SINGLE if (value := " ".join(given.get(name, "").split()))
    }
    if kinds := [value for value in given.getlist("kinds") if value]:
        parameters["kinds"] = kinds
    terms = Terms(
        languages=tuple(settings.ENVIRONMENT["SEARCHAPP_LANGUAGES"]),
        budget_ms=settings.ENVIRONMENT["SEARCHAPP_BUDGET_MS"],
    )
    request = from_query_string({**parameters, "size": [str(PAGE_SIZE)]}, terms)
    return replace(request, kinds=kinds_that_answer(request))


def search_parameters(request: SearchRequest) -> list[tuple[str, str]]:
    """The names and values that ask for this search, without what is the default."""
    given = {
        "q": request.text,
        "language": request.language or "",
        "segment": request.segment,
        "profile": "" if request.profile == SearchRequest().profile else request.profile,
    }
    kinds = () if request.kinds == tuple(Kind) else request.kinds
    return [
        *((name, value) for name, value in given.items() if value),
        *(("kinds", str(kind)) for kind in kinds),
    ]
