"""Why a row was rejected."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a row: the field where it is, and the reason with its cure."""

    field: str
    reason: str
