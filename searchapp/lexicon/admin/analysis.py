"""The analyzer view: how a query is read by the published lexicon, step by step."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from searchapp import wiring
from searchapp.adminsite.base import ModelAdmin
from searchapp.lexicon.analysis_table import Step, analysis_steps, changes_and_end
from searchapp.lexicon.forms.analysis import AnalysisForm
from searchapp.lexicon.models import Analysis


@admin.register(Analysis)
class AnalysisAdmin(ModelAdmin):  # type: ignore[type-arg]
    """One page, in the place of a list."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        """The one page."""
        page = self.admin_site.admin_view(self.page)
        return [path("", page, name="lexicon_analysis_changelist")]

    def page(self, request: HttpRequest) -> HttpResponse:
        """The analysis of the query in the address, if there is one."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        problem = _refresh()
        config = wiring.current_config()
        form = AnalysisForm(config.lexicon.languages, request.GET if "q" in request.GET else None)
        steps: list[Step] = []
        if form.is_bound and form.is_valid():
            asked = form.cleaned_data
            chain, lexicon = wiring.analyzer_chain(), config.lexicon
            steps = analysis_steps(chain, asked["q"], asked["language"], lexicon)
            steps = steps if asked["everything"] else changes_and_end(steps)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "How a query is understood",
            "form": form,
            "steps": steps,
            "lexicon_version": config.lexicon.version,
            "problems": [
                *(f"Without {entry.stage}: {entry.reason}" for entry in config.degraded),
                *filter(None, [problem]),
            ],
        }
        return TemplateResponse(request, "admin/lexicon/analysis/page.html", context)


def _refresh() -> str:
    """Takes up what was saved a moment ago; what is wrong when that cannot be done, else ""."""
    try:
        wiring.config_source().refresh()
    except (DatabaseError, OSError, ValueError, KeyError) as error:
        return f"The newest configuration can't be read: {type(error).__name__}: {error}"
    return ""
