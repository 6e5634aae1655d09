"""Items out of the catalog."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from searchapp.catalog.changes import INDEXED_AS, Changes, announce
from searchapp.catalog.models import (
    PATH_SEPARATOR,
    Category,
    LiveStream,
    Product,
    Seller,
    Tombstone,
    Video,
)
from searchapp.catalog.models.versioned import Versioned
from searchapp.catalog.rows import RowKind
from searchapp.catalog.upsert.fan_out import (
    touch_items_of_sellers,
    touch_media_of_products,
    touch_products_of_categories,
)
from searchapp.catalog.versions import next_version

_MODELS: Mapping[RowKind, type[Versioned]] = {
    RowKind.SELLER: Seller,
    RowKind.PRODUCT: Product,
    RowKind.VIDEO: Video,
    RowKind.LIVE: LiveStream,
}


@dataclass(frozen=True, slots=True)
class Deleted:
    """The ids that were there and went, and those that were not there."""

    deleted: tuple[str, ...]
    missing: tuple[str, ...]


def delete(kind: RowKind, ids: Sequence[str]) -> Deleted:
    """Delete the items, in one transaction. Categories are named by their path and go with all
    below.

    What refers to a deleted seller, category or product stays and loses the reference.
    """
    wanted = list(dict.fromkeys(ids))
    changes = Changes()
    with transaction.atomic():
        if kind is RowKind.CATEGORY:
            found = _delete_categories(wanted, changes)
        else:
            found = _delete_items(kind, wanted, changes)
        announce(changes)
    there = set(found)
    return Deleted(
        deleted=tuple(name for name in wanted if name in there),
        missing=tuple(name for name in wanted if name not in there),
    )


def _delete_items(kind: RowKind, ids: list[str], changes: Changes) -> list[str]:
    items = _MODELS[kind]._default_manager.filter(pk__in=ids)
    versions = dict(items.select_for_update().order_by("pk").values_list("pk", "version"))
    if kind is RowKind.SELLER:
        touch_items_of_sellers(list(versions), changes)
    elif kind is RowKind.PRODUCT:
        touch_media_of_products(list(versions), changes)
    items.delete()
    if kind in INDEXED_AS:
        _bury(INDEXED_AS[kind].value, versions)
        changes.add(INDEXED_AS[kind], versions)
    return list(versions)


def _bury(kind: str, versions: Mapping[str, int]) -> None:
    now = timezone.now()
    Tombstone.objects.bulk_create(
        [
            Tombstone(kind=kind, item_id=name, version=next_version(version), deleted=now)
            for name, version in versions.items()
        ],
        update_conflicts=True,
        unique_fields=["kind", "item_id"],
        update_fields=["version", "deleted"],
    )


def _delete_categories(paths: list[str], changes: Changes) -> list[str]:
    found = list(Category.objects.filter(path__in=paths).values_list("path", flat=True))
    branches = Q(path__in=found)
    for path in found:
        branches |= Q(path__startswith=path + PATH_SEPARATOR)
    categories = Category.objects.filter(branches)
    touch_products_of_categories(list(categories.values_list("path", flat=True)), changes)
    categories.delete()
    return found
