"""Pages of what the application itself writes: people read it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from searchapp.adminsite.base import ModelAdmin


class ReadOnlyAdmin(ModelAdmin):  # type: ignore[type-arg]
    """Nothing is added, changed or deleted by hand."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
