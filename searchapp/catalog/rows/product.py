"""A product's row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from searchapp.catalog.models import Condition, Gender
from searchapp.catalog.rows.attributes import read_attributes
from searchapp.catalog.rows.fields import FieldReader
from searchapp.catalog.rows.naming import VARIANT_FIELDS, named_fields
from searchapp.catalog.rows.values import ProductRow, VariantRow

_MOST_VARIANTS = 500
_CONDITION_VALUES = tuple(Condition.values)
_GENDER_VALUES = tuple(Gender.values)
_CONDITIONS = {"refurbed": "refurbished", "renewed": "refurbished", "second-hand": "used"}
_GENDERS = {
    "female": "women", "woman": "women", "womens": "women", "women's": "women", "ladies": "women",
    "male": "men", "man": "men", "mens": "men", "men's": "men",
    "girl": "girls", "boy": "boys", "kid": "kids", "children": "kids", "child": "kids",
    "all": "unisex", "babies": "baby", "infant": "baby", "toddler": "baby",
}  # fmt: skip


def read_product(fields: FieldReader, currency: str) -> ProductRow:
    """The product's values; `currency` holds for a price that names none."""
    price, price_currency = fields.price("price")
    list_price, list_currency = fields.price("list_price")
    written = {
        code for code in (price_currency, list_currency, fields.currency("currency")) if code
    }
    if len(written) > 1:
        fields.reject("currency", f"is {' and '.join(sorted(written))} at once; name one")
    return ProductRow(
        id=fields.identifier("id", required=True),
        title=fields.line("title", 500, required=True),
        currency=min(written, default=currency),
        description=fields.description("description", 50_000),
        bullets=fields.lines("bullets", 100, 5_000),
        brand=fields.line("brand", 200),
        category=fields.category("category"),
        seller=fields.identifier("seller"),
        colour=fields.line("colour", 200),
        size=fields.line("size", 100),
        material=fields.line("material", 200),
        gender=fields.choice("gender", _GENDER_VALUES, _GENDERS),
        gtin=fields.gtin("gtin"),
        sku=fields.identifier("sku"),
        images=fields.addresses("images", 100, 2_000),
        price=price,
        list_price=list_price,
        stock=fields.count("stock", negative_is_zero=True),
        rating=fields.number("rating", 0, 5),
        rating_count=fields.count("rating_count"),
        condition=fields.choice("condition", _CONDITION_VALUES, _CONDITIONS) or "new",
        created=fields.time("created"),
        published=fields.publication(),
        variants=_read_variants(fields),
        attributes=read_attributes(fields, fields.take("attributes"), fields.rest()),
    )


def _read_variants(fields: FieldReader) -> tuple[VariantRow, ...]:
    values = fields.take("variants")
    if values is None:
        return ()
    if not isinstance(values, list | tuple):
        fields.reject("variants", 'is not a list; write it like [{"id": "…", "size": "M"}]')
        return ()
    if len(values) > _MOST_VARIANTS:
        fields.reject("variants", f"has {len(values)} entries; at most {_MOST_VARIANTS} are kept")
        return ()
    variants: dict[str, VariantRow] = {}
    for place, value in enumerate(values):
        name = f"variants[{place}]"
        if not isinstance(value, Mapping):
            fields.reject(name, 'is not an object; write it like {"id": "…", "size": "M"}')
            continue
        variant = _read_variant(fields, name, value)
        if variant.id in variants:
            fields.reject(
                f"{name}.id", f"{variant.id!r} is there twice; each variant needs its own"
            )
        variants[variant.id] = variant
    return tuple(variants.values())


def _read_variant(fields: FieldReader, name: str, value: Mapping[str, Any]) -> VariantRow:
    inner = FieldReader(named_fields(value, VARIANT_FIELDS), prefix=f"{name}.")
    price, _ = inner.price("price")
    variant = VariantRow(
        id=inner.identifier("id", required=True),
        title=inner.line("title", 500),
        sku=inner.identifier("sku"),
        gtin=inner.gtin("gtin"),
        colour=inner.line("colour", 200),
        size=inner.line("size", 100),
        price=price,
        stock=inner.count("stock", negative_is_zero=True),
        attributes=read_attributes(inner, inner.take("attributes"), inner.rest()),
    )
    fields.problems += inner.problems
    return variant
