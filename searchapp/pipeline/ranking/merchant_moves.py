"""Merchants' boosts and buries: once, when all else is ranked, and before pins.

A score says nothing to who writes a rule, and its scale changes with every reranker. So a boost is
told in places: the item gets the score of the one that stands so many places before it in this very
answer, and goes before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from searchapp.pipeline.candidate import Adjustment, Candidate, passes
from searchapp.pipeline.merchandising import Moved
from searchapp.pipeline.ranking.first_stage import Ranking

_BEYOND = 0.001
"""By how much an item passes the one that it reaches, in shares of the distance to the next."""


def move(ranking: Ranking, moved: Sequence[Moved]) -> Ranking:
    """The ranking with its window in the order of the changed scores.

    The places of several rules add up; their factors are multiplied. Items that no rule names keep
    their scores and their order, also where that is not the order of scores (diversity).
    """
    moved = [each for each in moved if ranking.kind in each.kinds]
    window = ranking.window
    if not moved or not window:
        return ranking
    scores = list(accumulate((item.score for item in window), min))
    standing: list[tuple[float, float, Candidate]] = []
    for place, item in enumerate(window):
        naming = [each for each in moved if _names(each, item)]
        if naming:
            changed = _changed(item, place, scores, naming)
            # Among equal scores the place decides.
            places = sum(each.places for each in naming)
            beside = place - places - (0.5 if places > 0 else -0.5 if places else 0.0)
            standing.append((-changed.score, beside, changed))
        else:
            standing.append((-scores[place], place, item))
    standing.sort(key=lambda each: each[:2])
    return replace(ranking, window=[item for _, _, item in standing])


def _names(moved: Moved, item: Candidate) -> bool:
    if moved.filter is None:
        return item.id in moved.ids
    return passes(item, moved.filter)


def _changed(
    item: Candidate, place: int, scores: Sequence[float], moved: Sequence[Moved]
) -> Candidate:
    """The item with what each rule adds to its score, one after the other."""
    places, factor, score, least = 0, 1.0, item.score, scores[-1]
    changes: list[Adjustment] = []
    for each in moved:
        places, factor = places + each.places, factor * each.factor
        now = least + (_score_at(place, places, scores) - least) * factor
        changes.append(Adjustment(each.rule, _effect(each), now - score, each.rule_id))
        score = now
    return item._replace(
        first_score=score if item.final_score is None else item.first_score,
        final_score=None if item.final_score is None else score,
        adjustments=(*item.adjustments, *changes),
    )


def _score_at(place: int, places: int, scores: Sequence[float]) -> float:
    """The score of an item that stands `places` before `place`, beside the one that has it."""
    if not places:
        return scores[place]
    there = min(max(place - places, 0), len(scores) - 1)
    beyond = there - 1 if places > 0 else there + 1
    reached = scores[there]
    if 0 <= beyond < len(scores):
        return reached + (scores[beyond] - reached) * _BEYOND
    # First or last: beyond it by what lies between it and its neighbour.
    near = scores[min(max(there + (1 if places > 0 else -1), 0), len(scores) - 1)]
    return reached + ((reached - near) * _BEYOND or (_BEYOND if places > 0 else -_BEYOND))


def _effect(moved: Moved) -> str:
    if moved.places:
        return f"{'raised' if moved.places > 0 else 'lowered'} by {abs(moved.places)} places"
    return f"{'raised' if moved.factor > 1 else 'lowered'} by the factor {moved.factor:g}"
