"""Drafts, versions and the record of changes in the admin: to read."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from searchapp.adminsite.base import ModelAdmin
from searchapp.publishing.actors import Actor
from searchapp.publishing.models import AuditEntry, Draft, Version
from searchapp.publishing.record import drafts_seen_by, entries_seen_by


class _ReadOnly(ModelAdmin):  # type: ignore[type-arg]
    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Draft)
class DraftAdmin(_ReadOnly):
    """All drafts; they are worked on in the tuning pages."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Draft]:
        return drafts_seen_by(Actor.of(request.user))

    list_display = ("name", "owner", "is_shared", "status", "approved_by", "changed")
    list_filter = ("status", "is_shared")
    search_fields = ("name", "note")
    list_select_related = ("owner",)


@admin.register(Version)
class VersionAdmin(_ReadOnly):
    """All that was ever live."""

    list_display = ("number", "name", "author", "approver", "changes", "created")
    search_fields = ("=number", "name", "note", "author")
    exclude = ("data",)


@admin.register(AuditEntry)
class AuditEntryAdmin(_ReadOnly):
    """Who changed what, when, and from what to what."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEntry]:
        return entries_seen_by(Actor.of(request.user))

    list_display = ("time", "actor", "action", "section", "label", "draft_name", "version")
    list_filter = ("action", "section", "time")
    search_fields = ("actor", "label", "=key", "draft_name")
