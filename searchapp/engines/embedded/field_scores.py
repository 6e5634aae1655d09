"""The BM25 score of single fields for the hits of a page, from the terms stored with each row.

To ask the text index for each field again would cost a search a field; the hits' own terms are at
hand. Robertson and Zaragoza (2009), "The Probabilistic Relevance Framework: BM25 and Beyond".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from searchapp.engines.embedded.analysis import hash_terms
from searchapp.engines.embedded.text_clauses import TermsOfWay
from searchapp.engines.embedded.text_index import TextView

_SATURATION = 1.2
_LENGTH_WEIGHT = 0.75

_Unit = tuple[str, ...]


def score_fields(
    words: Sequence[Sequence[TermsOfWay]],
    stored: Sequence[bytes],
    fields: Sequence[str],
    wanted: Sequence[str],
    mean_lengths: NDArray[np.float64],
    view: TextView,
) -> list[dict[str, float]]:
    """For each hit the score of `words`, each met in its best way, in each field of `wanted` that
    has any of them.

    `stored` holds each hit's `EncodedDocument.terms`, `fields` all TEXT fields of the schema, in
    order, and `mean_lengths` (len(fields),) the mean number of terms in each.
    """
    if not words or not stored or not wanted:
        return [{} for _ in stored]
    hits, width = len(stored), len(fields)
    blobs = [np.frombuffer(each, np.uint32) for each in stored]
    lengths = np.array([blob[:width] for blob in blobs], np.int64)
    hashes = np.concatenate([blob[width:] for blob in blobs])

    units = _units(words)
    counted = _occurrences(units, hashes, lengths.ravel().cumsum())
    columns = [fields.index(name) for name in wanted]
    frequencies = counted.reshape(hits, width, len(units))[:, columns, :].astype(np.float64)
    norm = 1 - _LENGTH_WEIGHT + _LENGTH_WEIGHT * lengths / np.maximum(mean_lengths, 1e-9)
    weights = np.array([[_weight(unit, name, view) for unit in units] for name in wanted])
    saturated = frequencies / (frequencies + _SATURATION * norm[:, columns, None])
    scores = _of_words(words, units, saturated * weights * (1 + _SATURATION))
    return [
        {name: score for name, score in zip(wanted, row, strict=True) if score > 0}
        for row in scores.tolist()
    ]


def _units(words: Sequence[Sequence[TermsOfWay]]) -> dict[_Unit, int]:
    """What is counted in a field, numbered: terms, and phrases as tuples of several terms."""
    units: dict[_Unit, int] = {}
    for ways in words:
        for way in ways:
            for unit in _units_of(way):
                units.setdefault(unit, len(units))
    return units


def _units_of(way: TermsOfWay) -> list[_Unit]:
    return [way.terms] if way.is_phrase else [(term,) for term in way.terms]


def _occurrences(
    units: Mapping[_Unit, int], hashes: NDArray[np.uint32], ends: NDArray[np.int64]
) -> NDArray[np.int64]:
    """How often each unit occurs in each span of `hashes`; the spans end at `ends`.

    Flat, of length len(ends) * len(units).
    """
    terms = list(dict.fromkeys(term for unit in units for term in unit))
    known = np.array(hash_terms(terms), np.uint32)
    order = np.argsort(known)
    place = np.searchsorted(known[order], hashes).clip(max=len(known) - 1)
    matched = np.flatnonzero(known[order][place] == hashes)
    term_at = order[place[matched]]
    span = np.searchsorted(ends, matched, side="right")

    unit_of_term = np.array([units.get((term,), -1) for term in terms])
    keys = [(span * len(units) + unit_of_term[term_at])[unit_of_term[term_at] >= 0]]
    for unit, number in units.items():
        if len(unit) > 1:
            starts = _starts([terms.index(term) for term in unit], matched, term_at, span)
            keys.append(span[starts] * len(units) + number)
    return np.bincount(np.concatenate(keys), minlength=len(ends) * len(units))


def _starts(
    phrase: Sequence[int],
    positions: NDArray[np.int64],
    term_at: NDArray[np.int64],
    span: NDArray[np.int64],
) -> NDArray[np.int64]:
    """At which of the matched `positions` a `phrase` of term numbers begins, within one span."""
    starts = np.flatnonzero(term_at == phrase[0])
    for distance, term in enumerate(phrase[1:], start=1):
        starts = starts[starts + distance < len(positions)]
        after = starts + distance
        starts = starts[
            (positions[after] == positions[starts] + distance)
            & (term_at[after] == term)
            & (span[after] == span[starts])
        ]
    return starts


def _weight(unit: _Unit, name: str, view: TextView) -> float:
    """The idf of a term in the field `name`; that of a phrase is the sum of its terms'."""
    return sum(view.inverse_document_frequency(view.searcher.doc_freq(name, term)) for term in unit)


def _of_words(
    words: Sequence[Sequence[TermsOfWay]], units: Mapping[_Unit, int], scores: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The sum over words of the best way of each: (hits, fields), from (hits, fields, units)."""
    total = np.zeros(scores.shape[:2])
    for ways in words:
        each = [
            way.weight * scores[:, :, [units[unit] for unit in _units_of(way)]].sum(axis=2)
            for way in ways
        ]
        total += np.max(each, axis=0)
    return total
