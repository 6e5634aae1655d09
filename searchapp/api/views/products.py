"""`/api/products/{id}` and what resembles it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from searchapp import wiring
from searchapp.api.cards import card, whole
from searchapp.api.documentation import products as documented
from searchapp.api.endpoints import Endpoint, item_id, only
from searchapp.api.scopes import Scope
from searchapp.pipeline.request import Kind
from searchapp.search_parameters import limits
from searchapp.search_parameters.values import integer


class ProductView(Endpoint):
    """One product as the index has it."""

    required_scope = Scope.SEARCH

    @documented.PRODUCT
    def get(self, request: Request, id: str) -> Response:
        only(request, ())
        wanted = item_id(id)
        return Response(whole(Kind.PRODUCT, wanted, _document(wanted)))


class SimilarView(Endpoint):
    """The products that resemble one."""

    required_scope = Scope.SEARCH

    @documented.SIMILAR
    def get(self, request: Request, id: str) -> Response:
        given = only(request, ("size",))
        size = integer("size", given.get("size", 12), 1, limits.MAX_SIMILAR)
        wanted = item_id(id)
        hits = wiring.search_service().similar(Kind.PRODUCT, wanted, size, wiring.current_config())
        if not hits:
            _document(wanted)
        return Response({"id": wanted, "hits": [card(hit) for hit in hits]})


def _document(wanted: str) -> dict[str, Any]:
    """The stored document of a product; raises NotFound when there is none."""
    timeout: int = settings.ENVIRONMENT["SEARCHAPP_ENGINE_TIMEOUT_MS"]
    found = wiring.search_engine().documents(Kind.PRODUCT, [wanted], timeout)
    if wanted not in found:
        raise NotFound(f"there is no product {wanted!r}")
    return found[wanted]
