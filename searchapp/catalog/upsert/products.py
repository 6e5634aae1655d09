"""Products and their variants into their tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from searchapp.catalog.models import Product, Variant
from searchapp.catalog.rows import Problem, ProductRow, VariantRow
from searchapp.catalog.upsert.references import ensure_categories, ensure_sellers

_COLUMNS = (
    "title", "description", "brand", "colour", "size", "material", "gender", "gtin", "sku", "price",
    "list_price", "currency", "stock", "rating", "rating_count", "condition", "created",
    "published",
)  # fmt: skip
_VARIANT_COLUMNS = ("title", "sku", "gtin", "colour", "size", "price", "stock", "attributes")


class ProductTable:
    """Products name a category and a seller, and own variants."""

    model = Product

    def __init__(self, rows: Mapping[str, ProductRow]) -> None:
        self.warnings: dict[str, list[Problem]] = {}
        self.problems = _foreign_variants(rows)
        accepted = [row for identifier, row in rows.items() if identifier not in self.problems]
        self._categories = ensure_categories(row.category for row in accepted)
        ensure_sellers(row.seller for row in accepted)

    def values(self, row: ProductRow) -> dict[str, Any]:
        """See `ItemTable`."""
        return {
            **{name: getattr(row, name) for name in _COLUMNS},
            "bullets": list(row.bullets),
            "images": list(row.images),
            "attributes": dict(row.attributes),
            "category_id": self._categories[row.category] if row.category else None,
            "seller_id": row.seller or None,
        }

    def children(self, row: ProductRow) -> tuple[VariantRow, ...]:
        """The variants."""
        return row.variants

    def stored_children(self, ids: Sequence[str]) -> Mapping[str, tuple[VariantRow, ...]]:
        """See `ItemTable`."""
        stored: dict[str, list[VariantRow]] = defaultdict(list)
        variants = Variant.objects.filter(product__in=ids).order_by("product", "position")
        for variant in variants:
            values = {name: getattr(variant, name) for name in _VARIANT_COLUMNS}
            stored[variant.product_id].append(VariantRow(id=variant.pk, **values))
        return {identifier: tuple(variants) for identifier, variants in stored.items()}

    def replace_children(self, children: Mapping[str, tuple[VariantRow, ...]]) -> None:
        """See `ItemTable`."""
        Variant.objects.filter(product__in=list(children)).delete()
        Variant.objects.bulk_create(
            Variant(
                pk=variant.id,
                product_id=product,
                position=position,
                **{name: getattr(variant, name) for name in _VARIANT_COLUMNS},
            )
            for product, variants in children.items()
            for position, variant in enumerate(variants)
        )


def _foreign_variants(rows: Mapping[str, ProductRow]) -> dict[str, list[Problem]]:
    """The products that claim a variant of another product which does not give it up."""
    owners: dict[str, str] = {}
    claimed = {variant.id for row in rows.values() for variant in row.variants}
    if claimed:
        stored = Variant.objects.filter(pk__in=claimed).values_list("pk", "product_id")
        owners = {
            variant: product
            for variant, product in stored
            if product not in rows or variant in {own.id for own in rows[product].variants}
        }
    problems: dict[str, list[Problem]] = {}
    for identifier, row in rows.items():
        for place, variant in enumerate(row.variants):
            owner = owners.setdefault(variant.id, identifier)
            if owner != identifier:
                reason = (
                    f"{variant.id!r} belongs to the product {owner!r}; give it an id of its own"
                )
                problems.setdefault(identifier, []).append(Problem(f"variants[{place}].id", reason))
    return problems
