"""Ranking profiles: listed, and written with a form, tried before they are saved."""

from __future__ import annotations

import json
import re
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from searchapp.merchandising.models import Profile
from searchapp.merchandising.snapshot import BUILT_IN
from searchapp.merchandising.trial import Edited, Tried, tried
from searchapp.pipeline.plain_value import PlainValueError
from searchapp.pipeline.profile import DEFAULT_PROFILE, RankingProfile
from searchapp.pipeline.profile_plain import profile_to_plain
from searchapp.pipeline.request import SearchRequest
from searchapp.publishing.actors import Actor
from searchapp.publishing.documents import seen_in
from searchapp.publishing.editing import change
from searchapp.publishing.models import Draft
from searchapp.publishing.working_draft import draft_to_edit, working_draft
from searchapp.search_parameters.limits import MAX_QUERY_CHARACTERS
from searchapp.tuning.descriptions import in_parts
from searchapp.tuning.meanwhile import ChangedMeanwhile, shown_digest, unchanged, was_there
from searchapp.tuning.pages import EDIT, TOLD, back, shown, told, tuning_page
from searchapp.tuning.profile_form import ProfileForm

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_MADE = {each.name: each for each in BUILT_IN}


@require_GET
@tuning_page()
def profiles(request: HttpRequest) -> HttpResponse:
    """The profiles of the draft, and those that are there by themselves."""
    return _list(request)


def _list(request: HttpRequest, status: int = 200) -> HttpResponse:
    rows = {row.key: row for row in seen_in(Profile, working_draft(request))}
    found = [
        (name, rows.get(name), in_parts(rows[name].plain) if name in rows else ())
        for name in [*_MADE, *sorted(set(rows) - set(_MADE))]
    ]
    context = {"place": "profiles", "found": found, "typed": request.POST}
    return shown(request, "tuning/profiles.html", context, status)


@require_http_methods(["GET", "POST"])
@tuning_page()
def new(request: HttpRequest) -> HttpResponse:
    """Begins a profile as a copy of another."""
    if request.method == "GET":
        return redirect("tuning:profiles")
    if not request.user.has_perm(EDIT):
        raise PermissionDenied("Ask for the role that this page needs.")
    name = request.POST.get("name", "").strip()
    draft = working_draft(request)
    if not _NAME.fullmatch(name) or name == "new":
        messages.error(request, "Name it with small letters, digits, - and _, such as spring-sale.")
        return _list(request, 422)
    if name in _MADE or _row(draft, name) is not None:
        messages.error(request, f"There is a profile “{name}” already; open it.")
        return _list(request, 422)
    try:
        source, _ = _shown(request, draft, request.POST.get("from", ""))
        return _saved(request, name, profile_to_plain(source))
    except (*TOLD, ChangedMeanwhile, Http404) as error:
        told(request, error)
        return _list(request, 409)


@require_http_methods(["GET", "POST"])
@tuning_page()
def profile(request: HttpRequest, name: str) -> HttpResponse:
    """The form of a profile."""
    draft = working_draft(request)
    source, unread = _shown(request, draft, name)
    form = ProfileForm.of(source)
    if unread:
        form.rest, form.rest_faults = unread
    if request.method == "GET":
        return _form_page(request, form, draft, name)
    if not request.user.has_perm(EDIT):
        raise PermissionDenied("Ask for the role that this page needs.")
    form = ProfileForm.read(name, source, {each: request.POST[each] for each in request.POST})
    made = form.checked()
    if made is None:
        return _form_page(request, form, draft, name, status=422)
    plain = profile_to_plain(made)
    if "try" in request.POST:
        text = request.POST.get("try-query", "").strip()[:MAX_QUERY_CHARACTERS]
        asked = SearchRequest(text=text, profile=name)
        trial = tried(asked, draft, Edited(Profile.section, name, plain))
        return _form_page(request, form, draft, name, trial)
    try:
        return _saved(request, name, plain)
    except ChangedMeanwhile as error:
        return _form_page(request, form, draft, name, status=409, meanwhile=error)
    except TOLD as error:
        told(request, error)
        return _form_page(request, form, draft, name, status=409, is_refused=True)


@require_POST
@tuning_page(EDIT)
def remove(request: HttpRequest, name: str) -> HttpResponse:
    """Takes a profile out, in the draft; a built-in one is as it was made then."""
    try:
        draft = draft_to_edit(request)
        if _row(draft, name) is None:
            raise Http404("There is no such profile in this draft.")
        change(draft, Profile.section, {name: None}, Actor.of(request.user))
    except (*TOLD, Http404) as error:
        told(request, error)
    else:
        messages.success(request, f"“{name}” is removed in the draft “{draft.name}”.")
    return back(request, "tuning:profiles")


def _saved(request: HttpRequest, name: str, plain: dict[str, Any]) -> HttpResponse:
    """Saves, and says so. Raises ChangedMeanwhile, and what is among TOLD."""
    edited = draft_to_edit(request)
    with unchanged(request, edited, Profile, name):
        change(edited, Profile.section, {name: plain}, Actor.of(request.user))
    messages.success(request, f"Saved in the draft “{edited.name}”.")
    return redirect("tuning:profile", name)


def _row(draft: Draft | None, name: str) -> Profile | None:
    row: Profile | None = seen_in(Profile, draft).filter(key=name).first()
    return row


def _shown(
    request: HttpRequest, draft: Draft | None, name: str
) -> tuple[RankingProfile, tuple[str, list[str]] | None]:
    """The profile; for one that can't be read the default one, its text and what is wrong."""
    row = _row(draft, name)
    if row is None:
        if name not in _MADE:
            if was_there(request):
                return DEFAULT_PROFILE, None
            raise Http404("There is no such profile in this draft.")
        return _MADE[name], None
    try:
        return row.profile, None
    except PlainValueError as error:
        text = json.dumps(row.plain, indent=2, ensure_ascii=False)
        return DEFAULT_PROFILE, (text, list(map(str, error.faults)))


def _form_page(
    request: HttpRequest,
    form: ProfileForm,
    draft: Draft | None,
    name: str,
    trial: tuple[Tried, ...] = (),
    status: int = 200,
    meanwhile: ChangedMeanwhile | None = None,
    is_refused: bool = False,
) -> HttpResponse:
    row = _row(draft, name)
    before = None if row is None else row.value
    context = {
        "place": "profiles",
        "form": form,
        "name": name,
        "wanted_knob": request.GET.get("knob", ""),
        "row": row,
        "shown": meanwhile.digest
        if meanwhile
        else shown_digest(request, name, before, is_read=is_refused and name not in _MADE),
        "meanwhile": meanwhile,
        "rerankers": sorted(settings.RERANKERS),
        "trial": trial,
        "try_query": request.POST.get("try-query", ""),
    }
    return shown(request, "tuning/profile.html", context, status)
