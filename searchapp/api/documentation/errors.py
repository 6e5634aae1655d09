"""The one shape of errors, and which statuses an endpoint may answer with."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from searchapp.api.errors import IDEMPOTENCY_KEY, KeyReused, StillRunning, error_body

_CODES = [
    "invalid",
    "not_authenticated",
    "authentication_failed",
    "permission_denied",
    "not_found",
    "method_not_allowed",
    "still_running",
    "not_allowed",
    "draft_closed",
    "conflicting",
    "refused",
    "damaged",
    "changed_meanwhile",
    "key_reused",
    "length_required",
    "too_large",
    "unsupported_media_type",
    "throttled",
    "unavailable",
    "server_error",
]


class ProblemOfValue(serializers.Serializer[object]):
    """One of the things that are wrong with a draft or a value."""

    section = serializers.CharField(allow_blank=True)
    key = serializers.CharField(allow_blank=True)
    field = serializers.CharField(allow_blank=True)
    message = serializers.CharField()


class ErrorDetail(serializers.Serializer[object]):
    """What is wrong, and how to mend it."""

    parameter = serializers.CharField(
        allow_null=True, help_text="The parameter to mend; null when it is no parameter's fault."
    )
    message = serializers.CharField(help_text="For people: what is wrong and the cure.")
    code = serializers.ChoiceField(choices=_CODES, help_text="For programs.")
    problems = ProblemOfValue(
        many=True, required=False, help_text="All that is wrong, where it may be several things."
    )


class Error(serializers.Serializer[object]):
    """Every error, whatever its status."""

    error = ErrorDetail()


_EXAMPLES: dict[int, tuple[str, str, str, str | None]] = {
    400: (
        "A parameter is wrong",
        "'cheapest' is not known; use one of relevance, price, -price",
        "invalid",
        "sort",
    ),
    401: (
        "No key, or a wrong one",
        "This needs an API key: Authorization: Bearer KEY.",
        "not_authenticated",
        None,
    ),
    403: (
        "The key may not do this",
        "This API key lacks the scope 'catalog'.",
        "permission_denied",
        None,
    ),
    404: ("It is not there", "there is no product 'K-17'", "not_found", None),
    409: (
        "The first call with this key has not ended; see Retry-After",
        StillRunning.default_detail,
        "still_running",
        IDEMPOTENCY_KEY,
    ),
    411: (
        "The body declares no length",
        "send the body with a Content-Length, not in chunks",
        "length_required",
        "body",
    ),
    412: (
        "The draft was changed meanwhile",
        "the draft was changed meanwhile and is now at revision 8; read it again and send its ETag",
        "changed_meanwhile",
        "If-Match",
    ),
    413: (
        "The body is too long",
        "the body may have at most 262144 bytes; send it in parts",
        "too_large",
        "body",
    ),
    415: (
        "The body is in another format",
        'Unsupported media type "text/plain" in request.',
        "unsupported_media_type",
        "body",
    ),
    422: (
        "The key came with another call before",
        KeyReused.default_detail,
        "key_reused",
        IDEMPOTENCY_KEY,
    ),
    429: (
        "Too many calls; see Retry-After",
        "Request was throttled. Expected available in 12 seconds.",
        "throttled",
        None,
    ),
    503: (
        "The search engine or the database does not answer; see Retry-After",
        "the search engine does not answer; try again in a moment",
        "unavailable",
        None,
    ),
}
_ALWAYS = (401, 403, 429, 503)
RETRY_AFTER = OpenApiParameter(
    "Retry-After",
    {"type": "integer", "minimum": 1},
    OpenApiParameter.HEADER,
    description="Seconds after which to try again.",
    response=[409, 429, 503],
)


def refusals(*statuses: int) -> dict[int, OpenApiResponse]:
    """The errors of an endpoint: `statuses` and those that every endpoint may answer with."""
    return {
        status: OpenApiResponse(
            Error,
            description=_EXAMPLES[status][0],
            examples=[
                OpenApiExample(
                    _EXAMPLES[status][0],
                    value=error_body(*_EXAMPLES[status][1:]),
                    response_only=True,
                )
            ],
        )
        for status in sorted({*statuses, *_ALWAYS})
    }
