"""Regular expressions from the phrases of the data files. All take time linear in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from analyzers.entities.data_files import data_file

Languages = tuple[str, ...]
"""Codes, sorted; those without data are passed over."""


def any_of(phrases: Iterable[str], whole: bool = True) -> str:
    """An expression for any of the phrases, the longest first, as `whole` words or anywhere; it
    never matches when there are none. Spaces in a phrase match any one space.
    """
    longest_first = sorted(dict.fromkeys(phrases), key=lambda phrase: (-len(phrase), phrase))
    if not longest_first:
        return r"(?!)"
    return "(?:" + "|".join(map(_whole if whole else _anywhere, longest_first)) + ")"


def told(section: str, key: str, languages: Languages) -> list[Any]:
    """What `data/offers.toml` lists under `key` in the section of each language."""
    by_language: Mapping[str, Mapping[str, Sequence[Any]]] = data_file("offers")[section]
    return [each for language in languages for each in by_language.get(language, {}).get(key, ())]


def overlaps(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether `[start, end)` shares a character with one of the spans."""
    return any(start < last and first < end for first, last in spans)


def _whole(phrase: str) -> str:
    before = r"(?<!\w)" if phrase[0].isalnum() else ""
    after = r"(?!\w)" if phrase[-1].isalnum() else ""
    return before + _anywhere(phrase) + after


def _anywhere(phrase: str) -> str:
    return re.escape(phrase).replace(r"\ ", r"\s")
