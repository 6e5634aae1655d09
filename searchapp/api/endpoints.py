"""What all endpoints share: who may call them, and the reading of their parameters."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.conf import settings
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from searchapp.api.authentication import PARAMETER as KEY_PARAMETER
from searchapp.api.body import NUL_REFUSED
from searchapp.pipeline.request import InvalidRequest
from searchapp.search_parameters.request import Terms
from searchapp.search_parameters.values import clean, text


class Endpoint(APIView):
    """A view that says which scope its callers need; None opens it to everyone."""

    required_scope: str | None

    def options(self, request: Any, *args: object, **kwargs: object) -> Response:
        """The methods, in `Allow`; what they take is in the documentation."""
        return Response(status=204)


class Unknown(Endpoint):
    """Whatever lies under `/api/` and is no endpoint."""

    required_scope = None
    schema = None

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        raise NotFound("there is no such endpoint; /api/docs lists them all")


def query_parameters(request: Request) -> dict[str, list[str]]:
    """The parameters of the URL with all of their values, but for the API key. Raises
    InvalidRequest for a NUL character.
    """
    for name, values in request.query_params.lists():
        if any("\0" in each for each in (name, *values)):
            raise InvalidRequest(clean(name)[:100] or "?", NUL_REFUSED)
    return {
        name: [str(value) for value in values]
        for name, values in request.query_params.lists()
        if name != KEY_PARAMETER
    }


def only(request: Request, known: Collection[str]) -> dict[str, str]:
    """The parameters of the URL, of which each is known and given once; else InvalidRequest."""
    given: dict[str, str] = {}
    for name, values in query_parameters(request).items():
        if name not in known:
            cure = f"use {', '.join(known)}" if known else "this endpoint takes none"
            raise InvalidRequest(clean(name)[:100] or "?", f"is not a parameter; {cure}")
        if len(values) > 1:
            raise InvalidRequest(name, f"given {len(values)} times; give it once")
        given[name] = values[0]
    return given


def item_id(written: str) -> str:
    """The id in a URL. Raises NotFound for one that no item can have."""
    try:
        cleaned = text("id", written, 191)
    except InvalidRequest as error:
        raise NotFound("no item has an id of more than 191 characters") from error
    if cleaned != written:
        raise NotFound("no item has an id with control characters or spaces at its ends")
    return written


def terms() -> Terms:
    """The shop's settings that bear on a request."""
    return Terms(
        languages=tuple(settings.ENVIRONMENT["SEARCHAPP_LANGUAGES"]),
        budget_ms=settings.ENVIRONMENT["SEARCHAPP_BUDGET_MS"],
    )
