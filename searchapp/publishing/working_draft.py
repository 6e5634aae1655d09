"""The draft in which a person works: chosen, or begun with the first edit.

Every form and every request of htmx names the draft for which its page was shown, so that what is
typed in one tab never goes to the draft that was chosen in another.
"""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest

from searchapp.publishing.actors import Actor
from searchapp.publishing.editing import DraftClosed, NotYours, may_write, new_draft
from searchapp.publishing.models import Draft
from searchapp.publishing.models.draft import ALIVE

FIELD = "in_draft"
"""The field of a form that names the draft for which it was shown; "" is what is live."""
HEADER = "X-In-Draft"
"""What says the same in requests of htmx."""
_SESSION_KEY = "draft"
_BEGUN_KEY = "draft_begun"
_LIVE = 0


class OtherDraft(ValueError):
    """The form showed what is live, and the person has chosen a draft since."""


def visible_drafts(actor: Actor) -> list[Draft]:
    """The drafts that are alive and that the actor may write, the last changed first. Those of
    sellers have pages of their own.
    """
    drafts = Draft.objects.filter(status__in=ALIVE, seller=None)
    if not actor.writes_all:
        drafts = drafts.filter(Q(is_shared=True) | Q(owner=actor.user, owner__isnull=False))
    return list(drafts.select_related("owner"))


def working_draft(request: HttpRequest) -> Draft | None:
    """The draft in which the request is meant, while it can be changed: the one that its page
    showed, else the one that the person chose, without a choice the newest of their own. None:
    what is live is looked at.
    """
    shown = shown_draft(request)
    if shown == "" and request.method == "GET":
        return None
    drafts = visible_drafts(Actor.of(request.user))
    if shown and (found := next((each for each in drafts if str(each.pk) == shown), None)):
        return found
    return _chosen(request, drafts)


def draft_to_edit(request: HttpRequest) -> Draft:
    """The draft that an edit goes to: the one that the form showed, which becomes the one in which
    the person works; a new one of their own where what is live was shown.

    Raises DraftClosed, NotYours and OtherDraft where that can't be.
    """
    draft = editable(request)
    if draft is None:
        actor = Actor.of(request.user)
        draft = new_draft(f"Changes by {actor.name}"[:120], actor)
        choose(request, draft)
        request.session[_BEGUN_KEY] = draft.pk
    elif shown_draft(request) and request.session.get(_SESSION_KEY) != draft.pk:
        choose(request, draft)
    return draft


def editable(request: HttpRequest) -> Draft | None:
    """The draft that an edit would go to; None: to a new one. Raises as `draft_to_edit` does."""
    actor, shown = Actor.of(request.user), shown_draft(request)
    chosen = _chosen(request, visible_drafts(actor))
    cure = f"save it again to have it in {f'“{chosen.name}”' if chosen else 'a new draft'}"
    if shown:
        return _named(shown, actor, cure)
    if shown == "" and chosen is not None and request.session.get(_BEGUN_KEY) != chosen.pk:
        raise OtherDraft(
            f"this page showed what is live, and you have gone over to the draft “{chosen.name}” "
            f"since, so nothing was saved; {cure}"
        )
    return chosen


def choose(request: HttpRequest, draft: Draft | None) -> None:
    """From now on the person works in this draft; None looks at what is live."""
    request.session[_SESSION_KEY] = _LIVE if draft is None else draft.pk
    request.session.pop(_BEGUN_KEY, None)


def shown_draft(request: HttpRequest) -> str | None:
    """The draft that the page showed from which the request comes, as it names it; None for a
    request that names none.
    """
    if request.method == "POST" and FIELD in request.POST:
        return request.POST[FIELD]
    return request.headers.get(HEADER)


def has_left(request: HttpRequest) -> bool:
    """Whether the person works in another draft now than the page showed."""
    shown, draft = shown_draft(request), _chosen(request, visible_drafts(Actor.of(request.user)))
    return shown is not None and shown != ("" if draft is None else str(draft.pk))


def _chosen(request: HttpRequest, drafts: list[Draft]) -> Draft | None:
    chosen = request.session.get(_SESSION_KEY)
    if chosen == _LIVE:
        return None
    if chosen is not None:
        return next((each for each in drafts if each.pk == chosen), None)
    return next((each for each in drafts if each.owner_id == request.user.pk), None)


def _named(shown: str, actor: Actor, cure: str) -> Draft:
    """The draft of a form. Raises DraftClosed and NotYours."""
    draft = None
    if shown.isdecimal() and len(shown) < 18:
        draft = Draft.objects.select_related("owner").filter(pk=int(shown)).first()
    if draft is None:
        raise DraftClosed(
            f"the draft in which this page was opened is deleted, so nothing was saved; {cure}"
        )
    if not may_write(draft, actor):
        raise NotYours(
            "the draft in which this page was opened is not shared with you, so nothing was "
            f"saved; {cure}"
        )
    if not draft.is_alive:
        status = draft.get_status_display().lower()
        raise DraftClosed(
            f"the draft “{draft.name}” is {status} meanwhile, so nothing was saved; {cure}"
        )
    return draft
