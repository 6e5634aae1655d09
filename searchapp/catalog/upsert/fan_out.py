"""Which documents change because something that they quote changed.

Their items get a new version too: a document is only written over one with an older version.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from searchapp.catalog.changes import Changes
from searchapp.catalog.models import LiveStream, Product, Video
from searchapp.catalog.versions import raise_versions
from searchapp.pipeline.request import Kind

_CHUNK = 5_000


def touch_items_of_sellers(sellers: Collection[str], changes: Changes) -> None:
    """Products, videos and live streams quote the name of their seller."""
    if sellers:
        _touch(Kind.PRODUCT, Product.objects.filter(seller__in=sellers), changes)
        _touch(Kind.VIDEO, Video.objects.filter(seller__in=sellers), changes)
        _touch(Kind.LIVE, LiveStream.objects.filter(seller__in=sellers), changes)


def touch_products_of_categories(paths: Collection[str], changes: Changes) -> None:
    """Products quote the levels of their category."""
    if paths:
        _touch(Kind.PRODUCT, Product.objects.filter(category__path__in=paths), changes)


def touch_media_of_products(products: Collection[str], changes: Changes) -> None:
    """Videos and live streams quote the titles of the products that they show."""
    if products:
        videos = Video.objects.filter(product_rows__product__in=products)
        _touch(Kind.VIDEO, videos, changes)
        lives = LiveStream.objects.filter(product_rows__product__in=products)
        _touch(Kind.LIVE, lives | LiveStream.objects.filter(product_now__in=products), changes)


def _touch(kind: Kind, items: QuerySet[Any], changes: Changes) -> None:
    ids = sorted(set(items.values_list("pk", flat=True)))
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        raise_versions(items.model._default_manager.filter(pk__in=chunk))
        changes.add(kind, chunk)
