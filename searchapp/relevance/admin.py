"""Query sets and their judgments in the admin: to be looked at. They are written where one judges
(`/tuning/judge/`).
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.db.models import QuerySet as Rows
from django.http import HttpRequest

from searchapp.adminsite.base import ModelAdmin
from searchapp.relevance.models import JudgedQuery, Judgment, QuerySet


class _ReadOnly(ModelAdmin):  # type: ignore[type-arg]
    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(QuerySet)
class QuerySetAdmin(_ReadOnly):
    list_display = ("name", "queries", "created")
    search_fields = ("name", "note")

    def get_queryset(self, request: HttpRequest) -> Rows[Any]:
        rows: Rows[Any] = super().get_queryset(request).annotate(counted=Count("queries"))
        return rows

    @admin.display(ordering="counted")
    def queries(self, row: Any) -> int:
        return int(row.counted)


@admin.register(JudgedQuery)
class JudgedQueryAdmin(_ReadOnly):
    list_display = ("text", "query_set", "language", "segment", "query_class")
    list_filter = ("query_set", "query_class")
    list_select_related = ("query_set",)
    search_fields = ("text",)


@admin.register(Judgment)
class JudgmentAdmin(_ReadOnly):
    list_display = ("query", "kind", "item", "grade", "rater", "changed")
    list_filter = ("query__query_set", "grade", "rater")
    list_select_related = ("query", "rater")
    search_fields = ("query__text", "item")
    date_hierarchy = "changed"
