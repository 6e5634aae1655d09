"""Names of colours: the catalog's own, and the families and shades to which they belong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from analyzers.entities.data_files import data_file
from analyzers.entities.naming.name import Name, by_keys, most_frequent, spans
from analyzers.entities.words import keys_of

_LONGEST_OWN_NAME = 4
_LONGEST_COLOUR = 3


@dataclass(frozen=True, slots=True)
class _Colour:
    """A family, or a shade with its `families`; names by language."""

    families: tuple[str, ...]
    names: tuple[tuple[str, tuple[str, ...]], ...]


def colour_names(values: Sequence[str]) -> Iterator[Name]:
    """A family means all values of its shades. A shade means its own values or, when the catalog
    has none, those that name no more than its family: "navy" finds "Navy", else "Blue".
    """
    groups = by_keys(values)
    members: dict[str, list[str]] = {}
    plain: dict[str, list[str]] = {}
    for keys, same in groups.items():
        for named in _colours_in(keys):
            plain.setdefault(named, []).extend(same)
            for family in (named, *_palette()[named].families):
                members.setdefault(family, []).extend(same)
    meant: dict[str, tuple[str, ...]] = {}
    for name, colour in _palette().items():
        found = members.get(name) or [
            value for family in colour.families for value in plain.get(family, ())
        ]
        if found:
            meant[name] = most_frequent(found)
            for language, keys in colour.names:
                yield Name(keys, meant[name], language)
    for keys, same in groups.items():
        if len(keys) <= _LONGEST_OWN_NAME:
            yield Name(keys, meant.get(_by_name().get(keys, ""), most_frequent(same)))


def _colours_in(keys: tuple[str, ...]) -> dict[str, None]:
    """The colours that a value names: "Navy/White" names two, "Rose Gold" one."""
    found: dict[str, None] = {}
    taken: set[int] = set()
    for first, last in spans(keys, _LONGEST_COLOUR):
        colour = _by_name().get(keys[first:last])
        if colour and taken.isdisjoint(range(first, last)):
            taken.update(range(first, last))
            found[colour] = None
    return found


@cache
def _palette() -> Mapping[str, _Colour]:
    data = data_file("colours")
    families = {name: _Colour((), _names(data, names)) for name, names in data["family"].items()}
    shades = {
        name: _Colour(tuple(names["of"]), _names(data, names))
        for name, names in data["shade"].items()
    }
    return families | shades


@cache
def _by_name() -> Mapping[tuple[str, ...], str]:
    """The colour of each name in any language; the first one where languages differ. Names of two
    letters are left out, as they are words in other languages.
    """
    names: dict[tuple[str, ...], str] = {}
    for colour, known in _palette().items():
        for _, keys in known.names:
            if len("".join(keys)) > len("or"):
                names.setdefault(keys, colour)
    return names


def _names(
    data: Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]],
    by_language: Mapping[str, Sequence[str]],
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (language, form)
        for language, names in by_language.items()
        if language != "of"
        for name in names
        for form in dict.fromkeys(_inflected(name, data["endings"].get(language, {})))
    )


def _inflected(name: str, endings: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    yield keys_of(name)
    if " " in name:
        return
    ending = max((each for each in endings if name.endswith(each)), key=len, default=None)
    if ending is not None:
        stem = name[: len(name) - len(ending)]
        yield from (keys_of(stem + other) for other in endings[ending])
