"""A record of a file, with where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from searchapp.catalog.rows import Problem


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One record: its first line (counted from 1), and its fields, or why they can't be read.

    `raw` is the record as it came, for the file of rejected rows.
    """

    line: int
    row: Mapping[str, Any] | None
    raw: Any
    problem: Problem | None = None
