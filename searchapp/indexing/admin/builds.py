"""Builds of indexes in the admin: how far they are."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import truncatechars
from django.utils import timezone
from django.utils.html import format_html

from searchapp.indexing.admin.reading import ReadOnlyAdmin
from searchapp.indexing.models import OPEN, BuildState, IndexBuild
from searchapp.indexing.state import with_written


@admin.register(IndexBuild)
class IndexBuildAdmin(ReadOnlyAdmin):
    """The list, newest first; it refreshes itself while an index is built."""

    list_display = ("index", "kind", "state", "progress", "started", "finished", "took", "said")
    list_filter = ("kind", "state")
    fields = ("index", "kind", "state", "progress", "started", "finished", "took", "note")
    readonly_fields = ("progress", "took")

    def get_queryset(self, request: HttpRequest) -> QuerySet[IndexBuild]:
        """With how much of each is done."""
        return with_written(super().get_queryset(request))

    @admin.display(description="items")
    def progress(self, build: IndexBuild) -> str:
        """A bar while the index is filled, then how many items there were."""
        if build.state != BuildState.FILLING:
            return f"{build.total:,}"
        return progress_bar(build)

    @admin.display(description="time")
    def took(self, build: IndexBuild) -> str:
        seconds = ((build.finished or timezone.now()) - build.started).total_seconds()
        return (
            f"{seconds // 60:.0f} min {seconds % 60:.0f} s" if seconds >= 60 else f"{seconds:.1f} s"
        )

    @admin.display(description="note")
    def said(self, build: IndexBuild) -> str:
        return truncatechars(build.note, 120)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, which says whether there is something to wait for."""
        is_building = IndexBuild.objects.filter(state__in=OPEN).exists()
        return super().changelist_view(
            request, {**(extra_context or {}), "is_building": is_building}
        )


def progress_bar(build: IndexBuild) -> str:
    """How much of an index is filled; the build comes from `with_written`."""
    written: int = getattr(build, "written", 0)
    # Items that came since the build began make it more than there were.
    total = max(build.total, written)
    percent = 100 * written // total if total else 100
    return format_html(
        '<progress max="{}" value="{}"></progress> {} of {} ({}%)',
        max(total, 1),
        written if total else 1,
        f"{written:,}",
        f"{total:,}",
        percent,
    )
