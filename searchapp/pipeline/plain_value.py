"""Plain values that people write by hand, in TOML or JSON: read strictly, with all that is wrong
told at once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

GREATEST = 2**31 - 1
"""The greatest whole number."""
GREATEST_STORED = 2**63 - 1
"""The greatest whole number that can be written as JSON everywhere."""
_NOTHING = object()
_CALLED: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "yes or no"),
    ((int, float), "a number"),
    (str, "text"),
    ((list, tuple), "a list"),
    (Mapping, "a table"),
)
T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class PlainFault:
    """What is wrong at `path`, such as do[2].position, with the cure; "" is the value itself."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class PlainValueError(ValueError):
    """A plain value that says nothing that can be used; `faults` has all that is wrong with it."""

    def __init__(self, faults: Sequence[PlainFault]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Given:
    """A part of a plain value, read as what is expected there.

    What is not as expected becomes a fault, and something harmless is read in its place, so that
    the rest is read too; whoever began calls `end`. A part that is not there is read as the default
    of its reader; without one it is a fault.
    """

    value: object
    path: str = ""
    faults: list[PlainFault] = field(default_factory=list)

    @property
    def is_there(self) -> bool:
        """Whether anything was written."""
        return self.value is not _NOTHING

    def wrong(self, message: str) -> None:
        """Notes a fault."""
        self.faults.append(PlainFault(self.path, message))

    def end(self) -> None:
        """Raises PlainValueError when there are faults."""
        if self.faults:
            raise PlainValueError(self.faults)

    def text(self, default: str | None = None) -> str:
        """Text that every store can hold."""
        if not isinstance(self.value, str):
            return self._instead("text", default, "")
        if any(each == "\0" or "\ud800" <= each <= "\udfff" for each in self.value):
            self.wrong("has a character that no text has; type it again")
        return self.value

    def number(self, default: float | None = None, least: float = -math.inf) -> float:
        """A finite number of `least` or more."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            return self._instead("a number", default, 0.0)
        is_whole = isinstance(self.value, int)
        too_great = is_whole and abs(self.value) > GREATEST_STORED
        found = math.inf if too_great else float(self.value)
        if not math.isfinite(found):
            self.wrong("is too great or no number; give another")
        elif found < least:
            self.wrong(f"must be {least:g} or more")
        return found

    def whole(self, default: int | None = None, least: int = -GREATEST) -> int:
        """A whole number of `least` or more."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            return self._instead("a whole number", default, 0)
        if not least <= self.value <= GREATEST:
            self.wrong(f"must lie between {least} and {GREATEST}")
        return self.value

    def flag(self, default: bool | None = None) -> bool:
        """True or false."""
        if not isinstance(self.value, bool):
            return self._instead("true or false", default, False)
        return self.value

    def member(self, choices: type[E], default: E | None = None) -> E:
        """One of the values of an enumeration."""
        name = self.one_of(tuple(choices), None if default is None else str(default))
        return choices(name) if name in tuple(choices) else next(iter(choices))

    def one_of(self, choices: Collection[str], default: str | None = None) -> str:
        """One of these texts."""
        found = self.text(default)
        if isinstance(self.value, str) and found not in choices:
            self.wrong(f"{found!r} is unknown; {_choose(choices)}")
        return found

    def items(self, default: Sequence[object] | None = None) -> list[Given]:
        """The members of a list."""
        value = self.value
        if not isinstance(value, list | tuple):
            value = self._instead("a list", default, ())
        return [
            Given(each, f"{self.path}[{place}]", self.faults) for place, each in enumerate(value)
        ]

    def texts(self, default: Sequence[str] | None = None) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(each.text() for each in self.items(default))

    def entries(self) -> dict[str, Given]:
        """What a table has, by name; of what is not there, nothing."""
        if not isinstance(self.value, Mapping):
            self._instead("a table", {}, {})
            return {}
        found: dict[str, Given] = {}
        for name, value in self.value.items():
            if isinstance(name, str):
                found[name] = self._at(name, value)
            else:
                self.wrong("has a name that is no text; put it in quotes")
        return found

    def table(self, known: Collection[str]) -> Table:
        """A table of the `known` names; any other is a fault, and not read."""
        entries = self.entries()
        for name, entry in entries.items():
            if name not in known:
                entry.wrong(f"is unknown here; {_choose(known)}")
        return Table(self, {name: each for name, each in entries.items() if name in known})

    def variant(self, variants: Mapping[str, Collection[str]]) -> tuple[str, Table]:
        """A table that has exactly one of the names of `variants`, and beside it no others than
        those that go with it; the name is "" when there is none.
        """
        entries = self.entries()
        names = [name for name in variants if name in entries]
        if not names:
            if isinstance(self.value, Mapping):
                self.wrong(f"does not say what it is; {_choose(variants)}")
            return "", Table(self, {})
        if len(names) > 1:
            self.wrong(f"is {' and '.join(names)} at once; write each for itself")
            return "", Table(self, {})
        return names[0], self.table((names[0], *variants[names[0]]))

    def made(self, make: Callable[..., T], **parts: Any) -> T | None:
        """What `make` makes of the parts, None when they are faulty or it refuses them."""
        try:
            return make(**parts)
        except ValueError as error:
            # What was read in the place of something faulty is no fault of its own.
            if not any(each.path.startswith(self.path) for each in self.faults):
                self.wrong(str(error))
            return None

    def _at(self, name: str, value: object) -> Given:
        return Given(value, f"{self.path}.{name}" if self.path else name, self.faults)

    def _instead(self, wanted: str, default: T | None, harmless: T) -> T:
        if self.is_there:
            found = next((name for types, name in _CALLED if isinstance(self.value, types)), "that")
            self.wrong(f"must be {wanted}, not {found}")
        elif default is None:
            self.wrong(f"is missing; give {wanted}")
        return harmless if default is None else default


@dataclass(frozen=True, slots=True)
class Table:
    """The parts of a table by name; one that is not written is there all the same, as missing."""

    given: Given
    entries: Mapping[str, Given]

    def __getitem__(self, name: str) -> Given:
        found = self.entries.get(name)
        return self.given._at(name, _NOTHING) if found is None else found

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)


def typed_number(text: str) -> Any:
    """The number that was typed; what is none stays as it is, and is told where it is read."""
    for read in (int, float):
        try:
            return read(text)
        except ValueError:
            continue
    return text


def _choose(choices: Collection[str]) -> str:
    return f"use one of {', '.join(sorted(choices))}" if choices else "there is nothing to choose"
