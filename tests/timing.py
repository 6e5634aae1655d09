"""How long work takes, whatever else the machine does."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time
from timeit import repeat


def quickest(work: Callable[[], object], runs: int = 3) -> float:
    """Seconds of processor time that the quickest of the runs took in this process: other processes
    do not count, nor does the collector, which walks through what other tests have left.
    """
    return min(repeat(work, timer=process_time, repeat=runs, number=1))
