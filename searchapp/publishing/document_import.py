"""What it takes to make a document say what another says, checked before anything is done."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from searchapp.publishing.difference import Change, difference
from searchapp.publishing.document_text import DocumentFaults
from searchapp.publishing.models.version import Document
from searchapp.publishing.publication import problems_of
from searchapp.publishing.sections import model_of

_MARKS = {"added": "+", "changed": "~", "removed": "-"}
_WIDEST = 72


def plan_import(given: Document, present: Document, *, prune: bool) -> tuple[Change, ...]:
    """The changes that lead from `present` to what is `given`.

    Without `prune` nothing is removed. Raises DocumentFaults with all that could not be published.
    """
    wanted = dict(present)
    for section in {*given, *(present if prune else ())}:
        kept = {} if prune else present.get(section, {})
        wanted[section] = {**kept, **given.get(section, {})}
    changes = difference(present, wanted)
    found = problems_of(wanted, {each.section for each in changes}, present)
    if found:
        raise DocumentFaults([f"{each.path}: {each.message}" for each in found])
    return tuple(same for each in changes if (same := _settled(each)).before != same.after)


def _settled(step: Change) -> Change:
    """The change with the value as it will be stored: what is as by default may be written out."""
    if step.after is None:
        return step
    row = model_of(step.section)(key=step.key)
    row.value = step.after
    return replace(step, after=row.value)


@dataclass(frozen=True, slots=True)
class Told:
    """Changes as lines for people: `+` is added, `~` is changed with its fields, `-` is removed."""

    changes: tuple[Change, ...]

    def __iter__(self) -> Iterator[str]:
        for each in self.changes:
            value = each.after if each.after is not None else each.before
            name = f"{each.section}.{each.key}"
            yield f"{_MARKS[each.verb]} {name}{_called(value or {})}"
            if each.verb == "changed":
                for field, before, after in each.fields:
                    yield f"    {field}: {_short(before)} → {_short(after)}"


def _called(value: Mapping[str, Any]) -> str:
    """What tells an entry from others, for whom its key says nothing."""
    said = next((value[name] for name in ("name", "terms", "text", "names") if value.get(name)), "")
    return f" {_short(said)}" if said else ""


def _short(value: Any) -> str:
    if value is None:
        return "(as by default)"
    said = json.dumps(value, ensure_ascii=False)
    return said if len(said) <= _WIDEST else f"{said[: _WIDEST - 1]}…"
