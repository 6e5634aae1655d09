"""Names of sizes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from analyzers.entities.data_files import data_file
from analyzers.entities.naming.name import Manner, Name, by_keys, most_frequent
from analyzers.entities.words import keys_of

_LONGEST_OWN_NAME = 5
_SYSTEMS = frozenset(("eu", "eur", "uk", "us"))
_EUROPEAN = range(34, 51)
"""Numbers that are shoe or clothing sizes in Europe only."""
_BARE_LETTERS = 2


def size_names(values: Sequence[str]) -> Iterator[Name]:
    """A size alone is a name when nobody would take it for something else ("W32/L32", "XL",
    "Queen"); numbers and single letters must be announced ("size 8", "XL size").
    """
    letters = _letters()
    groups: dict[tuple[str, ...], list[str]] = {}
    for keys, same in by_keys(values).items():
        groups.setdefault(letters.get(keys, keys), []).extend(same)
    for keys, same in groups.items():
        if len(keys) > _LONGEST_OWN_NAME:
            continue
        meant = most_frequent(same)
        for form in _forms(keys):
            if _is_telling(form):
                yield Name(form, meant)
            for language, cue in _announcements("before"):
                yield Name((*cue, *form), meant, language, Manner.ANNOUNCED)
            for language, cue in _announcements("after"):
                yield Name((*form, *cue), meant, language, Manner.ANNOUNCED)


def _forms(keys: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield keys
    yield from (alias for alias, letter in _letters().items() if letter == keys and alias != keys)
    if len(keys) == 1 and keys[0].isdigit() and int(keys[0]) in _EUROPEAN:
        yield ("eu", keys[0])
        yield (keys[0], "eu")
    if len(keys) == 2 and keys[0] in _SYSTEMS:
        yield (keys[1], keys[0])
    if len(keys) == 4 and (keys[0], keys[2]) == ("w", "l"):
        yield (keys[1], keys[3])
        yield (keys[1], "x", keys[3])


def _is_telling(form: tuple[str, ...]) -> bool:
    """Whether the words alone say that a size is meant."""
    has_digits = any(key[0].isdigit() for key in form)
    has_letters = any(key[0].isalpha() for key in form)
    if has_digits:
        return has_letters or len(form) > 1
    if _letters().get(form, ("",))[0] in ("s", "m", "l"):
        return False
    return len("".join(form)) >= _BARE_LETTERS


@cache
def _letters() -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """The letter size that a name stands for, as keys."""
    return {
        keys_of(name): (letter,)
        for letter, names in data_file("sizes")["letters"].items()
        for name in names
    }


@cache
def _announcements(place: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (language, keys_of(word))
        for language, words in data_file("sizes")[place].items()
        for word in words
    )
