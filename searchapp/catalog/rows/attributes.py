"""Attributes of products: names with typed values."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from searchapp.catalog.rows.fields import FieldReader
from searchapp.catalog.rows.text import clean_line
from searchapp.catalog.rows.values import AttributeValue

_MOST = 200
_NAME_LIMIT = 100
_VALUE_LIMIT = 1000
_LIST_LIMIT = 100
_LARGEST_INTEGER = 2**53


class _Unreadable(ValueError):
    pass


def read_attributes(
    fields: FieldReader, named: Any, others: Mapping[str, Any]
) -> dict[str, AttributeValue]:
    """The attributes in `named` (the field `attributes`) and the unknown fields of the row,
    `others`.

    A value is text, a number, true or false, or a list of texts; null and empty ones are left out.
    """
    if named is not None and not isinstance(named, Mapping):
        fields.reject("attributes", 'is not an object; write it like {"material": "steel"}')
        named = None
    read: dict[str, AttributeValue] = {}
    for prefix, attributes in (("", others), ("attributes.", named or {})):
        for key, value in attributes.items():
            try:
                name = _read_name(key)
                typed = _read_value(value)
            except _Unreadable as error:
                fields.reject(f"{prefix}{str(key)[:_NAME_LIMIT]}", str(error))
                continue
            if typed is not None:
                read[name] = typed
    if len(read) > _MOST:
        fields.reject("attributes", f"has {len(read)} entries; at most {_MOST} are kept")
        return {}
    return read


def _read_name(key: object) -> str:
    name = clean_line(str(key))
    if not name:
        raise _Unreadable("is an attribute without a name; give it one")
    if len(name) > _NAME_LIMIT:
        raise _Unreadable(f"is a name longer than {_NAME_LIMIT} characters; shorten it")
    if "=" in name:
        raise _Unreadable('has "=" in its name, which separates name and value; use another sign')
    return name


def _read_value(value: object) -> AttributeValue | None:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _read_text(value) or None
    if isinstance(value, int):
        if abs(value) > _LARGEST_INTEGER:
            raise _Unreadable("is too large for a number; write it as text")
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise _Unreadable("is not finite; leave it out when it is unknown")
        return int(value) if value.is_integer() and abs(value) <= _LARGEST_INTEGER else value
    if isinstance(value, list | tuple):
        return _read_list(value)
    raise _Unreadable("is neither text, a number, true or false, nor a list of texts")


def _read_list(values: list[object] | tuple[object, ...]) -> list[str] | None:
    if len(values) > _LIST_LIMIT:
        raise _Unreadable(f"has {len(values)} values; at most {_LIST_LIMIT} are kept")
    if any(isinstance(value, bool) or not isinstance(value, str | int | float) for value in values):
        raise _Unreadable("is a list of more than texts and numbers; keep it flat")
    texts = (_read_text(str(value)) for value in values)
    return list(dict.fromkeys(text for text in texts if text)) or None


def _read_text(value: str) -> str:
    text = clean_line(value)
    if len(text) > _VALUE_LIMIT:
        raise _Unreadable(f"is longer than {_VALUE_LIMIT} characters; put it in the description")
    return text
