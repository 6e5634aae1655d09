"""Versions: what was ever live, what each changed, and the way back to it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from searchapp.publishing.actors import Actor
from searchapp.publishing.difference import Change, difference
from searchapp.publishing.documents import newest_number
from searchapp.publishing.draft_details import draft_of_version
from searchapp.publishing.models import Version, VersionDamaged
from searchapp.publishing.publication import NotAllowed
from searchapp.publishing.publication import restore as restore_version
from searchapp.publishing.working_draft import choose
from searchapp.tuning.descriptions import by_section, shown_changes
from searchapp.tuning.pages import EDIT, TOLD, shown, told, tuning_page

_VERSIONS = 50
_CHANGES = 100
PUBLISH = "publishing.publish_draft"


@require_GET
@tuning_page()
def versions(request: HttpRequest) -> HttpResponse:
    """All versions, the newest first."""
    page = Paginator(Version.objects.defer("data"), _VERSIONS).get_page(request.GET.get("page"))
    context = {"place": "versions", "page": page, "live": newest_number()}
    return shown(request, "tuning/versions.html", context)


@require_GET
@tuning_page()
def version(request: HttpRequest, number: int) -> HttpResponse:
    """One version: who made it, and what it changed."""
    found = get_object_or_404(Version, number=number)
    return _with_changes(
        request, "tuning/version.html", number - 1 if number > 1 else None, number, version=found
    )


@require_GET
@tuning_page()
def compare(request: HttpRequest) -> HttpResponse:
    """What lies between any two versions."""
    live = newest_number()
    try:
        before = int(request.GET.get("before") or max(live - 1, 0))
        after = int(request.GET.get("after") or live)
    except ValueError as error:
        raise Http404("There is no such version.") from error
    return _with_changes(request, "tuning/compare.html", before or None, after or None)


@require_http_methods(["GET", "POST"])
@tuning_page(PUBLISH)
def restore(request: HttpRequest, number: int) -> HttpResponse:
    """Asks, and makes what the version said live again."""
    found = get_object_or_404(Version, number=number)
    if request.method == "GET":
        return _with_changes(
            request, "tuning/restore.html", newest_number() or None, number, version=found
        )
    try:
        if request.POST.get("live", str(newest_number())) != str(newest_number()):
            raise NotAllowed("another version was published since you looked at it; look again")
        again = restore_version(number, Actor.of(request.user))
    except NotAllowed as error:
        told(request, error)
        return redirect("tuning:restore", number)
    except TOLD as error:
        told(request, error)
        return redirect("tuning:version", number)
    messages.success(
        request, f"Version {number} is live again, as version {again.number}, within a second."
    )
    return redirect("tuning:version", again.number)


@require_POST
@tuning_page(EDIT)
def into_draft(request: HttpRequest, number: int) -> HttpResponse:
    """Puts the way back to the version into a draft, to be looked at, submitted and published."""
    get_object_or_404(Version.objects.defer("data"), number=number)
    try:
        draft = draft_of_version(number, Actor.of(request.user))
    except TOLD as error:
        told(request, error)
        return redirect("tuning:version", number)
    choose(request, draft)
    return redirect("tuning:draft", draft.pk)


def _with_changes(
    request: HttpRequest, template: str, before: int | None, after: int | None, **context: object
) -> HttpResponse:
    """The page of what lies between two versions; None is nothing at all."""
    changes: tuple[Change, ...] = ()
    damage = ""
    try:
        changes = difference(_document(before), _document(after))
    except VersionDamaged as error:
        damage = str(error)
    page = Paginator(changes, _CHANGES).get_page(request.GET.get("page"))
    numbers = Version.objects.values_list("number", "name").order_by("-number")[:500]
    return shown(
        request,
        template,
        {
            "place": "versions",
            "before": before,
            "after": after,
            "damage": damage,
            "page": page,
            "sections": by_section(shown_changes(page)),
            "numbers": numbers,
            "live": newest_number(),
            "may_publish": request.user.has_perm(PUBLISH),
            **context,
        },
    )


def _document(number: int | None) -> dict[str, dict[str, dict[str, object]]]:
    return {} if number is None else get_object_or_404(Version, number=number).document
