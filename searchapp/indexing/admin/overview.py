"""The state of the index on one page of the admin, with a button to rebuild each kind."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from kombu.exceptions import OperationalError as BrokerUnavailable

from searchapp.indexing.admin.builds import progress_bar
from searchapp.indexing.admin.reading import ReadOnlyAdmin
from searchapp.indexing.models import BuildState, Overview
from searchapp.indexing.rebuilding.starting import start
from searchapp.indexing.state import KindState, index_state
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import EngineUnavailable


@admin.register(Overview)
class OverviewAdmin(ReadOnlyAdmin):
    """One page, in the place of a list. Rebuilding is allowed to who may add builds."""

    def get_urls(self) -> list[URLPattern]:
        """The page and the address of its buttons."""
        page = self.admin_site.admin_view(self.page)
        rebuild = self.admin_site.admin_view(self.rebuild)
        return [
            path("", page, name="indexing_overview_changelist"),
            path("rebuild/<str:kind>/", rebuild, name="indexing_overview_rebuild"),
        ]

    def page(self, request: HttpRequest) -> HttpResponse:
        """What is live, what is built, what waits."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        state = index_state()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "State of the index",
            "state": state,
            "is_building": state.is_building,
            "kinds": [(each, _bar(each)) for each in state.kinds],
            "set_aside": sum(state.backlog.set_aside.values()),
            "may_rebuild": _may_rebuild(request),
            "has_workers": not settings.CELERY_TASK_ALWAYS_EAGER,
        }
        return TemplateResponse(request, "admin/indexing/overview/page.html", context)

    def rebuild(self, request: HttpRequest, kind: str) -> HttpResponse:
        """What the button of a kind does."""
        if not _may_rebuild(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if kind not in list(Kind):
            raise Http404
        try:
            build = start(Kind(kind))
        except (EngineUnavailable, BrokerUnavailable, OSError) as error:
            self.message_user(request, f"The rebuild did not start: {error}", messages.ERROR)
        else:
            said = f"The index {build.index} is being built; searches go on meanwhile."
            self.message_user(request, said, messages.SUCCESS)
        return redirect("admin:indexing_overview_changelist")


def _may_rebuild(request: HttpRequest) -> bool:
    return request.user.has_perm("indexing.add_indexbuild")


def _bar(kind: KindState) -> Any:
    if kind.build is None or kind.build.state != BuildState.FILLING:
        return ""
    return progress_bar(kind.build)
