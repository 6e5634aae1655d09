"""Why an item is not in the index."""

from __future__ import annotations

from django.utils import timezone

from searchapp.catalog.models import OutboxRow
from searchapp.indexing.models import SetAside
from searchapp.indexing.published import MODELS, published
from searchapp.pipeline.request import Kind


def why_absent(kind: Kind, id_: str) -> str:
    """In a sentence, why an item that the index lacks is not in it, and what to do."""
    item = MODELS[kind].objects.filter(pk=id_).first()
    if item is None:
        return f"The catalog has no {kind} with the id {id_!r}; import it, or correct the id."
    if not published(kind).filter(pk=id_).exists():
        if item.published is not None and item.published > timezone.now():
            return f"It is to be published on {item.published:%Y-%m-%d %H:%M} UTC; publish it now."
        return "It is not published; publish it."
    failed = SetAside.objects.filter(kind=kind, item_id=id_).first()
    if failed is not None:
        return f"The engine refused its document: {failed.reason}; mend it and write it again."
    if OutboxRow.objects.filter(kind=kind, item_id=id_).exists():
        return "It waits to be indexed; see that the indexing worker runs."
    return "It is published and not in the index; run manage.py verify_index --repair."
