"""Items out of the catalog."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from searchapp.catalog.models import PATH_SEPARATOR, Category, LiveStream, Product, Seller, Video
from searchapp.catalog.models.versioned import Versioned
from searchapp.catalog.rows import RowKind

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


def delete(kind: RowKind, ids: Sequence[str], seller: str | None = None) -> Deleted:
    """Delete the items, in one transaction. Categories are named by their path and go with all
    below.

    What refers to a deleted seller, category or product stays and loses the reference. With a
    `seller`, products, videos and live streams of others count as not there.
    """
    wanted = list(dict.fromkeys(ids))
    with transaction.atomic():
        if kind is RowKind.CATEGORY:
            found = _delete_categories(wanted)
        else:
            found = _delete_items(kind, wanted, seller)
    there = set(found)
    return Deleted(
        deleted=tuple(name for name in wanted if name in there),
        missing=tuple(name for name in wanted if name not in there),
    )


def _delete_items(kind: RowKind, ids: list[str], seller: str | None) -> list[str]:
    items = _MODELS[kind]._default_manager.filter(pk__in=ids)
    if seller is not None and kind is not RowKind.SELLER:
        items = items.filter(seller=seller)
    there = list(items.select_for_update().order_by("pk").values_list("pk", flat=True))
    # Those that were locked and no others, which may have come meanwhile.
    items.filter(pk__in=there).delete()
    return there


def _delete_categories(paths: list[str]) -> list[str]:
    found = list(Category.objects.filter(path__in=paths).values_list("path", flat=True))
    branches = Q(path__in=found)
    for path in found:
        branches |= Q(path__startswith=path + PATH_SEPARATOR)
    Category.objects.filter(branches).delete()
    return found
