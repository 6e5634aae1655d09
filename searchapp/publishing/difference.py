"""What lies between two documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from searchapp.publishing.models.version import Document

Value = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """What one key of a section was and is; None is nothing."""

    section: str
    key: str
    before: Value | None
    after: Value | None

    @property
    def verb(self) -> str:
        """Added, removed or changed."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"

    @property
    def fields(self) -> tuple[tuple[str, Any, Any], ...]:
        """The fields that differ, with what they were and are."""
        before, after = self.before or {}, self.after or {}
        names = dict.fromkeys([*before, *after])
        return tuple(
            (name, before.get(name), after.get(name))
            for name in names
            if before.get(name) != after.get(name)
        )


def difference(before: Document, after: Document) -> tuple[Change, ...]:
    """The changes that lead from one document to the other, by section and key."""
    changes: list[Change] = []
    for section in sorted({*before, *after}):
        old, new = before.get(section, {}), after.get(section, {})
        if old is new:
            continue
        changes += [
            Change(section, key, old.get(key), new.get(key))
            for key in sorted({*old, *new})
            if old.get(key) != new.get(key)
        ]
    return tuple(changes)
