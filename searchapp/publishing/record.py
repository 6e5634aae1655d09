"""The record of changes, as far as somebody may see it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from searchapp.publishing.actors import Actor
from searchapp.publishing.models import AuditEntry, Draft
from searchapp.publishing.models.draft import Status

_SHOWN = (Status.SUBMITTED, Status.APPROVED, Status.PUBLISHED)
"""The states in which a draft is shown to others whoever owns it."""


def entries_seen_by(actor: Actor) -> QuerySet[AuditEntry]:
    """The record without what others do in drafts of their own, until it is published."""
    entries = AuditEntry.objects.all()
    if actor.writes_all:
        return entries
    seen = (
        # A draft that was deleted leaves its name: whose it was is not known any more.
        Q(draft=None, draft_name="")
        | Q(version__isnull=False)
        | Q(user=actor.user)
        | Q(draft__is_shared=True)
        | Q(draft__owner=actor.user)
        | Q(draft__status=Status.PUBLISHED)
    )
    if actor.may_approve or actor.may_publish:
        seen |= Q(draft__status__in=(Status.SUBMITTED, Status.APPROVED))
    return entries.filter(seen)


def drafts_seen_by(actor: Actor) -> QuerySet[Draft]:
    """The drafts that the actor may look at: those of others once they are shared or submitted."""
    if actor.writes_all:
        return Draft.objects.all()
    own = Q(owner=actor.user) if actor.user else Q()
    return Draft.objects.filter(own | Q(is_shared=True) | Q(status__in=_SHOWN))


def drafts_seen_by_keys() -> QuerySet[Draft]:
    """The drafts that a key may see: shared ones, and those that their owners have submitted."""
    return Draft.objects.filter(Q(is_shared=True) | Q(status__in=_SHOWN))


def entries_seen_by_keys() -> QuerySet[AuditEntry]:
    """The record without what people do in drafts of their own, until these are submitted."""
    return AuditEntry.objects.filter(
        Q(draft=None, draft_name="")
        | Q(version__isnull=False)
        | Q(draft__is_shared=True)
        | Q(draft__status__in=_SHOWN)
    )
