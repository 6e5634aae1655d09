"""Learns what the words of titles say about the fields."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analyzers.entities.catalog_sample import CatalogSample
from analyzers.entities.concepts import ItemConcepts, expand
from analyzers.entities.naming import FIELDS
from analyzers.entities.title_words import TitleWords, pair_hashes
from analyzers.plurals import singular
from analyzers.word_hashes import word_hashes

_MOST_ITEMS = 50_000
_FEWEST_ITEMS = 3
"""A word of fewer items is not known."""
_FEWEST_PRICES = 8
_FEWEST_TOGETHER = 2
_CHEAP = 3
"""One in so many items is cheap."""
_ITEMS_AT_ONCE = 2_000
_TOLD_BY_VALUE = ("brand", "colour", "size", "material", "gender")
"""Fields whose single values are counted beside each word, not only that the field is filled."""
_NAMED = 1 << 32
"""Beyond the numbers of all other features."""


def learn_title_words(
    sample: CatalogSample, members: ItemConcepts, named: NDArray[np.int64]
) -> TitleWords:
    """Counts words with features over up to 50,000 items of the sample. `named` (2, n) are items
    whose title has a name of a brand, and its concept.
    """
    items, numbers = sample.contexts(_MOST_ITEMS)
    hashes = word_hashes([singular(word) for word in sample.words.numbers])
    known, places = np.unique(hashes[numbers], return_inverse=True)
    if not len(known):
        return TitleWords()
    pairs = np.unique(items * len(known) + places)
    item, word = pairs // len(known), pairs % len(known)
    counts = np.bincount(word, minlength=len(known))
    frequent = counts >= _FEWEST_ITEMS
    item, word = item[frequent[word]], word[frequent[word]]
    renumbered = np.cumsum(frequent) - 1
    table = known[frequent]
    together, pair_items = _together(item, table[renumbered[word]], _features(members, named))
    return TitleWords(
        words=table,
        items=counts[frequent].astype(np.int32),
        low_price=_low_prices(renumbered[word], sample.prices()[item], len(table)),
        pairs=together,
        pair_items=pair_items,
    )


def filled_feature(place: int) -> int:
    """The feature that the field at `place` in `FIELDS` is filled."""
    return place


def concept_feature(concept: int) -> int:
    """The feature of having a value of a concept."""
    return len(FIELDS) + concept


def named_feature(concept: int) -> int:
    """The feature that the title has a name of a concept, whatever it means there."""
    return _NAMED + concept


def _features(
    members: ItemConcepts, named: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The features of items: where those of each item begin, and all of them."""
    fields, filled_items = np.nonzero(members.filled)
    owners, concepts = np.divmod(members.keys, max(1, members.concepts))
    told = np.isin(members.fields, [FIELDS.index(name) for name in _TOLD_BY_VALUE])
    told_here = told[concepts]
    items = np.concatenate([filled_items, owners[told_here], named[0]])
    features = np.concatenate([fields, len(FIELDS) + concepts[told_here], _NAMED + named[1]])
    order = np.argsort(items, kind="stable")
    starts = np.searchsorted(items[order], np.arange(members.filled.shape[1] + 1))
    return starts, features[order]


def _together(
    item: NDArray[np.int64],
    words: NDArray[np.uint64],
    features: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    """The hashes of words with features, and how many items have both. `item` is sorted."""
    starts, numbers = features
    keys, counts = np.empty(0, np.uint64), np.empty(0, np.int64)
    last = int(item[-1]) + 1 if len(item) else 0
    for begin in range(0, last, _ITEMS_AT_ONCE):
        low, high = np.searchsorted(item, (begin, begin + _ITEMS_AT_ONCE)).tolist()
        entries, owners = expand(starts, item[low:high])
        hashes = pair_hashes(words[low:high][owners], numbers[entries].astype(np.uint64))
        keys, counts = _merged((keys, counts), np.unique(hashes, return_counts=True))
    often = counts >= _FEWEST_TOGETHER
    return keys[often], counts[often].astype(np.int32)


def _merged(
    one: tuple[NDArray[np.uint64], NDArray[np.int64]],
    other: tuple[NDArray[np.uint64], NDArray[np.int64]],
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    keys, places = np.unique(np.concatenate([one[0], other[0]]), return_inverse=True)
    sums = np.bincount(places, np.concatenate([one[1], other[1]]), minlength=len(keys))
    return keys, sums.astype(np.int64)


def _low_prices(
    word: NDArray[np.int64], price: NDArray[np.float64], words: int
) -> NDArray[np.float32]:
    """For each word, the price below which the cheapest third of its items lies."""
    known = np.isfinite(price)
    order = np.lexsort((price[known], word[known]))
    sorted_words, sorted_prices = word[known][order], price[known][order]
    starts = np.searchsorted(sorted_words, np.arange(words + 1))
    counts = np.diff(starts)
    low = np.full(words, np.nan, np.float32)
    enough = counts >= _FEWEST_PRICES
    low[enough] = sorted_prices[(starts[:-1] + counts // _CHEAP)[enough]]
    return low
