"""The draft in which a person works: chosen, or begun with the first edit."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest

from searchapp.publishing.actors import Actor
from searchapp.publishing.editing import new_draft
from searchapp.publishing.models import Draft
from searchapp.publishing.models.draft import ALIVE

_SESSION_KEY = "draft"
_LIVE = 0


def visible_drafts(actor: Actor) -> list[Draft]:
    """The drafts that are alive and that the actor may write, the last changed first. Those of
    sellers have pages of their own.
    """
    drafts = Draft.objects.filter(status__in=ALIVE, seller=None)
    if not actor.writes_all:
        drafts = drafts.filter(Q(is_shared=True) | Q(owner=actor.user, owner__isnull=False))
    return list(drafts.select_related("owner"))


def working_draft(request: HttpRequest) -> Draft | None:
    """The draft that the person chose, while it can be changed; without a choice the newest of
    their own. None: what is live is looked at.
    """
    actor = Actor.of(request.user)
    chosen = request.session.get(_SESSION_KEY)
    if chosen == _LIVE:
        return None
    drafts = visible_drafts(actor)
    if chosen is not None:
        return next((each for each in drafts if each.pk == chosen), None)
    return next((each for each in drafts if each.owner_id == request.user.pk), None)


def draft_to_edit(request: HttpRequest) -> Draft:
    """The draft that an edit goes to; a new one of the person's own where none is chosen."""
    draft = working_draft(request)
    if draft is None:
        actor = Actor.of(request.user)
        draft = new_draft(f"Changes by {actor.name}"[:120], actor)
        choose(request, draft)
    return draft


def choose(request: HttpRequest, draft: Draft | None) -> None:
    """From now on the person works in this draft; None looks at what is live."""
    request.session[_SESSION_KEY] = _LIVE if draft is None else draft.pk
