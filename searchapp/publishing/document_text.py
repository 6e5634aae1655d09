"""The document as text that people read, compare and keep in git: TOML or JSON.

Equal documents are equal texts: sections, keys and fields stand in a fixed order.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

import orjson
import tomli_w

from searchapp.pipeline.plain_value import GREATEST_STORED
from searchapp.publishing.models import Problem
from searchapp.publishing.models.version import Document
from searchapp.publishing.sections import sections

FORMAT = 1
"""Grows when older texts would be read in another sense."""
KEY = re.compile(r"[\w.-]{1,64}")
_FIRST = (
    *("name", "when", "do"),
    *("exact", "phrase", "all_words", "recognised", "intent"),
    *("boost", "bury", "promote", "pin", "hide", "require", "replace_by", "slots"),
    *("kind", "field", "text", "terms", "targets", "names", "values"),
)
"""The fields that say what something is; the others follow in the order of the alphabet."""
_WIDEST = 100


class TextFormat(StrEnum):
    """How a document is written."""

    TOML = "toml"
    JSON = "json"


class DocumentFaults(ValueError):
    """A text that is no document; `faults` has all that is wrong, each with its path."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = tuple(faults)


def written(document: Document, form: TextFormat) -> str:
    """The document as text; sections without entries are left out."""
    ordered = {
        section: {key: _ordered(entries[key]) for key in sorted(entries)}
        for section, entries in sorted(document.items())
        if entries
    }
    if form is TextFormat.JSON:
        return orjson.dumps({"format": FORMAT, **ordered}, option=orjson.OPT_INDENT_2).decode()
    parts = [f"format = {FORMAT}\n"]
    for section, entries in ordered.items():
        for key, value in entries.items():
            lines = (f"{_name(field)} = {_value(each)}\n" for field, each in value.items())
            parts.append(f"[{_name(section)}.{_name(key)}]\n{''.join(lines)}")
    return "\n".join(parts)


def read(text: str, form: TextFormat) -> Document:
    """What a text says, whose values may still be wrong. Raises DocumentFaults."""
    try:
        found = tomllib.loads(text) if form is TextFormat.TOML else orjson.loads(text)
    except (ValueError, RecursionError) as error:
        raise DocumentFaults([f"the file is not {form.upper()}: {error}"]) from error
    if not isinstance(found, dict):
        raise DocumentFaults(["the file must be one table, with format = 1 and the sections"])
    faults: list[str] = []
    if found.pop("format", None) != FORMAT:
        faults.append(f"format: must be {FORMAT}; write format = {FORMAT} at the top")
    faults += [f"{each.path}: {each.message}" for each in problems_of_shape(found)]
    plain = _plain(found, "", faults)
    if faults:
        raise DocumentFaults(faults)
    return {section: dict(entries) for section, entries in plain.items()}


def problems_of_shape(given: Mapping[str, Any]) -> Iterator[Problem]:
    """What keeps it from being sections of keys and values, the values aside."""
    known = sections()
    for section, entries in given.items():
        if section not in known:
            cure = f"is no section; use one of {', '.join(known)}"
            yield Problem(section, "", "", "", cure)
        elif not isinstance(entries, Mapping):
            yield Problem(section, "", "", "", "must be a table of entries by their keys")
        else:
            for key, value in entries.items():
                if not KEY.fullmatch(key):
                    cure = "is no key; use 1 to 64 letters, digits, '.', '_' and '-'"
                    yield Problem(section, key, "", "", cure)
                if not isinstance(value, Mapping):
                    yield Problem(section, key, "", "", "must be a table of fields")


def _ordered(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_ordered(each) for each in value]
    if not isinstance(value, Mapping):
        return value
    first = [name for name in _FIRST if name in value]
    return {name: _ordered(value[name]) for name in (*first, *sorted(set(value).difference(first)))}


def _plain(value: Any, path: str, faults: list[str]) -> Any:
    """The value as JSON has it: times as text."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    too_great = isinstance(value, int) and abs(value) > GREATEST_STORED
    if too_great or (isinstance(value, float) and not math.isfinite(value)):
        faults.append(f"{path}: is too great or no number; give another")
    if isinstance(value, dict):
        return {k: _plain(v, f"{path}.{k}" if path else k, faults) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(each, f"{path}[{place}]", faults) for place, each in enumerate(value)]
    return value


def _value(value: Any, wide: bool = True) -> str:
    """A value on one line; a list that is too long for it has a line for each member."""
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_name(name)} = {_value(each, False)}" for name, each in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list | tuple):
        items = [_value(each, False) for each in value]
        line = f"[{', '.join(items)}]"
        if not wide or len(line) <= _WIDEST:
            return line
        return "[\n" + "".join(f"    {item},\n" for item in items) + "]"
    return tomli_w.dumps({"a": value}).removeprefix("a = ").removesuffix("\n")


def _name(name: str) -> str:
    return tomli_w.dumps({name: 0}).removesuffix(" = 0\n")
