"""The trace of an answer as lines for people to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from searchapp.pipeline.trace import StageRecord

_INDENT = "  "


def trace_lines(record: StageRecord) -> list[str]:
    """A stage and how long it took, and below it what it did; what is empty is left out."""
    return [
        f"{record.stage}  {record.took_ms:.2f} ms",
        *(_INDENT + line for line in _lines(record.detail)),
    ]


def _lines(detail: Mapping[str, Any]) -> Iterator[str]:
    """One line for each value that fits on one, one for each entry of a list of objects."""
    for name, value in detail.items():
        label = name.replace("_", " ")
        if _is_empty(value):
            continue
        if isinstance(value, list) and isinstance(value[0], Mapping):
            yield label
            yield from (f"{_INDENT}- {_inline(each)}" for each in value)
        else:
            yield f"{label}: {_inline(value)}"


def _inline(value: Any) -> str:
    if isinstance(value, Mapping):
        parts = ((name.replace("_", " "), part) for name, part in value.items())
        return ", ".join(_named(name, part) for name, part in parts if not _is_empty(part))
    if isinstance(value, list | tuple):
        nested = any(isinstance(each, Mapping) for each in value)
        return ("; " if nested else ", ").join(map(_inline, value))
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _named(name: str, value: Any) -> str:
    if value is True:
        return name
    text = _inline(value)
    return f"{name} ({text})" if isinstance(value, Mapping | list | tuple) else f"{name} {text}"


def _is_empty(value: Any) -> bool:
    return value is None or value is False or value in ("", [], {}, ())
