"""Names of materials."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analyzers.entities.data_files import data_file
from analyzers.entities.naming.name import Name, by_keys, most_frequent, spans
from analyzers.entities.words import keys_of

_LONGEST_OWN_NAME = 3


def material_names(values: Sequence[str]) -> Iterator[Name]:
    """A material means every value in which it stands ("cotton" also "organic cotton"), unless the
    word before makes it another one ("vegan leather").
    """
    data = data_file("materials")
    groups = by_keys(values)
    names: dict[tuple[str, ...], list[tuple[str, tuple[str, ...]]]] = {
        keys: [("", keys)] for keys in groups if len(keys) <= _LONGEST_OWN_NAME
    }
    for english, by_language in data["names"].items():
        keys = keys_of(english)
        known = names.setdefault(keys, [("", keys)])
        known += [
            (language, keys_of(other))
            for language, others in by_language.items()
            for other in others
        ]
    others = frozenset(data["not_the_material"])
    found: dict[tuple[str, ...], list[str]] = {}
    for keys, same in groups.items():
        for first, last in spans(keys, _LONGEST_OWN_NAME):
            if keys[first:last] in names and (first == 0 or keys[first - 1] not in others):
                found.setdefault(keys[first:last], []).extend(same)
    for keys, meant in found.items():
        for language, form in names[keys]:
            yield Name(form, most_frequent(meant), language)
