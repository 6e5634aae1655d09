"""Sellers and categories into their tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from searchapp.catalog.models import Category, Seller
from searchapp.catalog.rows import CategoryRow, Problem, SellerRow
from searchapp.catalog.upsert.outcome import Outcome, Status
from searchapp.catalog.upsert.references import ensure_categories


class SellerTable:
    """Sellers refer to nothing and have no rows of their own."""

    model = Seller

    def __init__(self, rows: Mapping[str, SellerRow]) -> None:
        self.problems: dict[str, list[Problem]] = {}
        self.warnings: dict[str, list[Problem]] = {}

    def values(self, row: SellerRow) -> dict[str, Any]:
        """See `ItemTable`."""
        return {
            "name": row.name,
            "description": row.description,
            "country": row.country,
            "rating": row.rating,
            "rating_count": row.rating_count,
            "created": row.created,
        }

    def children(self, row: SellerRow) -> tuple[Any, ...]:
        """None."""
        return ()

    def stored_children(self, ids: Sequence[str]) -> Mapping[str, tuple[Any, ...]]:
        """None."""
        return {}

    def replace_children(self, children: Mapping[str, tuple[Any, ...]]) -> None:
        """Nothing to do."""


def write_categories(rows: Mapping[str, CategoryRow]) -> dict[str, Outcome]:
    """Make the categories that are missing, with all levels above, and set their titles."""
    known = dict(Category.objects.filter(path__in=list(rows)).values_list("path", "title"))
    keys = ensure_categories(rows)
    outcomes: dict[str, Outcome] = {}
    renamed: list[Category] = []
    for path, row in rows.items():
        if path not in known:
            status = Status.CREATED
        else:
            status = Status.UNCHANGED if known[path] == row.title else Status.UPDATED
        if row.title != known.get(path, path.rpartition(" > ")[2]):
            renamed.append(Category(pk=keys[path], path=path, title=row.title))
        outcomes[path] = Outcome(status)
    Category.objects.bulk_update(renamed, ["title"], batch_size=200)
    return outcomes
