"""Codes that are typed with spaces: the SKU "KOO-OOR-01499" as "koo oor 01499"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from analyzers.normalization.measures import find_measures
from analyzers.spelling.vocabulary import Vocabulary
from analyzers.spelling.words import Word

_CHUNK = re.compile(r"[^\s,;()]+")
_CODE = re.compile(r"[^\W_]*\d[^\W_]*(?:[-/.][^\W_]+)*")
_LEAST_DIGITS = 3
_MOST_LETTERS = 4
_MOST_LETTERS_OF_SHORT = 3
_BEHIND = 64


class _Code(NamedTuple):
    """Digits at `[start, end)`, and how many letters a word before and behind may have to be part
    of the code.
    """

    start: int
    end: int
    before: int
    behind: int


def letters_of_codes(words: Sequence[Word], text: str, vocabulary: Vocabulary) -> set[int]:
    """The places of the words that are part of a code: short ones that the shop does not know, in a
    row before digits, or right behind them. A number with what it counts ("3-seater") is no code.
    """
    if not words:
        return set()

    def is_part(place: int, most: int) -> bool:
        return len(words[place].key) <= most and not vocabulary.has(words[place].key)

    starting = {word.start: place for place, word in enumerate(words)}
    ending = {word.end: place for place, word in enumerate(words)}
    found = set()
    for code in _codes(text[: words[-1].end + _BEHIND]):
        if any(code.start <= word.start < code.end for word in words):
            continue
        place = ending.get(code.start - 1, -1)
        while place >= 0 and is_part(place, code.before):
            found.add(place)
            place = place - 1 if words[place].is_linked else -1
        place = starting.get(code.end + 1, -1)
        if place >= 0 and is_part(place, code.behind):
            found.add(place)
    return found


def _codes(text: str) -> Iterator[_Code]:
    """What may be the digits of a code. A measure is none, nor a number of one or two digits, which
    counts ("12 pk"). A longer number counts what is behind it ("500 pice puzzle") but not what is
    before, unless it begins with 0.
    """
    if not any(map(str.isdigit, text)):
        return
    measures = [(measure.start, measure.end) for measure in find_measures(text)]
    for chunk in _CHUNK.finditer(text):
        start, written = chunk.start(), chunk.group().rstrip(".:!?")
        end = start + len(written)
        if not _CODE.fullmatch(written) or any(a < end and start < b for a, b in measures):
            continue
        digits = sum(map(str.isdigit, written))
        is_numeric = digits == sum(map(str.isalnum, written))
        if digits > 1 and written[0] == "0":
            yield _Code(start, end, _MOST_LETTERS, _MOST_LETTERS)
        elif digits >= _LEAST_DIGITS:
            yield _Code(start, end, _MOST_LETTERS, 0 if is_numeric else _MOST_LETTERS)
        elif not is_numeric:
            yield _Code(start, end, _MOST_LETTERS_OF_SHORT, 0)
