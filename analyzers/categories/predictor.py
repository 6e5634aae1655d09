"""Which categories a query looks in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class CategoryPredictor:
    """A trained model of queries and categories, or nothing yet."""
