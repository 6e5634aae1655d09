"""What became of a row that was written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from searchapp.catalog.rows import Problem


class Status(StrEnum):
    """What a write did to an item."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row's status. `problems` say why it was rejected, `warnings` what was left out of it."""

    status: Status
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
