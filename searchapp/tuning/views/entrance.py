"""Logging in and out, and choosing the draft in which one works."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from searchapp.adminsite.login_forms import LimitedLogin
from searchapp.publishing.actors import Actor
from searchapp.publishing.editing import new_draft
from searchapp.publishing.working_draft import choose, visible_drafts
from searchapp.tuning.judging_pages import RATE
from searchapp.tuning.logged_out import sent_on, typed_fields
from searchapp.tuning.pages import EDIT, VIEW, back, shown, tuning_page
from searchapp.tuning.selling import is_seller


class _Login(LoginView):
    """Who may see no more than their own items, or rate, is shown these."""

    template_name = "tuning/login.html"
    form_class = LimitedLogin

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return {**super().get_context_data(**more), "typed": sent_on(self.request.POST)}

    def form_valid(self, form: Any) -> HttpResponse:
        """What was typed before is shown to be sent again: a form of now, with a token of now."""
        answer = super().form_valid(form)
        address = self.get_redirect_url()
        if not address or not (fields := typed_fields(self.request.POST)):
            return answer
        return shown(self.request, "tuning/send_again.html", {"address": address, "fields": fields})

    def form_invalid(self, form: Any) -> HttpResponse:
        answer = super().form_invalid(form)
        answer.status_code = 429 if form.is_refused else 200
        return answer

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
