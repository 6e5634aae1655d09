"""Finds numbers with what belongs to them: their unit, and further numbers that "x" joins.

One pass from left to right over text whose characters are normalised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from analyzers.languages import language_data, shipped_languages
from analyzers.normalization.numbers import parse_number, write_decimals
from analyzers.normalization.units import UNITS, Unit, unit_names

_NUMBER_PATTERN = (
    r"(?:[0-9]{1,4}[ -])?[0-9]{1,4}/[0-9]{1,4}(?![0-9])"
    r"|[0-9]{1,9}(?:[.,][0-9]{1,9})*|\.[0-9]{1,9}"
)
_NUMBER = re.compile(_NUMBER_PATTERN)
_NUMBER_START = re.compile("[.0-9]")
"""Found much faster than a number, which is then looked for at this place alone."""
_MORE_INCHES = re.compile(f",? ?({_NUMBER_PATTERN})")
_TIMES = r" ?[x×] ?(?=[.0-9])"

_LETTER = r"[^\W\d_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
"""Chinese and Japanese units are read apart: there the next word follows without a space."""
_NAME = re.compile(rf"([ -]?)(°?{_LETTER}+(?:[23](?!{_LETTER}|-?[0-9]))?)\.?(?:[ -]?({_LETTER}+))?")
_IDEOGRAPHS = re.compile(r"[ -]?([\u30a0-\u30ff]+|[\u4e00-\u9fff]{1,2})")

_SIGNS = {"'": "ft", '"': "in"}
"""Feet and inches, if they touch their number; elsewhere quotes."""
_OPENING_QUOTE = re.compile(r"(?<!\S)([\"'])(?=\S)")

_FEET = UNITS["ft"]
_INCHES = UNITS["in"]
_LONGEST_PACK_WORDS = 24
_JOINS_NUMBERS = "in"
"""A name of a unit that may also join two numbers: "6 in 1"."""
_NUMBER_FOLLOWS = re.compile("[ -]?[0-9]")
_FRACTION = re.compile("[ -][0-9]+/[0-9]")
_GOES_ON = re.compile(r"[^\W\u3040-\uffff]|[-/.,][0-9]")
_WORD_BEFORE = re.compile(r"([^\W\d_]+) \Z")
_WORD_BEHIND = re.compile(r" ([^\W\d_]+)(\s*(?:[,;:)!?]|\Z))?")
_LONGEST_WORD_BEFORE = 12


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it is written and its value; `unit` and the `name` by which it is called, None
    and "" where it has none. That of feet and inches is in inches, written "5ft6".
    """

    number: str
    value: Decimal
    unit: Unit | None
    name: str
    start: int
    end: int


def find_quantities(text: str, language: str) -> Iterator[list[Quantity]]:
    """The numbers of `text` that have a unit, or that "x" joins to others."""
    reader = _Reader(text, language)
    position = 0
    while start := _NUMBER_START.search(text, position):
        found = _NUMBER.match(text, start.start())
        if found is None:
            position = start.end()
            continue
        joined: list[Quantity] = []
        position = found.end()
        if not reader.may_begin(found.start()):
            continue
        while True:
            quantity, position = reader.quantity(found, is_alone=not joined)
            if quantity is None:
                joined = []
                break
            joined.append(quantity)
            times = reader.times.match(text, position)
            following = _NUMBER.match(text, times.end()) if times else None
            if following is None:
                break
            found = following
        is_measured = len(joined) > 1 or (joined and joined[0].unit is not None)
        if is_measured and not reader.goes_on(joined[-1]):
            reader.taken = joined[-1].end
            yield joined


