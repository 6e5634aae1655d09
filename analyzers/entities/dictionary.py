"""The names by which values of catalog fields are known."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class EntityDictionary:
    """Names of brands, categories, colours and other values, and what they mean."""
