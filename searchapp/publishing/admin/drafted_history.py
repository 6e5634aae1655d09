"""The history of a drafted row: who changed it, in which draft, and from what to what."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from searchapp.publishing.actors import Actor
from searchapp.publishing.difference import Change
from searchapp.publishing.models import AuditEntry, Drafted
from searchapp.publishing.record import entries_seen_by

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Step:
    """One change of a row: `fields` are those that differ, with what they were and are."""

    entry: AuditEntry
    fields: tuple[tuple[str, str, str], ...]


def history_of(row: Drafted, actor: Actor) -> Any:
    """What was ever done to the row, in any draft that the actor may look at, the newest first: a
    query to be paged.
    """
    return entries_seen_by(actor).filter(section=row.section, key=row.key).order_by("-pk")


def steps(entries: Any) -> Iterator[Step]:
    """The entries with what differs, as people read it."""
    for entry in entries:
        change = Change(entry.section, entry.key, entry.before, entry.after)
        yield Step(
            entry,
            tuple((name.replace("_", " "), _read(a), _read(b)) for name, a, b in change.fields),
        )


def _read(value: object) -> str:
    match value:
        case None:
            return NOTHING
        case bool():
            return "yes" if value else "no"
        case str():
            return value or NOTHING
        case list() if all(isinstance(each, str) for each in value):
            return ", ".join(value) or NOTHING
    return json.dumps(value, ensure_ascii=False)
