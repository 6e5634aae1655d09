"""What rows name and the catalog may lack: sellers and categories are made, products are not."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from searchapp.catalog.models import PATH_SEPARATOR, Category, Product, Seller
from searchapp.catalog.versions import next_version


def ensure_sellers(ids: Iterable[str]) -> None:
    """Make sellers for the ids that have none, called by their id until their own row comes."""
    wanted = {identifier for identifier in ids if identifier}
    if not wanted:
        return
    missing = wanted - set(Seller.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    if missing:
        version = next_version()
        Seller.objects.bulk_create(
            [Seller(pk=name, name=name, version=version) for name in sorted(missing)],
            ignore_conflicts=True,
        )


def ensure_categories(paths: Iterable[str]) -> dict[str, int]:
    """The primary key of every path and of all levels above; those that are missing are made."""
    wanted = {level for path in paths if path for level in Category(path=path).levels}
    if not wanted:
        return {}
    keys = _keys(wanted)
    missing = sorted(wanted - keys.keys(), key=lambda path: (path.count(PATH_SEPARATOR), path))
    for _, level in groupby(missing, key=lambda path: path.count(PATH_SEPARATOR)):
        fresh = list(level)
        Category.objects.bulk_create(
            [_category(path, keys) for path in fresh], ignore_conflicts=True
        )
        keys |= _keys(fresh)
    return keys


def known_products(ids: Iterable[str]) -> frozenset[str]:
    """Those of the ids that are products of the catalog."""
    wanted = {identifier for identifier in ids if identifier}
    if not wanted:
        return frozenset()
    return frozenset(Product.objects.filter(pk__in=wanted).values_list("pk", flat=True))


def _keys(paths: Iterable[str]) -> dict[str, int]:
    return dict(Category.objects.filter(path__in=list(paths)).values_list("path", "pk"))


def _category(path: str, keys: dict[str, int]) -> Category:
    above, _, title = path.rpartition(PATH_SEPARATOR)
    return Category(path=path, title=title, parent_id=keys[above] if above else None)
