"""The product export of Shopify: rows of one handle are one product with its variants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, BinaryIO

from searchapp.catalog.gtin import read_gtin
from searchapp.catalog.rows import Problem
from searchapp.importing.sources.csv_file import records
from searchapp.importing.sources.source_row import SourceRow

_OPTIONS = ("Option1", "Option2", "Option3")
_COLOURS = frozenset({"color", "colour", "farbe", "couleur"})
_NO_OPTION = "default title"
_RENAMED = {
    "URL handle": "Handle",
    "Description": "Body (HTML)",
    "Product category": "Product Category",
    "Published on online store": "Published",
    **{f"{option} name": f"{option} Name" for option in _OPTIONS},
    **{f"{option} value": f"{option} Value" for option in _OPTIONS},
    "SKU": "Variant SKU",
    "Barcode": "Variant Barcode",
    "Price": "Variant Price",
    "Compare-at price": "Variant Compare At Price",
    "Inventory tracker": "Variant Inventory Tracker",
    "Inventory quantity": "Variant Inventory Qty",
    "Continue selling when out of stock": "Variant Inventory Policy",
    "Product image URL": "Image Src",
    "Image position": "Image Position",
}
"""The columns of Shopify's newer files → those of the older ones."""

Cells = Mapping[str, str]


def looks_like_shopify(header: str) -> bool:
    """Whether a CSV header is that of the export."""
    is_old = "Handle" in header and ("Variant Price" in header or "Option1 Name" in header)
    return is_old or ("URL handle" in header and "Option1 name" in header)


def read_shopify(stream: BinaryIO) -> Iterator[SourceRow]:
    """The products. A variant's id is its handle with its options: "tee/red/m"."""
    for handle, group in groupby(_rows(stream), key=lambda row: row[1].get("Handle", "")):
        rows = list(group)
        problems = [problem for _, _, problem in rows if problem]
        line, raw = rows[0][0], [dict(cells) for _, cells, _ in rows]
        if problems:
            yield SourceRow(line, None, raw, problems[0])
        elif not handle:
            reason = "is missing; every row of an export begins with its product's handle"
            yield SourceRow(line, None, raw, Problem("Handle", reason))
        else:
            yield SourceRow(line, _product(handle, [cells for _, cells, _ in rows]), raw)


def _rows(stream: BinaryIO) -> Iterator[tuple[int, Cells, Problem | None]]:
    header: list[str] | None = None
    for line, cells, problem in records(stream, delimiter=","):
        if header is None:
            header = [_RENAMED.get(name, name) for name in cells]
        else:
            named = zip(header, cells, strict=False)
            yield line, {name: cell for name, cell in named if cell}, problem


def _product(handle: str, rows: list[Cells]) -> dict[str, Any]:
    first = rows[0]
    names = [first.get(f"{option} Name", "") for option in _OPTIONS]
    variants = [_variant(handle, names, cells) for cells in rows if _is_variant(cells)]
    product: dict[str, Any] = {
        "id": handle,
        "title": first.get("Title"),
        "description": first.get("Body (HTML)"),
        "brand": first.get("Vendor"),
        "category": first.get("Product Category") or first.get("Type"),
        "images": _images(rows),
        "published": _is_published(first),
        "gender": first.get("Google Shopping / Gender"),
        "condition": first.get("Google Shopping / Condition"),
        "attributes": _attributes(first),
    }
    priced = [cells for cells in rows if cells.get("Variant Price")]
    if priced:
        cheapest = min(priced, key=lambda cells: _amount(cells["Variant Price"]))
        product["price"] = cheapest["Variant Price"]
        product["list_price"] = cheapest.get("Variant Compare At Price")
    if len(variants) == 1 and _is_alone(first):
        alone = variants[0]
        product |= {name: alone[name] for name in ("sku", "gtin", "stock")}
    else:
        product["variants"] = variants
        stocks = [variant["stock"] for variant in variants]
        known = [stock for stock in stocks if stock is not None]
        product["stock"] = sum(known) if known and len(known) == len(stocks) else None
    return product


def _is_variant(cells: Cells) -> bool:
    return bool(
        cells.get("Option1 Value") or cells.get("Variant Price") or cells.get("Variant SKU")
    )


def _is_alone(cells: Cells) -> bool:
    return cells.get("Option1 Value", _NO_OPTION).casefold() == _NO_OPTION


def _variant(handle: str, names: list[str], cells: Cells) -> dict[str, Any]:
    values = [cells.get(f"{option} Value", "") for option in _OPTIONS]
    variant: dict[str, Any] = {
        "id": "/".join([handle, *(value for value in values if value)]),
        "title": " / ".join(value for value in values if value),
        "sku": cells.get("Variant SKU", "").lstrip("'"),
        "gtin": _gtin(cells),
        "price": cells.get("Variant Price"),
        "stock": _stock(cells),
    }
    attributes = {}
    for name, value in zip(names, values, strict=True):
        if not value or value.casefold() == _NO_OPTION:
            continue
        if name.casefold() in _COLOURS:
            variant["colour"] = value
        elif name.casefold().endswith("size"):
            variant["size"] = value
        else:
            attributes[name or "option"] = value
    return variant | {"attributes": attributes}


def _gtin(cells: Cells) -> str:
    """The barcode where it is a GTIN: merchants keep codes of their own in that column too."""
    try:
        return read_gtin(cells.get("Variant Barcode", "").lstrip("'"))
    except ValueError:
        return ""


def _stock(cells: Cells) -> int | None:
    """What is left, None when the shop does not count it or sells on without any."""
    count = cells.get("Variant Inventory Qty", "")
    tracked = cells.get("Variant Inventory Tracker")
    sells_on = cells.get("Variant Inventory Policy", "").casefold() == "continue"
    if not tracked or sells_on or not count.lstrip("-").isdigit():
        return None
    return max(0, int(count))


def _is_published(first: Cells) -> bool:
    active = first.get("Status", "active").casefold() == "active"
    return active and first.get("Published", "true").casefold() == "true"


def _images(rows: list[Cells]) -> list[str]:
    placed = [
        (
            int(position) if (position := cells.get("Image Position", "")).isdigit() else 10_000,
            source,
        )
        for cells in rows
        if (source := cells.get("Image Src"))
    ]
    return list(dict.fromkeys(source for _, source in sorted(placed, key=lambda image: image[0])))


def _attributes(first: Cells) -> dict[str, Any]:
    """The tags, the type, and metafields, whose header is "Name (product.metafields.…)"."""
    attributes: dict[str, Any] = {}
    if tags := [tag.strip() for tag in first.get("Tags", "").split(",") if tag.strip()]:
        attributes["tags"] = tags
    if first.get("Type"):
        attributes["type"] = first["Type"]
    for name, value in first.items():
        label, found, _ = name.partition(" (product.metafields.")
        if found:
            attributes[label] = (
                [part.strip() for part in value.split(";")] if ";" in value else value
            )
    return attributes


def _amount(price: str) -> float:
    try:
        return float(price)
    except ValueError:
        return float("inf")
