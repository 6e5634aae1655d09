"""The most probable reading of a whole query (Viterbi over its readings)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analyzers.spelling.context_model import ContextModel
from analyzers.spelling.reading import Reading


def best_path(
    readings: Sequence[Reading], is_linked: Sequence[bool], model: ContextModel
) -> list[Reading]:
    """Readings that cover all words once, in order, with the highest score in sum.

    `readings` must hold one as typed for each word, `is_linked` whether a word belongs to the one
    before it.
    """
    count = len(is_linked)
    starting: list[list[Reading]] = [[] for _ in range(count)]
    for reading in readings:
        starting[reading.first].append(reading)
    ending: list[list[tuple[float, Reading, int]]] = [[] for _ in range(count + 1)]
    for place in range(count):
        here = starting[place]
        own = np.array([_own_score(reading, model) for reading in here])
        if place and is_linked[place]:
            lasts = [reading.words[-1] for _, reading, _ in ending[place]]
            steps = model.steps(lasts, [reading.words[0] for reading in here])
            scores = np.array([[score] for score, _, _ in ending[place]]) + steps
            back = scores.argmax(axis=0)
            totals = scores.max(axis=0) + own
        else:
            before = max((score for score, _, _ in ending[place]), default=0.0)
            back = np.full(
                len(here),
                max(range(len(ending[place])), key=lambda i: ending[place][i][0], default=0),
            )
            totals = own + before + [reading.words[0].log_probability for reading in here]
        for reading, total, previous in zip(here, totals.tolist(), back.tolist(), strict=True):
            ending[reading.last].append((total, reading, previous))
    path = []
    place = count
    index = max(range(len(ending[count])), key=lambda i: ending[count][i][0])
    while place:
        _, reading, index = ending[place][index]
        path.append(reading)
        place = reading.first
    return path[::-1]


def path_score(path: Sequence[Reading], is_linked: Sequence[bool], model: ContextModel) -> float:
    """The score of readings that follow each other: log-probability less the cost of errors."""
    score = 0.0
    previous = None
    for reading in path:
        first = reading.words[0]
        if previous is not None and is_linked[reading.first]:
            score += model.step(previous, first)
        else:
            score += first.log_probability
        score += _own_score(reading, model)
        previous = reading.words[-1]
    return score


def _own_score(reading: Reading, model: ContextModel) -> float:
    """What a reading adds beside the probability of its first word."""
    return -reading.cost + sum(
        model.step(first, second)
        for first, second in zip(reading.words, reading.words[1:], strict=False)
    )
