"""Four eyes: a draft is submitted by one and approved or sent back by another."""

from __future__ import annotations

from django.db import transaction

from searchapp.publishing.actors import Actor
from searchapp.publishing.editing import NotYours, locked, may_write, record
from searchapp.publishing.models import AuditEntry, Draft, Status
from searchapp.publishing.publication import NotAllowed, check_seen


def submit(draft: Draft, actor: Actor) -> None:
    """Asks for approval. Raises DraftClosed and NotYours."""
    with transaction.atomic():
        row = locked(draft)
        if not may_write(row, actor):
            raise NotYours(f"the draft “{row.name}” belongs to {row.owner}")
        _set(draft, row, Status.SUBMITTED)
        record(actor, "submitted", row)


def approve(draft: Draft, actor: Actor, *, revision: int | None = None) -> None:
    """Lets the draft be published as it is. `revision` is the one that the actor saw.

    Raises NotAllowed for who changed it or may not, and when it changed since it was looked at.
    """
    with transaction.atomic():
        row = locked(draft)
        check_seen(row, revision)
        _check(row, actor)
        row.approved_by = actor.name
        _set(draft, row, Status.APPROVED)
        record(actor, "approved", row)


def send_back(draft: Draft, actor: Actor, reason: str = "") -> None:
    """Declines; the draft is open again. Raises NotAllowed."""
    with transaction.atomic():
        row = locked(draft)
        if not actor.may_approve:
            raise NotAllowed("you may not approve or decline; ask someone who may")
        row.approved_by = ""
        _set(draft, row, Status.OPEN)
        record(actor, "sent back", row, label=reason[:200])


def _check(draft: Draft, actor: Actor) -> None:
    if not actor.may_approve:
        raise NotAllowed("you may not approve; ask someone who may")
    if draft.status != Status.SUBMITTED:
        raise NotAllowed("nobody asked for it to be approved; submit it first")
    edits = AuditEntry.objects.filter(
        draft=draft, action__in=("added", "changed", "removed", "took back", "kept")
    )
    # Keys and commands count as one: two keys may be in the same hand.
    if edits.filter(user=actor.user).exists():
        raise NotAllowed("who changed a draft can't approve it; ask someone else")


def _set(draft: Draft, row: Draft, status: Status) -> None:
    row.status = status
    row.save(update_fields=("status", "approved_by", "changed"))
    draft.status, draft.approved_by = row.status, row.approved_by
