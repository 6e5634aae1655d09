"""How strongly single words speak for categories: multinomial naive Bayes, kept sparse.

It knows every word of the catalog exactly and learns from few examples; the trained network knows
pairs and pieces of words and weighs words against each other. Both together are right more often
than either.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from analyzers.evidence import Arrays
from analyzers.sorted_arrays import places

Floats = NDArray[np.float32]

_SMOOTHING = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class WordEvidence:
    """The log-likelihoods of words in classes.

    `words` (n,) uint32 are the sorted hashes of the known words; entries `starts[i]` to
    `starts[i + 1]` (n + 1,) int64 are those of word i: `classes` uint16 in which it occurs, and
    `gains` float16, by how much its log-likelihood there exceeds that of a word that does not
    occur, which is `unseen` (classes,) float32. `prior` (classes,) float32 is the log-share.
    """

    words: NDArray[np.uint32]
    starts: NDArray[np.int64]
    classes: NDArray[np.uint16]
    gains: NDArray[np.float16]
    unseen: Floats
    prior: Floats

    @classmethod
    def of(cls, texts: Iterable[tuple[Sequence[str], int, float]], count: int) -> WordEvidence:
        """Learns from the words of texts, their class, of `count`, and their weight."""
        hashes: list[int] = []
        owners: list[int] = []
        weights: list[float] = []
        shares = np.full(count, 0.5)
        for words, at, weight in texts:
            shares[at] += weight
            hashes.extend(map(_hash, words))
            owners.extend([at] * len(words))
            weights.extend([weight] * len(words))
        pairs = np.array(hashes, dtype=np.int64) * count + np.array(owners, dtype=np.int64)
        distinct, inverse = np.unique(pairs, return_inverse=True)
        counts = np.bincount(inverse, weights, len(distinct))
        words_of_pairs, classes = np.divmod(distinct, count)
        known, starts = np.unique(words_of_pairs, return_index=True)
        totals = np.bincount(classes, counts, count) + _SMOOTHING * len(known)
        return cls(
            known.astype(np.uint32),
            np.append(starts, len(distinct)).astype(np.int64),
            classes.astype(np.uint16),
            np.log1p(counts / _SMOOTHING).astype(np.float16),
            np.log(_SMOOTHING / totals).astype(np.float32),
            np.log(shares / shares.sum()).astype(np.float32),
        )

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> WordEvidence:
        return cls(
            np.asarray(arrays["evidence.words"], dtype=np.uint32),
            np.asarray(arrays["evidence.starts"], dtype=np.int64),
            np.asarray(arrays["evidence.classes"], dtype=np.uint16),
            np.asarray(arrays["evidence.gains"], dtype=np.float16),
            np.asarray(arrays["evidence.unseen"], dtype=np.float32),
            np.asarray(arrays["evidence.prior"], dtype=np.float32),
        )

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """What `from_arrays` needs to make it again."""
        return {
            "evidence.words": self.words,
            "evidence.starts": self.starts,
            "evidence.classes": self.classes,
            "evidence.gains": self.gains,
            "evidence.unseen": self.unseen,
            "evidence.prior": self.prior,
        }

    def of_queries(self, queries: Sequence[Sequence[str]]) -> Floats:
        """The log-likelihood (queries, classes) of the known words of each query and the class."""
        values: Floats = np.tile(self.prior, (len(queries), 1))
        for row, words in enumerate(queries):
            known = self._places(words)
            values[row] += len(known) * self.unseen
            first, last = self.starts[known].tolist(), self.starts[known + 1].tolist()
            for entries in map(slice, first, last):
                values[row, self.classes[entries]] += self.gains[entries]
        return values

    def _places(self, words: Sequence[str]) -> NDArray[np.int64]:
        """The numbers of those of `words` that are known."""
        hashes = np.array([_hash(word) for word in words], dtype=np.uint32)
        found = places(self.words, hashes)
        return found[found >= 0]


def _hash(word: str) -> int:
    return crc32(word.encode("utf-8", "replace"))
