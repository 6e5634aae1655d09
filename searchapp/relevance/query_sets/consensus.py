"""One grade out of those of several raters."""

from __future__ import annotations

import math
from collections.abc import Iterable
from statistics import median


def consensus(grades: Iterable[int]) -> float:
    """The median, which one rater who is far off does not move; of an even number of grades the
    mean of the middle two. Raises StatisticsError without grades.
    """
    return float(median(grades))


def whole_consensus(grades: Iterable[int]) -> int:
    """The same for formats that have whole grades only: a half is rounded up."""
    return math.floor(consensus(grades) + 0.5)
