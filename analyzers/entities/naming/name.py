"""A name and what it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from analyzers.entities.words import LONGEST_NAME, keys_of
from analyzers.normalization import normalize

MOST_VALUES = 64
"""A name stands for no more values than this: the most frequent ones."""

_NO_VALUES = frozenset(
    keys
    for text in (
        "unknown", "n/a", "na", "none", "null", "generic", "no brand", "unbranded", "other",
        "others", "not applicable", "does not apply", "various", "-", "",
    )
    for keys in [keys_of(text)]
)  # fmt: skip


class Manner(IntEnum):
    """How a name may be meant."""

    PLAIN = 0
    """The evidence of the catalog says how surely."""
    ANNOUNCED = 1
    """Words around it say which field is meant ("size 8")."""
    HINT = 2
    """Never surely: it only raises what it matches."""
    SELLER = 3
    """Surely only after words such as "sold by"."""
    FIXED = 4
    """As surely as the data file says."""
    WRITTEN = 5
    """As surely as a merchant's rule says, whatever stands around it."""


@dataclass(frozen=True, slots=True)
class Name:
    """Words, by their keys, and the values of a field that they stand for.

    `language` is "" when the name holds in every language. `confidence` is that of `Manner.FIXED`.
    """

    keys: tuple[str, ...]
    values: tuple[str, ...]
    language: str = ""
    manner: Manner = Manner.PLAIN
    confidence: float = 0.0


def value_keys(value: str) -> tuple[str, ...]:
    """The keys of the words of a value; () when the value says that there is none."""
    keys = keys_of(normalize(value))
    return () if keys in _NO_VALUES else keys


def by_keys(values: Iterable[str]) -> dict[tuple[str, ...], list[str]]:
    """The values that can be names, with those together that differ in case, accents and the like
    only.
    """
    groups: dict[tuple[str, ...], list[str]] = {}
    for value in values:
        keys = value_keys(value)
        if 0 < len(keys) <= LONGEST_NAME:
            groups.setdefault(keys, []).append(value)
    return groups


def most_frequent(values: Iterable[str]) -> tuple[str, ...]:
    """The first of the values, each once; values come most frequent first."""
    return tuple(dict.fromkeys(values))[:MOST_VALUES]


def spans(keys: Sequence[str], longest: int) -> Iterable[tuple[int, int]]:
    """All `[first, last)` of up to `longest` words, the longer ones first."""
    for length in range(min(longest, len(keys)), 0, -1):
        for first in range(len(keys) - length + 1):
            yield first, first + length
