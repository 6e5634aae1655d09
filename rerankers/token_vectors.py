"""Texts as the vectors of their tokens in context, and how near a query's are to a document's.

Late interaction (Khattab, Zaharia: ColBERT, SIGIR 2020, arXiv 2004.12832): a document is read
without any query, once, and its vectors are kept in few bytes; a query is then compared with
many documents by products of small matrices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

STAMP_BYTES = 16
"""The first bytes of kept vectors: a digest of the model and the text that they are of."""

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class TokenVectors:
    """A text that was read: `whole` (d,) is its direction, `words` (n, d) are those of its words,
    all float32 of length 1 (of length 0 where there is nothing to read); there is at least one row.
    """

    whole: Vectors
    words: Vectors


def pack(stamp: bytes, read: TokenVectors) -> bytes:
    """The vectors in n + 1 times d bytes and those of the stamp: int8, each vector by its own
    largest number. `unpack` makes them of length 1 again, so that no scale needs to be kept.
    """
    rows = np.vstack([read.whole[None], read.words])
    largest = np.abs(rows).max(axis=1, keepdims=True)
    scaled = np.rint(rows / np.where(largest > 0, largest, 1.0) * 127)
    return stamp + scaled.astype(np.int8).tobytes()


def unpack(stamp: bytes, kept: bytes, dimensions: int) -> TokenVectors | None:
    """What was kept; None where it is of another model or text, or damaged."""
    size = len(kept) - STAMP_BYTES
    if size < 2 * dimensions or size % dimensions or kept[:STAMP_BYTES] != stamp:
        return None
    rows = np.frombuffer(kept, np.int8, offset=STAMP_BYTES).reshape(-1, dimensions)
    vectors = rows.astype(np.float32)
    lengths = np.sqrt(np.einsum("nd,nd->n", vectors, vectors))
    vectors /= np.where(lengths > 0, lengths, 1.0)[:, None]
    return TokenVectors(vectors[0], vectors[1:])


def nearness(
    query: TokenVectors, weights: Vectors, documents: Sequence[TokenVectors], whole_weight: float
) -> Vectors:
    """(documents,) float32: the mean over the query's words, by their `weights` (n,), of the cosine
    with the document's nearest word, and `whole_weight` times the cosine of the whole texts.
    """
    if not documents:
        return np.zeros(0, dtype=np.float32)
    starts = np.cumsum([0, *(len(each.words) for each in documents[:-1])])
    words = np.concatenate([each.words for each in documents])
    nearest = np.maximum.reduceat(words @ query.words.T, starts, axis=0)
    total = float(weights.sum())
    by_words = nearest @ (weights / total if total > 0 else weights)
    wholes = np.stack([each.whole for each in documents]) @ query.whole
    return (by_words + whole_weight * wholes).astype(np.float32)
