"""Concepts: the sets of values that names mean, and which items have them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analyzers.entities.catalog_sample import CatalogSample
from analyzers.entities.naming import FIELDS
from analyzers.sorted_arrays import places, ranges


class Concepts:
    """Numbers the sets of values. The same values of the same field are one concept."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[int, tuple[str, ...]], int] = {}
        self._texts: dict[str, int] = {}

    def number(self, place: int, values: tuple[str, ...]) -> int:
        """The number of the concept that means `values` of the field at `place` in `FIELDS`."""
        for value in values:
            self._texts.setdefault(value, len(self._texts))
        return self._numbers.setdefault((place, values), len(self._numbers))

    def __len__(self) -> int:
        return len(self._numbers)

    @property
    def texts(self) -> tuple[str, ...]:
        """All values, by number."""
        return tuple(self._texts)

    def fields(self) -> NDArray[np.int64]:
        """The place of each concept's field in `FIELDS`."""
        return np.fromiter((place for place, _ in self._numbers), np.int64, len(self))

    def first(self) -> NDArray[np.int32]:
        """Where the values of each concept begin in `values()`, and their end."""
        first = np.zeros(len(self) + 1, np.int32)
        np.cumsum([len(values) for _, values in self._numbers], out=first[1:])
        return first

    def values(self) -> NDArray[np.int32]:
        """The numbers in `texts` of the values of all concepts."""
        return np.array(
            [self._texts[value] for _, values in self._numbers for value in values], np.int32
        )

    def items_in(self, sample: CatalogSample) -> ItemConcepts:
        """Which items of the sample have which concepts and fields."""
        filled = np.zeros((len(FIELDS), len(sample)), dtype=bool)
        pairs = [np.empty(0, np.int64)]
        meant_by = self._meant_by(sample)
        for place, name in enumerate(FIELDS):
            items, values = sample.values_of(name)
            filled[place, items] = True
            starts, concepts = meant_by[place]
            entries, owners = expand(starts, values)
            pairs.append(items[owners] * len(self) + concepts[entries])
        keys = np.unique(np.concatenate(pairs))
        counts = np.bincount(keys % len(self), minlength=len(self)) if len(self) else keys
        return ItemConcepts(keys, len(self), self.fields(), filled, counts)

    def _meant_by(self, sample: CatalogSample) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """For each field, the concepts of each value: value v has those from `starts[v]` on."""
        found: list[list[tuple[int, int]]] = [[] for _ in FIELDS]
        for (place, values), concept in self._numbers.items():
            numbers = sample.values[FIELDS[place]].numbers
            found[place] += ((numbers[value], concept) for value in values)
        tables = []
        for place, name in enumerate(FIELDS):
            rows = np.array(sorted(found[place]), np.int64).reshape(-1, 2)
            every = np.arange(len(sample.values[name].numbers) + 1)
            tables.append((np.searchsorted(rows[:, 0], every), rows[:, 1]))
        return tables


@dataclass(frozen=True, slots=True)
class ItemConcepts:
    """Which items have which concepts.

    `keys` are the sorted numbers item * `concepts` + concept; `fields` the field of each concept;
    `filled` (fields, items) says which fields an item has; `counts` how many items each concept
    has.
    """

    keys: NDArray[np.int64]
    concepts: int
    fields: NDArray[np.int64]
    filled: NDArray[np.bool_]
    counts: NDArray[np.int64]

    def has(self, items: NDArray[np.int64], concepts: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether each item has the concept beside it."""
        wanted = items * self.concepts + concepts
        return places(self.keys, wanted) >= 0


def expand(
    starts: NDArray[np.int64], rows: NDArray[np.generic]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The entries `starts[r]` to `starts[r + 1]` of each r in `rows`, one after the other; and the
    place in `rows` to which each of them belongs.
    """
    first, last = starts[rows], starts[rows + 1]
    return ranges(first, last), np.repeat(np.arange(len(rows)), last - first)
