"""The search log in the admin: to be read, not written."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from searchapp.adminsite.base import ModelAdmin
from searchapp.behaviour.models import SearchLog


@admin.register(SearchLog)
class SearchLogAdmin(ModelAdmin):  # type: ignore[type-arg]
    list_display = ("time", "text", "total", "page", "language", "profile", "config_version")
    list_filter = ("time", "language", "profile")
    search_fields = ("text", "query_id")
    date_hierarchy = "time"
    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: SearchLog | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SearchLog | None = None) -> bool:
        return False
