"""What all tuning pages share: who may see them, the draft in hand, how errors are told."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from searchapp.publishing.actors import Actor
from searchapp.publishing.editing import DraftClosed, NotYours
from searchapp.publishing.models import VersionDamaged
from searchapp.publishing.models.drafted import faults_of
from searchapp.publishing.publication import Conflicting, NotAllowed, Refused
from searchapp.publishing.working_draft import visible_drafts, working_draft

View = Callable[..., HttpResponse]
VIEW, EDIT = "publishing.view_draft", "publishing.change_draft"
"""What a viewer and what an editor may do; approving and publishing is checked where it is done."""
TOLD = (NotAllowed, Conflicting, Refused, DraftClosed, NotYours, VersionDamaged, ValidationError)
"""What a person can mend; its text says how."""


def tuning_page(permission: str = VIEW) -> Callable[[View], View]:
    """Lets people with the permission in; others log in, or are told that they may not."""

    def shown_to_some(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), "tuning:login")
            if not request.user.has_perm(permission):
                raise PermissionDenied("Ask for the role that this page needs.")
            return view(request, *args, **kwargs)

        return page

    return shown_to_some


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
        messages.error(request, sentence)


def back(request: HttpRequest, otherwise: str, *args: Any) -> HttpResponse:
    """Sends the person back to the page `next` of the form, if it is one of ours."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return redirect(wanted)
    return redirect(otherwise, *args)
