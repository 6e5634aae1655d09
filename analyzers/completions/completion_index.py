"""Phrases that complete a query, found by the beginning of any of their words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class CompletionIndex:
    """Phrases with their weights."""
