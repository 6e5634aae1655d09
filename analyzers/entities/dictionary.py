"""The names by which values of catalog fields are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from analyzers.entities.naming import FIELDS, Manner
from analyzers.entities.title_words import TitleWords
from analyzers.entities.words import LONGEST_NAME, longer
from analyzers.evidence import Arrays
from analyzers.sorted_arrays import places
from analyzers.string_table import StringTable
from analyzers.word_hashes import word_hashes

RANGES = ("price", "rating")
"""Fields that are asked for by range."""
_COUNTED = (*FIELDS, *RANGES)


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that a name may mean: values of a field, and what speaks for it.

    `items` have one of the values. `titled` items have the name in the title; of those among them
    in which the field is filled, the share `agreement` has one of the values, and `coverage` is the
    share in which it is filled (both smoothed). `concept` numbers the set of values. `rule`
    names the merchant's rule that says it, "" for what was learnt.
    """

    field: str
    concept: int
    values: tuple[str, ...]
    manner: Manner
    language: str
    agreement: float
    coverage: float
    items: int
    titled: int
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A reading of the words `[first, last)` of a query."""

    first: int
    last: int
    reading: Reading


@dataclass(frozen=True, slots=True, eq=False)
class EntityDictionary:
    """Names of brands, categories, colours and other values, and what they mean.

    `names` (n,) uint64 are the sorted hashes of the names' words; name i has the readings
    `first[i]` to `first[i + 1]`. `readings` (r, 7) float32 hold, in columns: number of the field in
    `FIELDS`, concept, manner, number of the language in `languages`, agreement, coverage, titled
    items. Concept c means the values `concept_values[concept_first[c]:concept_first[c + 1]]` of
    `values`, which `concept_items[c]` items have. `filled` int64 says in how many
    items each of `FIELDS`, then each of `RANGES` is filled, and last how many items there are; it
    is empty when nothing is known.
    """

    names: NDArray[np.uint64] = field(default_factory=lambda: np.empty(0, np.uint64))
    first: NDArray[np.int32] = field(default_factory=lambda: np.zeros(1, np.int32))
    readings: NDArray[np.float32] = field(default_factory=lambda: np.empty((0, 7), np.float32))
    concept_first: NDArray[np.int32] = field(default_factory=lambda: np.zeros(1, np.int32))
    concept_values: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    concept_items: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    filled: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    values: StringTable = field(default_factory=lambda: StringTable.of(()))
    languages: tuple[str, ...] = ("",)
    title_words: TitleWords = field(default_factory=TitleWords)

    def find(self, keys: Sequence[str], language: str) -> list[Match]:
        """All names in a sequence of words, longest first, read in `language`.

        A name of another language is left out; an empty language reads all.
        """
        if not len(self.names) or not keys:
            return []
        words = word_hashes(keys)
        sequences, firsts, lengths = [words], [np.arange(len(words))], [len(words)]
        for _ in range(1, min(LONGEST_NAME, len(words))):
            sequences.append(longer(sequences[-1], words))
            lengths.append(len(sequences[-1]))
            firsts.append(firsts[0][: lengths[-1]])
        found = places(self.names, np.concatenate(sequences))
        hits = np.flatnonzero(found >= 0)
        starts = np.concatenate(firsts)[hits].tolist()
        ends = np.cumsum(lengths)
        sizes = np.searchsorted(ends, hits, side="right") + 1
        meant: dict[int, tuple[str, ...]] = {}
        matches = [
            Match(start, start + size, reading)
            for start, size, name in zip(starts, sizes.tolist(), found[hits].tolist(), strict=True)
            for reading in self._readings(name, language, meant)
        ]
        return sorted(matches, key=lambda match: (match.first - match.last, match.first))

    def share_filled(self, name: str) -> float | None:
        """The share of items in which a field or range is filled; None when nothing is known."""
        if not len(self.filled):
            return None
        return float(self.filled[_COUNTED.index(name)] / self.filled[-1])

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Everything, as `from_arrays` needs it."""
        return {
            **{name: getattr(self, name) for name in _ARRAYS},
            **self.values.arrays("values"),
            **StringTable.of(self.languages).arrays("languages"),
            **self.title_words.arrays(),
        }

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> EntityDictionary:
        """The dictionary that `arrays` gave; the arrays are used where they are."""
        return cls(
            **{name: np.asarray(arrays[name], dtype=dtype) for name, dtype in _ARRAYS.items()},
            values=StringTable.from_arrays(arrays, "values"),
            languages=tuple(StringTable.from_arrays(arrays, "languages")),
            title_words=TitleWords.from_arrays(arrays),
        )

    def _readings(
        self, name: int, language: str, meant: dict[int, tuple[str, ...]]
    ) -> list[Reading]:
        """The readings of a name; `meant` remembers the values of concepts."""
        readings = []
        for row in self.readings[self.first[name] : self.first[name + 1]].tolist():
            own_language = self.languages[int(row[3])]
            if own_language and language and own_language != language:
                continue
            concept = int(row[1])
            values = meant.get(concept)
            if values is None:
                values = meant[concept] = self._values_of(concept)
            readings.append(
                Reading(
                    field=FIELDS[int(row[0])],
                    concept=concept,
                    values=values,
                    manner=Manner(int(row[2])),
                    language=own_language,
                    agreement=row[4],
                    coverage=row[5],
                    items=int(self.concept_items[concept]),
                    titled=int(row[6]),
                )
            )
        return readings

    def _values_of(self, concept: int) -> tuple[str, ...]:
        first, last = self.concept_first[concept : concept + 2].tolist()
        return tuple(self.values[value] for value in self.concept_values[first:last].tolist())


_ARRAYS: dict[str, type[np.generic]] = {
    "names": np.uint64,
    "first": np.int32,
    "readings": np.float32,
    "concept_first": np.int32,
    "concept_values": np.int32,
    "concept_items": np.int32,
    "filled": np.int64,
}
