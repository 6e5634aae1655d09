"""`/api/search` and `/api/suggest`."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from searchapp import answering, wiring
from searchapp.api.body import parse_json, read_body
from searchapp.api.documentation import search as documented
from searchapp.api.endpoints import Endpoint, only, query_parameters, terms
from searchapp.api.limits import MAX_SEARCH_BODY_BYTES
from searchapp.api.preview import preview_config, taken_from_body, taken_from_url
from searchapp.api.scopes import Scope
from searchapp.api.search_answer import search_answer
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.request import InvalidRequest, SearchRequest
from searchapp.pipeline.suggest import Suggestion
from searchapp.search_parameters import limits
from searchapp.search_parameters.request import from_json, from_query_string
from searchapp.search_parameters.values import integer, text


class SearchView(Endpoint):
    """One search of products, videos and live streams."""

    required_scope = Scope.SEARCH

    @documented.SEARCH_BY_URL
    def get(self, request: Request) -> Response:
        parameters = query_parameters(request)
        config = preview_config(request, taken_from_url(parameters))
        return _answer(from_query_string(parameters, terms()), config)

    @documented.SEARCH_BY_BODY
    def post(self, request: Request) -> Response:
        body = read_body(request, MAX_SEARCH_BODY_BYTES)
        if query_parameters(request):
            raise InvalidRequest("body", "a POST takes its parameters in the body, not in the URL")
        given = parse_json(body)
        config = preview_config(request, taken_from_body(given))
        return _answer(from_json(given, terms()), config)


class SuggestView(Endpoint):
    """Completions of what a shopper is typing."""

    required_scope = Scope.SEARCH

    @documented.SUGGEST
    def get(self, request: Request) -> Response:
        given = only(request, ("q", "size"))
        words = text("q", given.get("q", ""), limits.MAX_QUERY_CHARACTERS)
        size = integer("size", given.get("size", 8), 1, limits.MAX_SUGGESTIONS)
        found = (
            wiring.search_service().suggest(words, size, wiring.current_config()) if words else []
        )
        return Response({"query": words, "suggestions": [_suggestion(each) for each in found]})


def _answer(request: SearchRequest, preview: SearchConfig | None) -> Response:
    """What is live; a preview is no shopper's search: it is not logged, counted or kept."""
    if preview is None:
        return Response(search_answer(request, answering.answer(request)))
    response = wiring.search_service().search(request, preview)
    return Response(search_answer(request, response), headers={"Cache-Control": "no-store"})


def _suggestion(found: Suggestion) -> dict[str, Any]:
    return {
        "kind": found.kind.value,
        "text": found.text,
        "value": found.value,
        "image": found.image,
        "seller": found.seller,
    }
