"""Parts that documents of several kinds have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from searchapp.pipeline.schema import fold_identifier

Document = dict[str, Any]


def seconds(moment: datetime | None) -> float | None:
    """Seconds since 1970-01-01 UTC."""
    return None if moment is None else moment.timestamp()


def identifiers(codes: Iterable[str]) -> list[str]:
    """The folded forms of ids, SKUs and GTINs, each once, and of numbers also without zeros in
    front."""
    folded: dict[str, None] = {}
    for code in codes:
        form = fold_identifier(code)
        folded[form] = None
        if form.isdigit():
            folded[form.lstrip("0")] = None
    return [form for form in folded if form]


def distinct(values: Iterable[str]) -> list[str]:
    """The values that are not empty, each once, in their order."""
    return list(dict.fromkeys(value for value in values if value))


def present(document: Mapping[str, Any]) -> Document:
    """The document without fields that say nothing: None, empty texts and lists."""
    return {
        name: value
        for name, value in document.items()
        if value is not None and not (isinstance(value, str | list) and not value)
    }
