"""The rows of a form: one for each trigger and action.

What a row does is fixed when it is added, so that it has the fields of that and no others, also
without JavaScript.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from searchapp.merchandising.rule_fields.description import ACTIONS, TRIGGERS

_ROW = re.compile(r"(when|do)-(\d{1,4})-([a-z_]+)")


@dataclass(slots=True)
class Row:
    """A trigger or action: what it `is`, its texts by field, and what is wrong with it."""

    group: str
    place: int
    is_: str
    texts: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def prefix(self) -> str:
        """How the names of its fields begin."""
        return f"{self.group}-{self.place}"

    @property
    def title(self) -> str:
        """What people call it."""
        return TRIGGERS[self.is_] if self.group == "when" else ACTIONS[self.is_].title

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that it has."""
        return ("text",) if self.group == "when" else ACTIONS[self.is_].fields


def read_rows(data: Mapping[str, str]) -> tuple[list[Row], list[Row]]:
    """The rows of a form, numbered anew."""
    found: dict[tuple[str, int], dict[str, str]] = {}
    for name, text in data.items():
        if match := _ROW.fullmatch(name):
            found.setdefault((match[1], int(match[2])), {})[match[3]] = text
    rows: dict[str, list[Row]] = {"when": [], "do": []}
    for (group, _), texts in sorted(found.items()):
        is_ = texts.pop("is", "")
        if is_ in (TRIGGERS if group == "when" else ACTIONS):
            rows[group].append(Row(group, len(rows[group]), is_, texts))
    return rows["when"], rows["do"]
