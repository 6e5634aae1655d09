"""Logging in and out, and choosing the draft in which one works."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from searchapp.publishing.actors import Actor
from searchapp.publishing.editing import new_draft
from searchapp.publishing.working_draft import choose, visible_drafts
from searchapp.tuning.judging_pages import RATE
from searchapp.tuning.pages import EDIT, VIEW, back, tuning_page
from searchapp.tuning.selling import is_seller


class _Login(LoginView):
    """Who may see no more than their own items, or rate, is shown these."""

    template_name = "tuning/login.html"

    def get_redirect_url(self, *args: Any, **options: Any) -> str:
        """Where they wanted to go; the door itself is no place for all."""
        wanted: str = super().get_redirect_url(*args, **options)
        return "" if wanted == reverse("tuning:drafts") else wanted

    def get_default_redirect_url(self) -> str:
        user = self.request.user
        if user.has_perm(VIEW):
            return reverse("tuning:drafts")
        if is_seller(user):
            return reverse("tuning:mine")
        return reverse("tuning:judge" if user.has_perm(RATE) else "tuning:drafts")


login = _Login.as_view()
logout = LogoutView.as_view(next_page="tuning:login")


@require_POST
@tuning_page(VIEW)
def work_in(request: HttpRequest) -> HttpResponse:
    """Works in the draft `draft` from now on; without one, looks at what is live."""
    wanted = request.POST.get("draft", "")
    drafts = {str(each.pk): each for each in visible_drafts(Actor.of(request.user))}
    choose(request, drafts.get(wanted))
    return back(request, "tuning:drafts")


@require_POST
@tuning_page(EDIT)
def begin(request: HttpRequest) -> HttpResponse:
    """Begins a draft, and works in it."""
    actor = Actor.of(request.user)
    name = " ".join(request.POST.get("name", "").split())[:120] or f"Changes by {actor.name}"
    choose(request, new_draft(name, actor, shared="shared" in request.POST))
    return back(request, "tuning:drafts")
