"""Every error in one shape: {"error": {"parameter", "message", "code"}}, and a fitting status."""

from __future__ import annotations

import math
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.http.request import UnreadablePostError
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

from searchapp.pipeline.request import InvalidRequest
from searchapp.pipeline.retrieval import EngineUnavailable

RETRY_AFTER_SECONDS = 2
IDEMPOTENCY_KEY = "Idempotency-Key"
_PARAMETERS = {
    409: IDEMPOTENCY_KEY,
    411: "body",
    413: "body",
    415: "body",
    422: IDEMPOTENCY_KEY,
}
_log = structlog.get_logger(__name__)


class BodyTooLarge(exceptions.APIException):
    """413. `detail` says how much is allowed."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"

    def __init__(self, longest: int, unit: str = "bytes") -> None:
        super().__init__(f"the body may have at most {longest} {unit}; send it in parts")


class LengthRequired(exceptions.APIException):
    """411. A body without a declared length can't be read."""

    status_code = status.HTTP_411_LENGTH_REQUIRED
    default_code = "length_required"
    default_detail = "send the body with a Content-Length, not in chunks"


class StillRunning(exceptions.APIException):
    """409. A call with the same idempotency key has not ended yet."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "still_running"
    default_detail = "a call with this key is still running; ask again in a moment for its answer"
    wait = RETRY_AFTER_SECONDS


class KeyReused(exceptions.APIException):
    """422. An idempotency key came with another call than before."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "key_reused"
    default_detail = "this key was sent with another call before; send a new key with each new call"


class Unreadable(exceptions.APIException):
    """400. Django itself could not read the request."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "invalid"


class Unavailable(exceptions.APIException):
    """503. A part that the answer needs does not answer; the caller may try again."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_code = "unavailable"


def error_body(message: str, code: str, parameter: str | None = None) -> dict[str, Any]:
    """The one shape of an error; `parameter` names what to mend, None when it is no parameter's."""
    return {"error": {"parameter": parameter, "message": message, "code": code}}


def exception_handler(error: Exception, context: dict[str, Any]) -> Response:
    """The answer to whatever a view raised. What nobody foresaw is logged and answered with a
    500.
    """
    set_rollback()
    if isinstance(error, InvalidRequest):
        return Response(error_body(error.message, "invalid", error.parameter), status=400)
    known = _as_api_exception(error)
    if known is None:
        _log.error("a request failed", exc_info=error)
        got_request_exception.send(sender=exception_handler, request=context["request"]._request)
        message = (
            "something went wrong here; the log line with this answer's X-Request-ID says what"
        )
        return Response(error_body(message, "server_error"), status=500)
    parameter = getattr(known, "parameter", _PARAMETERS.get(known.status_code))
    if isinstance(known, exceptions.ParseError):
        parameter = "body"
    body = error_body(str(known.detail), _code(known), parameter)
    if problems := getattr(known, "problems", None):
        body["error"]["problems"] = problems
    return Response(body, status=known.status_code, headers=_headers(known))


def _as_api_exception(error: Exception) -> exceptions.APIException | None:
    match error:
        case exceptions.APIException():
            return error
        case Http404():
            return exceptions.NotFound(str(error) or None)
        case PermissionDenied():
            return exceptions.PermissionDenied()
        case EngineUnavailable():
            _log.warning("the search engine is unavailable", reason=str(error))
            return Unavailable("the search engine does not answer; try again in a moment")
        case OperationalError() | InterfaceError():
            _log.warning("the database is unavailable", reason=str(error))
            return Unavailable("the database does not answer; try again in a moment")
        case RequestDataTooBig():
            too_big = exceptions.APIException("the body is too large", "too_large")
            too_big.status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
            return too_big
        case SuspiciousOperation():
            return Unreadable("the request can't be read: its parameters are too many or malformed")
        case UnreadablePostError():
            return Unreadable("the body broke off; send it again")
    return None


def _code(error: exceptions.APIException) -> str:
    codes = error.get_codes()
    if isinstance(error, exceptions.ParseError):
        return "invalid"
    return codes if isinstance(codes, str) else error.default_code


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers: dict[str, str] = {}
    if error.status_code == status.HTTP_503_SERVICE_UNAVAILABLE:
        headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    wait = getattr(error, "wait", None)
    if wait is not None:
        headers["Retry-After"] = str(math.ceil(wait))
    challenge = getattr(error, "auth_header", None)
    if challenge:
        headers["WWW-Authenticate"] = challenge
    return headers
