"""The words of the catalog and of the query log."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Words, how often they occur and which stand side by side."""
