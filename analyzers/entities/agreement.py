"""What the titles of a catalog say for and against each reading of a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analyzers.entities.catalog_sample import CatalogSample
from analyzers.entities.concepts import ItemConcepts, expand
from analyzers.entities.naming import FIELDS, Manner, Name
from analyzers.entities.words import LONGEST_NAME, longer
from analyzers.sorted_arrays import places
from analyzers.word_hashes import word_hashes

_ENOUGH_TITLES = 5
"""With fewer titles of its own, a name is judged by those of all names of the same values."""
_PRIOR_WEIGHT = 3.0
"""How many titles what is assumed beforehand is worth."""
_UNTITLED_WEIGHT = 0.25
"""What an item of a brand is worth whose title does not name the brand."""
_PRIORS = {"brand": 0.85, "category": 0.7, "size": 0.95, "seller_name": 0.85}
_PRIOR = 0.9
_LISTED = frozenset(("brand", "category", "condition", "seller_name"))
_PRIOR_OF_ONE_WORD = 0.6
"""A brand of one word may be a word of the language, which a small catalog does not show."""


_ALL = (1 << len(FIELDS)) - 1
_HIDES = tuple(_ALL if name == "brand" else 1 << place for place, name in enumerate(FIELDS))
"""The fields, as bits, whose names are not meant inside a longer name of each field: the colour in
"Blue Heron House" is part of a brand.
"""


@dataclass(frozen=True, slots=True)
class FoundName:
    """A name with the place of its field in `FIELDS` and the number of its concept."""

    name: Name
    place: int
    concept: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """For each reading, (r,): `agreement`, `coverage` and `titled` as in `Reading`.

    `named` (2, n) are the items whose title has a name of a brand, and the concept that it means.
    """

    agreement: NDArray[np.float64]
    coverage: NDArray[np.float64]
    titled: NDArray[np.int64]
    named: NDArray[np.int64]


def measure(
    sample: CatalogSample,
    names: NDArray[np.uint64],
    first: NDArray[np.int32],
    readings: Sequence[FoundName],
    members: ItemConcepts,
) -> Agreement:
    """The evidence for `readings`, of which those from `first[i]` on belong to the sorted hash
    `names[i]`.
    """
    place = np.array([each.place for each in readings], np.int64)
    fields = np.bitwise_or.reduceat(np.array(_HIDES)[place], first[:-1])
    items, found, hidden = _occurrences(sample, names, fields)
    reading, owners = expand(first.astype(np.int64), found)
    is_open = (hidden[owners] >> place[reading]) & 1 == 0
    reading, item = reading[is_open], items[owners][is_open]
    concept = np.array([each.concept for each in readings], np.int64)
    is_filled = members.filled[place[reading], item]
    has = members.has(item, concept[reading])
    own = _counts(reading, is_filled, has, len(readings))
    together = item * members.concepts + concept[reading]
    _, once = np.unique(together, return_index=True)
    of_brand = once[place[reading[once]] == FIELDS.index("brand")]
    named = np.stack([item[of_brand], concept[reading[of_brand]]])
    of_concept = _counts(concept[reading][once], is_filled[once], has[once], members.concepts)
    few = own[0] < _ENOUGH_TITLES
    titles, filled, agreeing = (
        np.where(few, pooled[concept], alone) for alone, pooled in zip(own, of_concept, strict=True)
    )
    priors = np.array([_prior(each) for each in readings])
    untitled = np.where(place == FIELDS.index("brand"), members.counts[concept] - agreeing, 0)
    extra = _UNTITLED_WEIGHT * untitled
    shares = np.array(sample.filled) / sample.seen
    agreement = (agreeing + extra + _PRIOR_WEIGHT * priors) / (filled + extra + _PRIOR_WEIGHT)
    coverage = (filled + _PRIOR_WEIGHT * shares[place]) / (titles + _PRIOR_WEIGHT)
    agreement *= _known_shares(sample)[place]
    fixed = np.array([each.name.manner is Manner.FIXED for each in readings], dtype=bool)
    told = np.array([each.name.confidence for each in readings])
    return Agreement(
        np.where(fixed, told, agreement), np.where(fixed, 1.0, coverage), own[0], named
    )


def _occurrences(
    sample: CatalogSample, names: NDArray[np.uint64], fields: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The items whose title has a name, and the place of the name in `names`, each pair once; and
    the fields (as bits) of which a longer name holds it wherever it stands: "leather" in "vegan
    leather" is no leather.
    """
    items, numbers = sample.titles()
    words = word_hashes(list(sample.words.numbers))[numbers]
    held = np.zeros(len(words), np.int64)
    pairs, hiding = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    sequences = [words]
    for _ in range(1, min(LONGEST_NAME, len(words))):
        sequences.append(longer(sequences[-1], words))
    for length in range(len(sequences), 0, -1):
        hashes = sequences[length - 1]
        found = places(names, hashes)
        starts = np.flatnonzero((items[: len(hashes)] == items[length - 1 :]) & (found >= 0))
        inside = held[starts[:, None] + np.arange(length)]
        pairs.append(items[starts] * len(names) + found[starts])
        hiding.append(np.bitwise_and.reduce(inside, axis=1))
        for place in range(length):
            np.bitwise_or.at(held, starts + place, fields[found[starts]])
    unique, back = np.unique(np.concatenate(pairs), return_inverse=True)
    hidden = np.full(len(unique), -1, np.int64)
    np.bitwise_and.at(hidden, back, np.concatenate(hiding))
    return (*np.divmod(unique, max(1, len(names))), hidden)


def _counts(
    group: NDArray[np.int64], is_filled: NDArray[np.bool_], has: NDArray[np.bool_], groups: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    return (
        np.bincount(group, minlength=groups),
        np.bincount(group[is_filled], minlength=groups),
        np.bincount(group[has], minlength=groups),
    )


def _known_shares(sample: CatalogSample) -> NDArray[np.float64]:
    """For each field, how probable it is that the next item's value is one of those known: one less
    the share of values that occur once (Good 1953). Where people write what they like, new items
    have new values, which no family would hold. The names of `_LISTED` fields stand for single
    values, so that others do not matter.
    """
    shares = np.ones(len(FIELDS))
    for place, name in enumerate(FIELDS):
        if name not in _LISTED:
            counts = np.array(sample.values[name].counts)
            shares[place] = 1 - np.count_nonzero(counts == 1) / max(1, counts.sum())
    return shares


def _prior(reading: FoundName) -> float:
    field = FIELDS[reading.place]
    if field in ("brand", "seller_name") and len(reading.name.keys) == 1:
        return _PRIOR_OF_ONE_WORD
    return _PRIORS.get(field, _PRIOR)
