"""Rows of the outbox that stand for the items which quote what changed: a seller's name, a
category's path, a product's title.

Their items get a new version, as a document is only written over one with an older version; the
triggers then note each of them. It is done in portions, so that no transaction is long.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from searchapp.catalog.models import LiveStream, OutboxRow, Product, Video
from searchapp.catalog.triggers.catalogued import CATEGORY, SELLER, TITLE
from searchapp.catalog.versions import raise_versions

PORTION = 2_000
FANNING_OUT = (SELLER, CATEGORY, TITLE)
"""The kinds of rows that stand for other items."""

_Quoting = tuple[tuple[str, Any, Q], ...]


def fan_out(row: OutboxRow) -> bool:
    """Deals with the next portion of a row; whether it was the last. Within a transaction."""
    name, _, after = row.cursor.partition(":")
    for label, model, quoting in _quoting(row):
        if label < name:
            continue
        items: QuerySet[Any] = model.objects.filter(quoting, pk__gt=after if label == name else "")
        ids = list(items.order_by("pk").values_list("pk", flat=True).distinct()[:PORTION])
        if ids:
            raise_versions(model.objects.filter(pk__in=ids))
            row.cursor = f"{label}:{ids[-1]}"
            row.save(update_fields=["cursor"])
            return False
    return True


def _quoting(row: OutboxRow) -> _Quoting:
    """Which items quote what changed, in the order of their labels."""
    key = row.item_id
    by_kind: Mapping[str, _Quoting] = {
        SELLER: (
            ("a", Product, Q(seller=key)),
            ("b", Video, Q(seller=key)),
            ("c", LiveStream, Q(seller=key)),
        ),
        CATEGORY: (("a", Product, Q(category_id=int(key)) if key.isdigit() else Q(pk=None)),),
        TITLE: (
            ("a", Video, Q(product_rows__product=key)),
            ("b", LiveStream, Q(product_rows__product=key) | Q(product_now=key)),
        ),
    }
    return by_kind[row.kind]
