"""How keys are sent, for the documentation."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension

from searchapp.api.scopes import Scope


class ApiKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """A key in one of two headers, for search also in the URL; search may be open without any."""

    target_class = "searchapp.api.authentication.ApiKeyAuthentication"
    name = ["bearerKey", "headerKey", "urlKey"]  # noqa: RUF012

    def get_security_definition(self, auto_schema: Any) -> list[dict[str, Any]]:
        return [
            {"type": "http", "scheme": "bearer", "description": "`Authorization: Bearer KEY`"},
            {"type": "apiKey", "in": "header", "name": "X-API-Key"},
            {
                "type": "apiKey",
                "in": "query",
                "name": "api_key",
                "description": "Only for search, and only keys that can do nothing but search.",
            },
        ]

    def get_security_requirement(self, auto_schema: Any) -> list[dict[str, list[Any]]]:
        headers: list[dict[str, list[Any]]] = [{"bearerKey": []}, {"headerKey": []}]
        if auto_schema.view.required_scope == Scope.SEARCH:
            return [{}, *headers, {"urlKey": []}]
        return headers
