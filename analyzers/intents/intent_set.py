"""Intents in the form in which queries are looked up in them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class IntentSet:
    """The published intents of all languages."""
