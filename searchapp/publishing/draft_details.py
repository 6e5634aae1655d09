"""What a draft is called and who may write it; and a draft of what was live once."""

from __future__ import annotations

from django.db import transaction

from searchapp.publishing.actors import Actor
from searchapp.publishing.difference import difference
from searchapp.publishing.documents import live_document
from searchapp.publishing.editing import (
    NotYours,
    change_all,
    locked,
    may_write,
    new_draft,
    record,
)
from searchapp.publishing.models import Draft, Version


def rename(draft: Draft, actor: Actor, *, name: str, note: str) -> None:
    """Gives the draft another name and note. Raises DraftClosed and NotYours."""
    with transaction.atomic():
        row = locked(draft)
        if not may_write(row, actor):
            raise NotYours(f"the draft “{row.name}” belongs to {row.owner}")
        row.name, row.note = name[:120] or row.name, note
        row.save(update_fields=("name", "note", "changed"))
        record(actor, "renamed", row)
    draft.name, draft.note = row.name, row.note


def share(draft: Draft, actor: Actor, *, shared: bool) -> None:
    """Lets all editors write the draft, or its owner alone. Raises DraftClosed and NotYours."""
    with transaction.atomic():
        row = locked(draft)
        user = actor.user
        if row.seller_id is not None:
            raise NotYours(f"the draft “{row.name}” is a seller's and shared with nobody")
        if user is not None and row.owner_id != user.pk and not user.is_superuser:
            raise NotYours(f"the draft “{row.name}” is not yours; only its owner shares it")
        row.is_shared = shared
        row.save(update_fields=("is_shared", "changed"))
        record(actor, "shared" if shared else "unshared", row)
    draft.is_shared = shared


def draft_of_version(number: int, actor: Actor) -> Draft:
    """A draft that leads back to what version `number` said.

    Raises VersionDamaged, ValidationError, and Version.DoesNotExist.
    """
    wanted = Version.objects.get(number=number).document
    with transaction.atomic():
        draft = new_draft(f"Back to version {number}", actor)
        steps = difference(live_document(), wanted)
        change_all(draft, steps, actor)
    return draft