class _Reader:
    """Reads the quantities of one text, of which what stands before `taken` belongs to others."""

    def __init__(self, text: str, language: str) -> None:
        data = language_data(language or "en")
        self.times = _times(data.times)
        self.taken = 0
        self._text = text
        self._decimal_comma = data.decimal_comma
        self._attached = data.attached_units
        self._unit_or_word = data.unit_or_word
        self._names = unit_names()
        self._first_words = _first_words()
        self._pack_words = _pack_words()
        self._closing_quotes: frozenset[int] | None = None

    def may_begin(self, start: int) -> bool:
        """Not within a word, a code ("ab-12"), a range or another number."""
        before = self._text[max(0, start - 2) : start]
        if not before or before[-1] == " ":
            return True
        last = before[-1]
        if last.isalnum():
            return _is_ideograph(last)
        if last in "-/,":
            return len(before) < 2 or not (
                before[0].isdigit() or (last == "-" and before[0].isalpha())
            )
        return last not in "._"

    def goes_on(self, last: Quantity) -> bool:
        """Whether a word or number goes on behind what was read: then it was none."""
        following = self._text[last.end : last.end + 1]
        if last.unit is None:
            goes_on = following.isalnum() and not _is_ideograph(following)
            return goes_on or _FRACTION.match(self._text, last.end) is not None
        return following.isdigit() and last.name.isalpha()

    def quantity(self, number: re.Match[str], is_alone: bool) -> tuple[Quantity | None, int]:
        """The number with its unit, and where both end; None for what is no number, or one that
        `is_alone` and has neither unit nor "x" behind it.
        """
        unit, name, end = self._unit(number.end())
        start = number.start()
        if is_alone and name in self._unit_or_word and self._is_word(name, number, end):
            unit, name, end = None, "", number.end()
        if unit is None and is_alone and not self.times.match(self._text, end):
            pack_start = self._pack_start(number)
            if pack_start is None:
                return None, end
            start, unit, name, end = pack_start, UNITS["pack"], "pack", self._behind_point(end)
        value = parse_number(number[0], self._decimal_comma)
        if value is None:
            return None, end
        whole = Quantity(number[0], value, unit, name, start, end)
        if unit is _FEET and (more := self._inches(whole)):
            whole = more
        return whole, whole.end

    def _is_word(self, name: str, number: re.Match[str], end: int) -> bool:
        """Whether what looks like the unit of a number that no other belongs to is a mere word."""
        if self._text[number.end()] != " ":
            return False
        others = self._unit_or_word[name]
        behind = _WORD_BEHIND.match(self._text, end)
        if behind is None or behind[1] == "x":
            return False
        if behind[1] in others.before or (behind[2] is not None and behind[1] in others.last):
            return True
        nearby = max(0, number.start() - _LONGEST_WORD_BEFORE)
        before = _WORD_BEFORE.search(self._text, nearby, number.start())
        return before is not None and before[1] in others.after

    def _inches(self, feet: Quantity) -> Quantity | None:
        """Feet with the inches that follow them, both in inches."""
        found = _MORE_INCHES.match(self._text, feet.end)
        if found is None:
            return None
        unit, _, end = self._unit(found.end())
        value = parse_number(found[1], self._decimal_comma)
        if unit is not _INCHES or value is None:
            return None
        whole = write_decimals(feet.value, self._decimal_comma)
        number = f"{whole}ft{found[1].replace(' ', '-')}"
        return Quantity(number, feet.value * 12 + value, unit, "in", feet.start, end)

    def _pack_start(self, number: re.Match[str]) -> int | None:
        """Where "pack of" begins before `number`, if it does."""
        text, end = self._text, number.start()
        if text[end - 1 : end] == " ":
            end -= 1
        if not text.endswith(self._pack_words, max(0, end - _LONGEST_PACK_WORDS), end):
            return None
        if _GOES_ON.match(text, number.end()):
            return None
        words = next(words for words in self._pack_words if text.endswith(words, 0, end))
        start = end - len(words)
        is_whole = number[0].isdigit() and not text[max(0, start - 1) : start].isalnum()
        return start if is_whole and start >= self.taken else None

    def _unit(self, position: int) -> tuple[Unit | None, str, int]:
        """The unit at `position`, its name, and where it ends, with the point of an abbreviation.

        That is also left out behind a sign or a whole word: written short, it would be one.
        """
        unit, name, end = self._named_unit(position)
        return unit, name, end if unit is None else self._behind_point(end)

    def _named_unit(self, position: int) -> tuple[Unit | None, str, int]:
        text = self._text
        following = text[position : position + 1]
        if following in _SIGNS:
            return self._sign(following, position)
        found = _NAME.match(text, position)
        if found is None:
            return self._ideographs(position)
        first, second = found[2], found[3]
        if second and first in self._first_words:
            name = f"{first} {second}"
            unit = self._names.get(name)
            if unit is not None:
                return unit, name, found.end(3)
        unit = self._names.get(first)
        end = found.end(2)
        if unit is None and first[-1] == "x" and text[end : end + 1].isdigit():
            first, end = first[:-1], end - 1
            unit = self._names.get(first)
        if unit is None or (found[1] and first in self._attached):
            return None, "", position
        if first == _JOINS_NUMBERS and _NUMBER_FOLLOWS.match(text, end):
            return None, "", position
        return unit, first, end

    def _behind_point(self, end: int) -> int:
        """`end`, or the place behind the point of an abbreviation that stands there."""
        point, following = self._text[end : end + 1], self._text[end + 1 : end + 2]
        return end + 1 if point == "." and following in ("", " ", ",", ";", ")") else end

    def _sign(self, sign: str, position: int) -> tuple[Unit | None, str, int]:
        if self._closing_quotes is None:
            self._closing_quotes = _closing_quotes(self._text)
        is_letter_next = self._text[position + 1 : position + 2].isalpha()
        is_word = is_letter_next and not self.times.match(self._text, position + 1)
        if position in self._closing_quotes or (sign == "'" and is_word):
            return None, "", position
        return self._names[_SIGNS[sign]], _SIGNS[sign], position + 1

    def _ideographs(self, position: int) -> tuple[Unit | None, str, int]:
        found = _IDEOGRAPHS.match(self._text, position)
        for name in (found[1], found[1][:1]) if found else ():
            if found and name in self._names:
                return self._names[name], name, found.start(1) + len(name)
        return None, "", position


@cache
def _times(joining: frozenset[str]) -> re.Pattern[str]:
    """What joins two numbers: "2x4", "2 by 4"."""
    words = sorted(map(re.escape, joining))
    return re.compile("|".join([_TIMES, *(rf" {word} (?=[.0-9])" for word in words)]))


@lru_cache(maxsize=1)
def _first_words() -> frozenset[str]:
    return frozenset(name.split(" ")[0] for name in unit_names() if " " in name)


def _is_ideograph(character: str) -> bool:
    return character >= "\u3040"


def _closing_quotes(text: str) -> frozenset[int]:
    """Where the quotes end that were opened before: there a sign is no unit."""
    closing = set()
    end = 0
    for opening in _OPENING_QUOTE.finditer(text):
        if opening.start() < end:
            continue
        found = text.find(opening[1], opening.end())
        if found < 0:
            continue
        closing.add(found)
        end = found + 1
    return frozenset(closing)


@lru_cache(maxsize=1)
def _pack_words() -> tuple[str, ...]:
    """What stands before the number of a pack, in all shipped languages: "pack of"."""
    words = {word for code in shipped_languages() for word in language_data(code).pack_of}
    return tuple(sorted(words, key=len, reverse=True))
