"""Counts far more pairs than a dictionary could hold."""

from __future__ import annotations

from array import array

import numpy as np
from numpy.typing import NDArray

_BUFFERED = 1 << 20


class PairCounter:
    """Counts 64-bit keys in sorted arrays; of more than twice `most` keys the rarest are dropped.

    Memory is about 12 bytes a key, twice that while new ones are merged in.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._keys = np.empty(0, dtype=np.uint64)
        self._counts = np.empty(0, dtype=np.uint32)
        self._new_keys = array("Q")
        self._new_counts = array("I")

    def add(self, key: int, count: int = 1) -> None:
        self._new_keys.append(key)
        self._new_counts.append(count)
        if len(self._new_keys) >= _BUFFERED:
            self._merge()
            if len(self._keys) > 2 * self._most:
                self._keep_commonest()

    def counted(self) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
        """The commonest keys, at most `most`, sorted, and how often each was added."""
        self._merge()
        if len(self._keys) > self._most:
            self._keep_commonest()
        return self._keys, self._counts

    def _merge(self) -> None:
        keys = np.concatenate([self._keys, np.frombuffer(self._new_keys, dtype=np.uint64)])
        counts = np.concatenate([self._counts, np.frombuffer(self._new_counts, dtype=np.uint32)])
        self._keys, where = np.unique(keys, return_inverse=True)
        sums = np.bincount(where, weights=counts, minlength=len(self._keys))
        self._counts = np.minimum(sums, 0xFFFFFFFF).astype(np.uint32)
        self._new_keys, self._new_counts = array("Q"), array("I")

    def _keep_commonest(self) -> None:
        commonest = np.argsort(-self._counts.astype(np.int64), kind="stable")[: self._most]
        kept = np.sort(commonest)
        self._keys, self._counts = self._keys[kept], self._counts[kept]
