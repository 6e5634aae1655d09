"""Drafts: what they change, and their way to shoppers."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET

from searchapp.pipeline.rules.wording import Titles
from searchapp.publishing.actors import Actor
from searchapp.publishing.documents import newest_number
from searchapp.publishing.editing import may_write
from searchapp.publishing.models import Draft, Status
from searchapp.publishing.models.draft import ALIVE
from searchapp.tuning.descriptions import by_section, in_words, shown_change, titles_in
from searchapp.tuning.draft_state import change_counts, may_see, state_of
from searchapp.tuning.pages import shown, tuning_page

_CHANGES = 100
_PROBLEMS = 50
_HISTORY = 20


@require_GET
@tuning_page()
def drafts(request: HttpRequest) -> HttpResponse:
    """The drafts that can still be published: one's own, shared ones, and those to be approved."""
    actor = Actor.of(request.user)
    seen = Q(is_shared=True) | Q(owner=request.user)
    if actor.writes_all:
        seen |= Q(owner=None)
    if actor.may_approve or actor.may_publish:
        seen |= Q(status__in=(Status.SUBMITTED, Status.APPROVED))
    found = list(
        Draft.objects.filter(seen, status__in=ALIVE).select_related("owner", "seller")[:500]
    )
    groups = (
        ("Waiting for approval", [each for each in found if each.status == Status.SUBMITTED]),
        ("Yours", [each for each in found if _is_idle(each) and each.owner_id == request.user.pk]),
        (
            "Shared",
            [each for each in found if _is_idle(each) and each.owner_id != request.user.pk],
        ),
    )
    counts = change_counts(found)
    shown_groups = [
        (title, [(each, counts[each.pk]) for each in drafts]) for title, drafts in groups if drafts
    ]
    context = {"place": "drafts", "groups": shown_groups, "live": newest_number()}
    return shown(request, "tuning/drafts.html", context)


@require_GET
@tuning_page()
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """One draft: its changes, what collides with it, and what it lacks."""
    return draft_page(request, seen_draft(pk, Actor.of(request.user)))


def draft_page(request: HttpRequest, opened: Draft, refused: str = "") -> HttpResponse:
    """The page of a draft; `refused` is the step that could not be done, whose fields stay."""
    actor = Actor.of(request.user)
    state = state_of(opened, actor) if opened.is_alive else None
    changes = state.changes if state else ()
    page = Paginator(changes, _CHANGES).get_page(request.GET.get("page"))
    collided = state.conflicts if state else ()
    titles = titles_in([*page, *collided])
    document = {(each.section, each.key): each.after for each in changes}
    conflicts = [
        (
            shown_change(each, titles),
            _told(
                each.section,
                each.key,
                document.get((each.section, each.key), each.after),
                titles,
            ),
        )
        for each in collided
    ]
    context = {
        "place": "drafts",
        "opened": opened,
        "state": state,
        "page": page,
        "sections": by_section(shown_change(each, titles) for each in page),
        "conflicts": conflicts,
        "problems": state.problems[:_PROBLEMS] if state else (),
        "history": opened.history.order_by("-pk")[:_HISTORY],
        "may_write": opened.is_alive and may_write(opened, actor),
        "refused": refused,
        "chosen": request.POST.getlist("change") if refused else (),
        "here": reverse("tuning:draft", args=[opened.pk]),
        "is_mine": opened.owner_id == request.user.pk or request.user.is_superuser,
    }
    return shown(request, "tuning/draft.html", context, 409 if refused else 200)


def seen_draft(pk: int, actor: Actor) -> Draft:
    """The draft, for who may look at it. Raises Http404."""
    found = get_object_or_404(Draft.objects.select_related("owner", "seller"), pk=pk)
    return checked_seen(found, actor)


def checked_seen(draft: Draft, actor: Actor) -> Draft:
    """The draft, if the actor may look at it. Raises Http404."""
    if not may_see(draft, actor):
        raise Http404("There is no such draft.")
    return draft


def _is_idle(draft: Draft) -> bool:
    return draft.status != Status.SUBMITTED


def _told(section: str, key: str, value: object, titles: Titles) -> str:
    return in_words(section, key, value, titles) if isinstance(value, dict) else "removed"
