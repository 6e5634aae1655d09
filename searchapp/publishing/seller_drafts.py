"""The draft of a seller: one that is alive at a time, begun with the first change."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from searchapp.publishing.actors import Actor
from searchapp.publishing.editing import NotYours, record
from searchapp.publishing.models import Draft
from searchapp.publishing.models.draft import ALIVE


def seller_draft(seller: str) -> Draft | None:
    """The seller's draft that is alive."""
    return Draft.objects.filter(seller=seller, status__in=ALIVE).first()


def seller_draft_to_edit(actor: Actor, name: str) -> Draft:
    """The draft of the seller for whom the actor acts; a new one of this name where there is none.

    Raises NotYours for who acts for none.
    """
    if not actor.seller:
        raise NotYours("only who acts for a seller writes a seller's draft")
    if found := seller_draft(actor.seller):
        return found
    try:
        with transaction.atomic():
            draft = Draft.objects.create(name=name[:120], seller_id=actor.seller)
            record(actor, "created", draft)
    except IntegrityError:
        # Someone else of the seller was faster.
        return Draft.objects.get(seller=actor.seller, status__in=ALIVE)
    return draft
