"""Trying a query on the page of what is edited."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from searchapp.merchandising.trial import tried
from searchapp.pipeline.request import SearchRequest
from searchapp.publishing.admin.drafted import DraftedAdmin
from searchapp.publishing.working_draft import working_draft
from searchapp.search_parameters.limits import MAX_QUERY_CHARACTERS


class TriesQueries(DraftedAdmin):
    """Shows, below the form, the first hits of a query as they are live and with the draft."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        text = request.GET.get("try", "").strip()[:MAX_QUERY_CHARACTERS]
        context = {**(extra_context or {}), "tried_text": text}
        if text and self.has_view_permission(request):
            asked = SearchRequest(text, profile=self.profile_of(request, object_id))
            context["tried"] = tried(asked, working_draft(request))
        return super().changeform_view(request, object_id, form_url, context)

    def profile_of(self, request: HttpRequest, object_id: str | None) -> str:
        """The ranking profile with which queries are tried."""
        return "default"
