"""What a caller may do: each endpoint's scope."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework.exceptions import NotAuthenticated, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from searchapp.api.keys import Credential
from searchapp.api.scopes import Scope


class HasScope(BasePermission):
    """Lets a key with the view's `required_scope` pass, and anyone where it is None.

    Search is open to everyone while SEARCHAPP_ANONYMOUS_SEARCH holds. Without a key 401, with a key
    that lacks the scope 403.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        scope: str | None = view.required_scope
        if scope is None:
            return True
        if scope == Scope.SEARCH and settings.ENVIRONMENT["SEARCHAPP_ANONYMOUS_SEARCH"]:
            return True
        credential = request.auth
        if not isinstance(credential, Credential):
            raise NotAuthenticated("This needs an API key: Authorization: Bearer KEY.")
        if scope not in credential.scopes:
            raise PermissionDenied(f"This API key lacks the scope {str(scope)!r}.")
        return True
