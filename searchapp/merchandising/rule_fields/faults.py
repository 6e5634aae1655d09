"""Where a fault of a plain rule is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass

from searchapp.merchandising.rule_fields.description import ACTIONS, AS_JSON

_ROW = re.compile(r"(when|do)\[(\d+)\]\.?")
_NAMES = re.compile(r"[a-z_]+")


@dataclass(frozen=True, slots=True)
class Place:
    """The row `number` of the `group` when or do, and what is `within` it; or, without a group, a
    field of the rule, with what is within.
    """

    group: str
    number: int
    field: str
    within: str

    def sentence(self, message: str) -> str:
        """What is wrong, as it stands there."""
        said = f"{self.within.replace('_', ' ')} {message}".strip()
        return f"{said[:1].upper()}{said[1:]}."


def place_of(path: str) -> Place:
    """Where the fault at `path` is shown; the times have fields of their own."""
    if match := _ROW.match(path):
        return Place(match[1], int(match[2]), "", path[match.end() :])
    top, _, part = path.partition(".")
    return Place("", 0, re.split(r"[.\[]", part or top)[0], part)


def field_at(is_: str, within: str) -> str | None:
    """The field of an action that a fault within it is about; None: the whole of it."""
    kind = ACTIONS[is_]
    names: list[str] = _NAMES.findall(within)
    if is_ == AS_JSON:
        return kind.fields[0]
    if found := next((name for name in reversed(names) if name in kind.fields), None):
        return found
    # What is done to something is said first.
    is_target = bool(names) and names[0] == kind.verb
    return next(name for name in kind.fields if name != "kind") if is_target else None
