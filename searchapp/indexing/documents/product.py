"""The document of a product."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from searchapp.catalog.models import Product, Variant
from searchapp.indexing.documents.parts import Document, distinct, identifiers, present, seconds

LOADED_VARIANTS = "loaded_variants"
"""The attribute with the variants: a list at once, where a manager makes a query of each product's.
"""


def product_document(product: Product) -> Document:
    """All fields of the schema but the embedding.

    `product` comes with its category, seller and variants loaded. A colour, size or code of any of
    its variants finds the product.
    """
    variants: list[Variant] = getattr(product, LOADED_VARIANTS)
    attributes = [product.attributes, *(variant.attributes for variant in variants)]
    category, seller = product.category, product.seller
    colours = distinct([product.colour, *(variant.colour for variant in variants)])
    return present(
        {
            "id": product.pk,
            "title": product.title,
            "title_words": product.title,
            "body": body([product.description, *product.bullets], attributes),
            "brand_text": product.brand,
            "category_text": category.path.replace(" > ", " ") if category else None,
            "colour_text": " ".join(colours),
            "identifiers": identifiers(_codes(product, variants)),
            "seller": product.seller_id,
            "seller_name": seller.name if seller else None,
            "created": seconds(product.created),
            "published": seconds(product.published),
            "image": product.images[0] if product.images else None,
            "description": product.description,
            "brand": product.brand,
            "category": category.levels if category else None,
            "colour": colours,
            "size": distinct([product.size, *(variant.size for variant in variants)]),
            "material": product.material,
            "gender": product.gender,
            "condition": product.condition,
            "currency": product.currency,
            "attributes": distinct(
                pair for values in attributes for pair in attribute_pairs(values)
            ),
            "available": is_available(product.stock, [variant.stock for variant in variants]),
            "price": _number(product.price),
            "list_price": _number(product.list_price),
            "discount": discount(product.price, product.list_price),
            "stock": product.stock,
            "rating": product.rating,
            "rating_count": product.rating_count,
        }
    )


def is_available(stock: int | None, variant_stocks: Sequence[int | None]) -> bool:
    """Whether any of it can be bought: unknown stock can. A variant that says nothing has the
    product's stock."""
    stocks = [stock if own is None else own for own in variant_stocks] or [stock]
    return any(count is None or count > 0 for count in stocks)


def discount(price: Decimal | None, list_price: Decimal | None) -> float | None:
    """The share of the list price that is taken off, 0 when none is; None without both prices."""
    if price is None or not list_price:
        return None
    return max(0.0, float(1 - price / list_price))


def attribute_pairs(attributes: Mapping[str, Any]) -> Iterator[str]:
    """ "name=value" for every value, by name: numbers are written in their shortest form."""
    for name, value in sorted(attributes.items()):
        for one in value if isinstance(value, list) else [value]:
            yield f"{name}={_written(one)}"


def body(texts: Sequence[str], attributes: Sequence[Mapping[str, Any]]) -> str:
    """The searchable prose: the texts, then the attributes' values, or the name of what is true."""
    words: list[str] = []
    for values in attributes:
        for name, value in sorted(values.items()):
            if value is True:
                words.append(name.replace("_", " "))
            elif value is not False:
                words += map(_written, value if isinstance(value, list) else [value])
    return "\n".join(distinct([*texts, *words]))


def _written(value: str | float | bool) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)


def _codes(product: Product, variants: Sequence[Variant]) -> Iterator[str]:
    yield from (product.pk, product.sku, product.gtin)
    for variant in variants:
        yield from (variant.pk, variant.sku, variant.gtin)


def _number(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)
