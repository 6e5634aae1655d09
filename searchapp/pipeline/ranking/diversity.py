"""Diversity: not the same seller, brand or title again and again among the first hits.

Maximal marginal relevance (Carbonell and Goldstein, "The Use of MMR", SIGIR 1998): each place goes
to the item whose score, less its likeness to those before it, is highest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from searchapp.pipeline.candidate import Adjustment, Candidate
from searchapp.pipeline.profile import Diversity
from searchapp.pipeline.ranking.first_stage import Ranking

_WORD = re.compile(r"\w+")


def diversified(ranking: Ranking, wanted: Diversity) -> Ranking:
    """The ranking with its head in a more diverse order; each item that falls back says why.

    The head is the same for every page, so pages neither repeat an item nor lose one. Scores stay.
    """
    head = list(ranking.window[: wanted.head])
    if not wanted.strength or len(head) < 3:
        return ranking
    order = _order(head, wanted)
    moved = [_told(head[place], place, now) for now, place in enumerate(order)]
    return replace(ranking, window=[*moved, *ranking.window[wanted.head :]])


def _order(head: Sequence[Candidate], wanted: Diversity) -> list[int]:
    likeness = _likeness(head, wanted)
    scores = np.array([item.score for item in head], np.float64)
    spread = float(scores.max() - scores.min())
    relevance = (scores - scores.min()) / spread if spread else np.ones(len(head))
    closest = np.zeros(len(head))
    order: list[int] = []
    left = np.ones(len(head), bool)
    for _ in head:
        worth = (1 - wanted.strength) * relevance - wanted.strength * closest
        # The first of equals: the order that they had.
        place = int(np.argmax(np.where(left, worth, -np.inf)))
        order.append(place)
        left[place] = False
        closest = np.maximum(closest, likeness[place])
    return order


def _likeness(head: Sequence[Candidate], wanted: Diversity) -> NDArray[np.float64]:
    """How alike two items are, (n, n) in [0, 1]: by what is most alike of them."""
    alike = wanted.seller * _same(head, "seller")
    alike = np.maximum(alike, wanted.brand * _same(head, "brand"))
    return np.asarray(np.maximum(alike, wanted.title * _titles(head, wanted.near_duplicate)))


def _same(head: Sequence[Candidate], field: str) -> NDArray[np.float64]:
    values = [item.document.get(field) or None for item in head]
    known = np.array([value is not None for value in values])
    codes = np.unique([str(value) for value in values], return_inverse=True)[1]
    same = (codes[:, None] == codes[None, :]) & known[:, None] & known[None, :]
    return np.asarray(same, np.float64)


def _titles(head: Sequence[Candidate], least: float) -> NDArray[np.float64]:
    """The Jaccard index of the titles' words, where it reaches `least`; else 0."""
    words = [set(_WORD.findall(str(item.document.get("title", "")).lower())) for item in head]
    index = np.zeros((len(head), len(head)))
    for row, own in enumerate(words):
        for column in range(row):
            either = len(own | words[column])
            index[row, column] = index[column, row] = (
                len(own & words[column]) / either if either else 0.0
            )
    return np.where(index >= least, index, 0.0)


def _told(item: Candidate, before: int, now: int) -> Candidate:
    if now <= before:
        return item
    places = now - before
    change = Adjustment("Diversity", f"{places} places later, after unlike items", -float(places))
    return item._replace(adjustments=(*item.adjustments, change))
