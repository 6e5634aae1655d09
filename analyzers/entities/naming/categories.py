"""Names of categories: those of the levels of their paths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analyzers.entities.naming.name import Manner, Name, most_frequent, value_keys
from analyzers.entities.words import LONGEST_NAME
from analyzers.plurals import plural, singular

SEPARATOR = " > "


def category_names(values: Sequence[str]) -> Iterator[Name]:
    """The last level of every path, in singular and plural; of "Pots & Pans" also each part.

    Levels of the same name are meant together ("Running Shoes" of women and of men). Only the
    names of categories without narrower ones may be meant surely, and only when whole.
    """
    broader = {value.rpartition(SEPARATOR)[0] for value in values}
    named: dict[tuple[tuple[str, ...], Manner], list[str]] = {}
    for value in values:
        keys = value_keys(value.rpartition(SEPARATOR)[2])
        whole = Manner.HINT if value in broader else Manner.PLAIN
        for form in _forms(keys):
            named.setdefault((form, whole), []).append(value)
        for part in _parts(keys):
            for form in _forms(part):
                named.setdefault((form, Manner.HINT), []).append(value)
    for (keys, manner), same in named.items():
        yield Name(keys, most_frequent(same), manner=manner)


def _forms(keys: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if not 0 < len(keys) <= LONGEST_NAME:
        return
    last = keys[-1]
    one = singular(last)
    ends = [last, one, plural(one), *([last[:-1]] if last.endswith("ies") else ())]
    yield from dict.fromkeys((*keys[:-1], end) for end in ends)


def _parts(keys: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if "and" not in keys[1:-1]:
        return
    part: list[str] = []
    for key in (*keys, "and"):
        if key == "and":
            yield tuple(part)
            part = []
        else:
            part.append(key)
