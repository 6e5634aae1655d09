"""Looking things up in sorted arrays, many at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def places(
    table: NDArray[Any], wanted: NDArray[Any], order: NDArray[np.int64] | None = None
) -> NDArray[np.int64]:
    """Where each of `wanted`, of any shape, stands in `table`, (n,), which is sorted or which
    `order`, (n,), sorts; -1 where it does not.
    """
    if not len(table):
        return np.full(wanted.shape, -1)
    found = np.searchsorted(table, wanted, sorter=order)
    found[found == len(table)] = 0
    if order is not None:
        found = order[found]
    return np.where(table[found] == wanted, found, -1)


def ranges(first: NDArray[np.integer], last: NDArray[np.integer]) -> NDArray[np.int64]:
    """The whole numbers of all ranges [first, last), one after the other."""
    sizes = (last - first).astype(np.int64)
    total = int(sizes.sum())
    if not total:
        return np.empty(0, dtype=np.int64)
    ends = np.cumsum(sizes)
    numbers: NDArray[np.int64] = np.arange(total) + np.repeat(first - (ends - sizes), sizes)
    return numbers
