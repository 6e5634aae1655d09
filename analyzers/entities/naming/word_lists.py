"""Names of genders and conditions: a catalog has few values of them, but languages many words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from analyzers.entities.data_files import data_file
from analyzers.entities.naming.name import Manner, Name, by_keys, most_frequent
from analyzers.entities.words import keys_of

_SAID = 0.9
_HINTED = 0.5


def gender_names(values: Sequence[str]) -> Iterator[Name]:
    """For whom something is made; what suits everybody suits them as well."""
    data = data_file("people")
    groups = by_keys(values)
    own = _own_values(data, groups)
    for person, words in data.items():
        if not own[person]:
            continue
        meant = most_frequent(
            value for each in (person, *words["also"]) for value in own.get(each, ())
        )
        for language, names in words.items():
            if language not in ("values", "also"):
                yield from (Name(keys_of(name), meant, language) for name in names)
    known = {value for found in own.values() for value in found}
    for keys, same in groups.items():
        if same[0] not in known:
            yield Name(keys, most_frequent(same))


def condition_names(values: Sequence[str]) -> Iterator[Name]:
    """In which state a thing is sold."""
    data = {name: words for name, words in data_file("conditions").items() if name != "not_before"}
    own = _own_values(data, by_keys(values))
    for condition, words in data.items():
        if own[condition]:
            meant = most_frequent(own[condition])
            for name in words["sure"]:
                yield Name(keys_of(name), meant, "", Manner.FIXED, _SAID)
            for name in words.get("unsure", ()):
                yield Name(keys_of(name), meant, "", Manner.FIXED, _HINTED)


def _own_values(
    data: Mapping[str, Mapping[str, Any]], groups: Mapping[tuple[str, ...], list[str]]
) -> dict[str, list[str]]:
    return {
        name: [
            value
            for keys in dict.fromkeys(keys_of(known) for known in words["values"])
            for value in groups.get(keys, ())
        ]
        for name, words in data.items()
    }
