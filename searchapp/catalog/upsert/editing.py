"""A single item as an editor left it in a form."""

from __future__ import annotations

from django.db import transaction

from searchapp.catalog.models.versioned import Versioned
from searchapp.catalog.versions import next_version


def save(item: Versioned) -> None:
    """Insert or update the item, with a new version; the index follows on commit.

    Rows that belong to it (variants, products shown) may be saved after it in the same transaction.
    """
    items = type(item)._default_manager
    with transaction.atomic():
        stored = items.select_for_update().filter(pk=item.pk).first()
        item.version = next_version(stored.version if stored else 0)
        item.save()
