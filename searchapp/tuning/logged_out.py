"""What was typed by someone who was logged out meanwhile: it is sent on, and sent again after."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django_htmx.http import HttpResponseClientRedirect

from searchapp.adminsite.login_forms import LimitedLogin
from searchapp.publishing.working_draft import FIELD

Typed = list[tuple[str, str]]
_PREFIX = "typed-"
_OWN = "csrfmiddlewaretoken"


def to_login(request: HttpRequest) -> HttpResponse:
    """The way to the page on which one logs in; with the fields of a form that writes a draft."""
    if request.htmx:  # type: ignore[attr-defined]
        page = urlsplit(request.headers.get("HX-Current-URL", ""))
        back = f"{page.path}?{page.query}" if page.query else page.path
        return HttpResponseClientRedirect(redirect_to_login(back, "tuning:login")["Location"])
    if request.method != "POST" or FIELD not in request.POST:
        return redirect_to_login(request.get_full_path(), "tuning:login")
    context = {
        "form": LimitedLogin(request),
        "next": request.get_full_path(),
        "typed": [(_PREFIX + name, value) for name, value in _fields(request.POST)],
    }
    return render(request, "tuning/login.html", context, status=403)


def typed_fields(posted: QueryDict) -> Typed:
    """The fields that the page of logging in sends on, under their own names."""
    return [
        (name.removeprefix(_PREFIX), value)
        for name, value in _fields(posted)
        if name.startswith(_PREFIX)
    ]


def sent_on(posted: QueryDict) -> Typed:
    """The same fields, as that page is to send them on once more."""
    return [(_PREFIX + name, value) for name, value in typed_fields(posted)]


def _fields(posted: QueryDict) -> Typed:
    return [(name, value) for name, values in posted.lists() if name != _OWN for value in values]
