"""Attributes of a product as lines that people edit: `name = value`, lists with `|` between."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from searchapp.catalog.rows.values import AttributeValue

_WHOLE = re.compile(r"-?(0|[1-9]\d{0,14})")
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})\.\d{1,14}")
_SPOKEN = {"yes": True, "no": False}


def attribute_lines(attributes: Mapping[str, AttributeValue]) -> str:
    """A line for each attribute."""
    return "\n".join(f"{name} = {_said(value)}" for name, value in attributes.items())


def read_attribute_lines(
    text: str, before: Mapping[str, AttributeValue]
) -> tuple[dict[str, Any], list[str]]:
    """The attributes that lines say, and what is wrong with lines. A value that is said as it was
    `before` is the same value; of a new one, a number and yes or no are read as such.
    """
    found: dict[str, Any] = {}
    faults: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        name, sign, said = (part.strip() for part in line.partition("="))
        if not (name and sign):
            faults.append(f"Line {number} is no attribute; write it like: material = leather.")
        elif name in found:
            faults.append(f"Line {number}: {name} is there twice; keep one.")
        else:
            was = before.get(name)
            found[name] = was if was is not None and _said(was).strip() == said else _value(said)
    return found, faults


def _said(value: AttributeValue) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " | ".join(value) if isinstance(value, list) else str(value)


def _value(said: str) -> AttributeValue | None:
    if not said:
        return None
    if "|" in said:
        return [part for each in said.split("|") if (part := each.strip())]
    if said.casefold() in _SPOKEN:
        return _SPOKEN[said.casefold()]
    if _WHOLE.fullmatch(said):
        return int(said)
    return float(said) if _NUMBER.fullmatch(said) else said
