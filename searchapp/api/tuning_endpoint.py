"""What the endpoints under `/api/tuning/` share: who may call them, and how they read and write."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http.response import HttpResponseBase
from rest_framework.exceptions import APIException, NotAuthenticated, NotFound, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from searchapp.api import limits
from searchapp.api.body import parse_json, read_body
from searchapp.api.endpoints import Endpoint, only
from searchapp.api.idempotency import once
from searchapp.api.keys import Credential
from searchapp.api.parsers import JsonParser
from searchapp.api.scopes import Scope
from searchapp.api.spooled_answer import one_answer
from searchapp.api.tuning_errors import ChangedMeanwhile, declined
from searchapp.pipeline.request import InvalidRequest
from searchapp.publishing.actors import Actor
from searchapp.publishing.models import Draft
from searchapp.publishing.record import drafts_seen_by_keys
from searchapp.search_parameters.values import clean

IF_MATCH = "If-Match"
Body = dict[str, Any]


class TuningEndpoint(Endpoint):
    """An endpoint for keys with the scope `tuning` that are not bound to a seller."""

    required_scope: str | None = Scope.TUNING
    parser_classes = (JsonParser,)

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        check_may_tune(request)

    def handle_exception(self, exc: Exception) -> Response:
        return super().handle_exception(declined(exc) or exc)

    def write(
        self,
        request: Request,
        act: Callable[[Body, Actor], Any],
        known: tuple[str, ...] | None = (),
        status: int = 200,
    ) -> HttpResponseBase:
        """The answer of `act`, given the body and who acts, done once under an idempotency key.

        `known` are the members that the body may have; None leaves that to `act`.
        """
        only(request, ())
        body = read_body(request, limits.MAX_TUNING_BODY_BYTES)
        given = _object(parse_json(body), known)
        digest = hashlib.sha256(body + request.headers.get(IF_MATCH, "").encode()).hexdigest()

        def answered() -> Any:
            try:
                with transaction.atomic():
                    return one_answer(act(given, actor_of(request)), status)
            except APIException:
                raise
            except Exception as error:
                raise declined(error) or error from error

        return once(request, digest, answered)


def check_may_tune(request: Request) -> Credential:
    """The caller's key. Raises NotAuthenticated without one, PermissionDenied for one that may not
    tune what all see.
    """
    credential = request.auth
    if not isinstance(credential, Credential):
        raise NotAuthenticated("This needs an API key: Authorization: Bearer KEY.")
    if Scope.TUNING not in credential.scopes:
        raise PermissionDenied(f"This API key lacks the scope {str(Scope.TUNING)!r}.")
    if credential.seller is not None:
        raise PermissionDenied("An API key of one seller may not tune what all shoppers see.")
    return credential


def actor_of(request: Request) -> Actor:
    """Who acts: the key, by its name."""
    return Actor(f"key {check_may_tune(request).name}"[:150])


def draft_of(id_: int) -> Draft:
    """The draft. Raises NotFound."""
    draft = drafts_seen_by_keys().select_related("owner").filter(pk=id_).first()
    if draft is None:
        raise NotFound(f"there is no draft {id_}; GET /api/tuning/drafts lists them")
    return draft


def draft_to_write(request: Request, id_: int) -> Draft:
    """The draft, locked until the transaction ends, as the caller has seen it.

    Raises NotFound, and ChangedMeanwhile when If-Match names another revision.
    """
    Draft.objects.select_for_update().filter(pk=id_).first()
    draft = draft_of(id_)
    wanted = [each.strip() for each in request.headers.get(IF_MATCH, "*").split(",")]
    if "*" not in wanted and etag(draft) not in wanted:
        raise ChangedMeanwhile(draft.revision)
    return draft


def etag(draft: Draft) -> str:
    """Names the state of the draft's changes."""
    return f'"{draft.revision}"'


def text_member(body: Body, name: str, longest: int, default: str | None = None) -> str:
    """A text of the body. Raises InvalidRequest."""
    value = body.get(name, default)
    if value is None:
        raise InvalidRequest(name, "is missing; give a text")
    if not isinstance(value, str) or "\0" in value:
        raise InvalidRequest(name, "must be a text")
    if len(value) > longest:
        raise InvalidRequest(name, f"is too long; at most {longest} characters")
    if default is None and not value.strip():
        raise InvalidRequest(name, "is empty; give a text")
    return value


def _object(body: Any, known: tuple[str, ...] | None) -> Body:
    if not isinstance(body, dict):
        raise InvalidRequest("body", "expected a JSON object")
    for name in body:
        if known is not None and name not in known:
            cure = f"use {', '.join(known)}" if known else "this call takes none"
            raise InvalidRequest(clean(name)[:100] or "?", f"is not a member; {cure}")
    return body
