"""Means over queries with what chance leaves open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_RESAMPLES = 4_000
_AT_ONCE = 2_000_000


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean, and `low` and `high` between which that over all such queries lies with 95%
    confidence; of a single query nothing can be said, and both are None.
    """

    mean: float
    low: float | None = None
    high: float | None = None

    @property
    def is_sure(self) -> bool:
        """Whether it differs from 0 by more than chance."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def mean_interval(values: Sequence[float], seed: int = 0) -> Interval | None:
    """The mean and its interval by the percentile bootstrap: queries are drawn with replacement,
    each with its pair of measurements, whose difference is its value (Efron, Tibshirani, An
    Introduction to the Bootstrap, 1993, section 13.3). None without values; the same `seed` gives
    the same interval.
    """
    if not values:
        return None
    sample: NDArray[np.float64] = np.asarray(values, dtype=np.float64)
    mean = float(sample.mean())
    if len(sample) == 1:
        return Interval(mean)
    random = np.random.default_rng(seed)
    drawn: list[NDArray[np.float64]] = []
    portion = max(1, _AT_ONCE // len(sample))
    for start in range(0, _RESAMPLES, portion):
        rows = min(portion, _RESAMPLES - start)
        places = random.integers(0, len(sample), size=(rows, len(sample)))
        drawn.append(sample[places].mean(axis=1))
    low, high = np.percentile(np.concatenate(drawn), (2.5, 97.5)).tolist()
    # A mean of equal values must not lie outside by a rounding error.
    return Interval(mean, min(low, mean), max(high, mean))


def ratio_interval(
    before: Sequence[float], after: Sequence[float], seed: int = 0
) -> Interval | None:
    """The geometric mean of `after` / `before`, query by query, with its interval."""
    logs = [float(np.log(b / a)) for a, b in zip(before, after, strict=True) if a > 0 and b > 0]
    found = mean_interval(logs, seed)
    if found is None:
        return None
    low, high = (None if each is None else float(np.exp(each)) for each in (found.low, found.high))
    return Interval(float(np.exp(found.mean)), low, high)
