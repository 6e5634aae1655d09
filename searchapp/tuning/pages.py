"""What all tuning pages share: who may see them, the draft in hand, how errors are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from searchapp.publishing.actors import Actor
from searchapp.publishing.editing import DraftClosed, NotYours
from searchapp.publishing.models import VersionDamaged
from searchapp.publishing.models.drafted import faults_of
from searchapp.publishing.publication import Conflicting, NotAllowed, Refused
from searchapp.publishing.working_draft import OtherDraft, visible_drafts, working_draft
from searchapp.tuning.logged_out import to_login

View = Callable[..., HttpResponse]
VIEW, EDIT = "publishing.view_draft", "publishing.change_draft"
"""What a viewer and what an editor may do; approving and publishing is checked where it is done."""
TOLD = (
    NotAllowed,
    Conflicting,
    Refused,
    DraftClosed,
    NotYours,
    OtherDraft,
    VersionDamaged,
    ValidationError,
)
"""What a person can mend; its text says how."""


def tuning_page(permission: str = VIEW) -> Callable[[View], View]:
    """Lets people with the permission in; others log in, or are told that they may not."""

    def shown_to_some(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return to_login(request)
            if not request.user.has_perm(permission):
                raise PermissionDenied("Ask for the role that this page needs.")
            if has_nul(request, kwargs):
                return refused_nul()
            return view(request, *args, **kwargs)

        return page

    return shown_to_some


def has_nul(request: HttpRequest, kwargs: Mapping[str, Any]) -> bool:
    """Whether something that was sent has the character NUL, which no table can hold."""
    sent = [*kwargs.values()]
    for fields in (request.GET, request.POST):
        sent += [*fields, *(value for _, values in fields.lists() for value in values)]
    return any("\0" in each for each in sent if isinstance(each, str))


def refused_nul() -> HttpResponse:
    """Says that it can't be used."""
    return HttpResponseBadRequest(
        "What was sent has the character NUL, which is no text; take it out.",
        content_type="text/plain; charset=utf-8",
    )


def number_of(written: str) -> int | None:
    """The whole number that was typed; None for other text, and for more than nine digits."""
    return int(written) if written.isdecimal() and len(written) < 10 else None


def shown(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """The page, with what its frame needs."""
    actor = Actor.of(request.user)
    frame = {
        "draft": working_draft(request),
        "drafts": visible_drafts(actor),
        "actor": actor,
        "may_edit": request.user.has_perm(EDIT),
    }
    return render(request, template, {**frame, **(context or {})}, status=status)


def told(request: HttpRequest, error: Exception) -> None:
    """Tells the person what went wrong, on the next page that is shown."""
    if isinstance(error, ValidationError):
        said = [f"{field}: {text}" if field else text for field, text in faults_of(error)]
    elif isinstance(error, Refused):
        said = [str(problem) for problem in error.problems]
    else:
        said = [str(error)]
    for sentence in said[:20]:
        ends = "" if sentence[-1:] in ".!?" else "."
        messages.error(request, f"{sentence[:1].upper()}{sentence[1:]}{ends}")


def back(request: HttpRequest, otherwise: str, *args: Any) -> HttpResponse:
    """Sends the person back to the page `next` of the form, if it is one of ours."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return HttpResponseRedirect(wanted)
    return redirect(otherwise, *args)
