"""Who calls: the API key of a request."""

from __future__ import annotations

from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from searchapp.api.keys import Credential, verify_key
from searchapp.api.scopes import PUBLIC_SCOPES, Scope

PARAMETER = "api_key"
_CURES = "Send a valid key as `Authorization: Bearer KEY` or `X-API-Key: KEY`."


class ApiKeyAuthentication(BaseAuthentication):
    """Reads the key from `Authorization: Bearer`, `X-API-Key` or, where search suffices,
    `?api_key=`.

    A URL ends up in logs and histories, so there only keys that may be public anyway are taken.
    Sets `request.auth` to the `Credential`; nobody is logged in by a key.
    """

    def authenticate(self, request: Request) -> tuple[None, Credential] | None:
        in_header = _header_key(request)
        in_url = request.query_params.get(PARAMETER)
        offered = in_header if in_header is not None else in_url
        if offered is None:
            return None
        credential = verify_key(offered)
        if credential is None:
            raise AuthenticationFailed(f"This API key is wrong, revoked or expired. {_CURES}")
        if in_header is None:
            self._check_url_key(request, credential)
        return None, credential

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="searchapp"'

    def _check_url_key(self, request: Request, credential: Credential) -> None:
        view = (request.parser_context or {}).get("view")
        if getattr(view, "required_scope", None) != Scope.SEARCH:
            raise AuthenticationFailed(f"A key in the URL opens search only. {_CURES}")
        if credential.scopes - PUBLIC_SCOPES:
            raise AuthenticationFailed(
                f"A key that may write must not stand in a URL; use one with search alone. {_CURES}"
            )


def _header_key(request: Request) -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token.strip()
    return request.headers.get("X-API-Key")
