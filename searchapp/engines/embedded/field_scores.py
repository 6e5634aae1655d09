"""The BM25 score of single fields for the hits of a page, from the terms stored with each row.

To ask the text index for each field again would cost a search a field; the hits' own terms are at
hand. Robertson and Zaragoza (2009), "The Probabilistic Relevance Framework: BM25 and Beyond".
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from searchapp.engines.embedded.analysis import hash_terms
from searchapp.engines.embedded.text_index import TextView

_SATURATION = 1.2
_LENGTH_WEIGHT = 0.75


def score_fields(
    terms: Sequence[str],
    stored: Sequence[bytes],
    fields: Sequence[str],
    wanted: Sequence[str],
    mean_lengths: NDArray[np.float64],
    view: TextView,
) -> list[dict[str, float]]:
    """For each hit the score of `terms` in each field of `wanted` that has any of them.

    `stored` holds each hit's `EncodedDocument.terms`, `fields` all TEXT fields of the schema, in
    order, and `mean_lengths` (len(fields),) the mean number of terms in each.
    """
    if not terms or not stored or not wanted:
        return [{} for _ in stored]
    hits, width = len(stored), len(fields)
    blobs = [np.frombuffer(each, np.uint32) for each in stored]
    lengths = np.array([blob[:width] for blob in blobs], np.int64)
    hashes = np.concatenate([blob[width:] for blob in blobs])
    ends = lengths.ravel().cumsum()

    known = np.array(hash_terms(terms), np.uint32)
    order = np.argsort(known)
    place = np.searchsorted(known[order], hashes).clip(max=len(known) - 1)
    matched = np.flatnonzero(known[order][place] == hashes)
    span = np.searchsorted(ends, matched, side="right")
    counted = np.bincount(
        span * len(terms) + order[place[matched]], minlength=hits * width * len(terms)
    )
    frequencies = counted.reshape(hits, width, len(terms)).astype(np.float64)

    columns = [fields.index(name) for name in wanted]
    norm = 1 - _LENGTH_WEIGHT + _LENGTH_WEIGHT * lengths / np.maximum(mean_lengths, 1e-9)
    frequencies = frequencies[:, columns, :]
    weights = np.array(
        [
            [view.inverse_document_frequency(view.searcher.doc_freq(name, term)) for term in terms]
            for name in wanted
        ]
    )
    saturated = frequencies / (frequencies + _SATURATION * norm[:, columns, None])
    scores = (saturated * weights * (1 + _SATURATION)).sum(axis=2)
    return [
        {name: score for name, score in zip(wanted, row, strict=True) if score > 0}
        for row in scores.tolist()
    ]
