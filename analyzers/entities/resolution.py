"""Which of several readings of the same words may filter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analyzers.entities.patterns.phrases import overlaps
from analyzers.query import SURE, Entity

_BEST_UNSURE = SURE - 0.01
_LEAST = 0.1
"""Readings below are not worth a boost."""
_MOST_UNSURE = 3
"""Unsure readings of one span that are kept."""


def resolved(found: Sequence[Entity]) -> list[Entity]:
    """At most one sure reading of any word: the longest, then the surest. Another reading of its
    words becomes unsure; what lies inside a longer sure one is dropped.
    """
    winners: list[Entity] = []
    for entity in sorted(found, key=lambda each: (each.start - each.end, -each.confidence)):
        if entity.is_sure and not overlaps(
            entity.start, entity.end, ((other.start, other.end) for other in winners)
        ):
            winners.append(entity)
    losers = [
        replace(entity, confidence=min(entity.confidence, _BEST_UNSURE))
        for entity in found
        if entity not in winners and not any(_is_inside(entity, other) for other in winners)
    ]
    kept: dict[tuple[int, int], list[Entity]] = {}
    for entity in sorted(losers, key=lambda each: -each.confidence):
        same = kept.setdefault((entity.start, entity.end), [])
        if entity.confidence >= _LEAST and len(same) < _MOST_UNSURE:
            same.append(entity)
    unsure = [entity for same in kept.values() for entity in same]
    return sorted(
        (*winners, *unsure), key=lambda each: (each.start, each.end, -each.confidence, each.field)
    )


def _is_inside(entity: Entity, other: Entity) -> bool:
    shorter = entity.end - entity.start < other.end - other.start
    return shorter and other.start <= entity.start and entity.end <= other.end
