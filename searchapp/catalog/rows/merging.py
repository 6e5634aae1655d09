"""Some fields of an item changed, the others left as they are: `merge`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields as fields_of
from dataclasses import replace
from typing import Any

from searchapp.catalog.rows.naming import FIELDS, named_fields
from searchapp.catalog.rows.parsing import kind_of, parse_row
from searchapp.catalog.rows.problem import Problem
from searchapp.catalog.rows.text import clean_line
from searchapp.catalog.rows.values import CategoryRow, ProductRow, Row

_PRICES = frozenset({"price", "list_price"})


def merge(row: Row, changes: Mapping[str, Any]) -> Row | list[Problem]:
    """The row with `changes` read as `parse_row` reads them, or their problems.

    Null empties a field. Lists are replaced; attributes are merged one by one, and null removes
    one. The id stays. What is not named is not read again, so it stays to the letter.
    """
    if not isinstance(changes, Mapping):
        return [Problem("", 'is not an object; write it like {"price": 9.9}')]
    kind = kind_of(row)
    named = named_fields(changes, FIELDS[kind])
    whole = {"title": "-", **named, "path" if isinstance(row, CategoryRow) else "id": row.id}
    parsed = parse_row(whole, kind, row.currency if isinstance(row, ProductRow) else "USD")
    if isinstance(parsed, list):
        return parsed
    if kind_of(parsed) is not kind:
        return [Problem("kind", f"is {kind.value!r} and stays so; leave it out")]
    settable = {field.name for field in fields_of(row)} - {"id", "path", "attributes"}
    changed = {name: getattr(parsed, name) for name in named if name in settable}
    if isinstance(row, ProductRow) and isinstance(parsed, ProductRow):
        if parsed.currency != row.currency and "currency" not in named:
            reason = f"is {row.currency}, the price says {parsed.currency}; name the currency too"
            return [Problem("currency", reason)]
        changed["attributes"] = _merged_attributes(row, parsed, named)
    return replace(row, **changed)


def _merged_attributes(
    row: ProductRow, parsed: ProductRow, named: Mapping[str, Any]
) -> dict[str, Any]:
    inner = named.get("attributes", {})
    touched = {key for key in named if key not in FIELDS[kind_of(row)]} | set(inner or ())
    cleaned = {clean_line(str(key)) for key in touched}
    kept = {} if inner is None else row.attributes
    return {name: value for name, value in kept.items() if name not in cleaned} | {
        **parsed.attributes
    }
