"""Rows of the outbox that stand for the items which quote what changed: a seller's name, a
category's path, a product's title.

Their items get a new version, as a document is only written over one with an older version; the
triggers then note each of them. Many rows are dealt with at once, in portions of items, so that no
transaction is long.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from searchapp.catalog.models import LiveStream, OutboxRow, Product, Video
from searchapp.catalog.triggers.catalogued import CATEGORY, SELLER, TITLE
from searchapp.catalog.versions import raise_versions

PORTION = 2_000
FANNING_OUT = (SELLER, CATEGORY, TITLE)
"""The kinds of rows that stand for other items."""

_Quoting = tuple[tuple[str, Any, Q], ...]


def fan_out(rows: Sequence[OutboxRow]) -> bool:
    """Deals with the next portion of rows of one kind that stand at the same place; whether it was
    the last. Within a transaction.
    """
    kind, cursor = rows[0].kind, rows[0].cursor
    begun, _, after = cursor.partition(":")
    room = PORTION
    for label, model, quoting in _quoting(kind, [row.item_id for row in rows]):
        if label < begun:
            continue
        items: QuerySet[Any] = model.objects.filter(quoting, pk__gt=after if label == begun else "")
        ids = list(items.order_by("pk").values_list("pk", flat=True).distinct()[:room])
        if ids:
            raise_versions(model.objects.filter(pk__in=ids))
        room -= len(ids)
        if not room:
            rows_of_portion = OutboxRow.objects.filter(pk__in=[row.pk for row in rows])
            rows_of_portion.update(cursor=f"{label}:{ids[-1]}")
            return False
    return True


def _quoting(kind: str, keys: Sequence[str]) -> _Quoting:
    """Which items quote what changed, in the order of their labels."""
    numbers = [int(key) for key in keys if key.isdigit()]
    by_kind: Mapping[str, _Quoting] = {
        SELLER: (
            ("a", Product, Q(seller__in=keys)),
            ("b", Video, Q(seller__in=keys)),
            ("c", LiveStream, Q(seller__in=keys)),
        ),
        CATEGORY: (("a", Product, Q(category__in=numbers)),),
        TITLE: (
            ("a", Video, Q(product_rows__product__in=keys)),
            ("b", LiveStream, Q(product_rows__product__in=keys) | Q(product_now__in=keys)),
        ),
    }
    return by_kind[kind]
