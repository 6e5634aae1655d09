"""Drafts: what they change, and their way to shoppers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from searchapp.tuning.pages import shown, tuning_page


@require_GET
@tuning_page()
def drafts(request: HttpRequest) -> HttpResponse:
    """The drafts that can still be published."""
    return shown(request, "tuning/drafts.html", {"place": "drafts"})
