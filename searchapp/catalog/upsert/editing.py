"""A single item as an editor left it in a form."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from searchapp.catalog.changes import INDEXED_AS, Changes, announce
from searchapp.catalog.models import LiveStream, Product, Seller, Tombstone, Video
from searchapp.catalog.models.versioned import Versioned
from searchapp.catalog.rows import RowKind
from searchapp.catalog.upsert.fan_out import touch_items_of_sellers, touch_media_of_products
from searchapp.catalog.versions import next_version

KINDS: Mapping[type[Versioned], RowKind] = {
    Seller: RowKind.SELLER,
    Product: RowKind.PRODUCT,
    Video: RowKind.VIDEO,
    LiveStream: RowKind.LIVE,
}


def save(item: Versioned) -> None:
    """Insert or update the item, with a new version; the index follows on commit.

    Rows that belong to it (variants, products shown) may be saved after it in the same transaction.
    """
    kind, changes = KINDS[type(item)], Changes()
    items = type(item)._default_manager
    with transaction.atomic():
        stored = items.select_for_update().filter(pk=item.pk).first()
        last = stored.version if stored else 0
        if kind in INDEXED_AS:
            graves = Tombstone.objects.filter(kind=INDEXED_AS[kind].value, item_id=item.pk)
            last = max([last, *graves.values_list("version", flat=True)])
            graves.delete()
            changes.add(INDEXED_AS[kind], [item.pk])
        item.version = next_version(last)
        item.save()
        if isinstance(item, Seller) and isinstance(stored, Seller) and stored.name != item.name:
            touch_items_of_sellers([item.pk], changes)
        if isinstance(item, Product) and isinstance(stored, Product) and stored.title != item.title:
            touch_media_of_products([item.pk], changes)
        announce(changes)
