"""The words that spelling deals with: one function cuts queries, catalog texts and lists of words
alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analyzers.normalization.characters import fold_accents
from analyzers.word_hashes import HASHED_LETTERS

LONGEST_WORD = HASHED_LETTERS
"""Letters; what is longer is no word."""

_LETTER = r"(?:[^\W\d_]|[\u0300-\u036f\u0591-\u05c7\u0610-\u065f\u0900-\u0dff])"
_WORD = re.compile(rf"{_LETTER}+(?:'{_LETTER}+)*")
_CHUNK = re.compile(r"\S+")
_OPAQUE = re.compile(r"\d|@|://|^www\.|_|\w\.\w")
_COUNTED = re.compile(
    rf"[^\w\s@]*[1-9]\d{{0,3}}(?:[.,/]\d{{1,3}})?(?P<words>(?:-{_LETTER}{{3,}})+)[^\w\s@]*"
)
_LINKS = frozenset(("", " ", "-", "/", "&", " & ", " - ", "+", ". "))


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters with inner apostrophes, at `[start, end)` of its text.

    `key` is the form in which words are compared: without accents and apostrophes. `is_linked` says
    that only a space, hyphen or the like lies between it and the word before; `is_hyphened` that it
    is a hyphen, `is_counted` that it stands in one with its number ("3-seater").
    """

    text: str
    key: str
    start: int
    end: int
    is_linked: bool = False
    is_hyphened: bool = False
    is_counted: bool = False


def spelling_key(word: str) -> str:
    """The form in which words are compared: "Women's" and "womens" are one, "café" and "cafe"."""
    lowered = word if word.islower() else word.lower()
    if lowered.isascii():
        return lowered.replace("'", "") if "'" in lowered else lowered
    return fold_accents(lowered).replace("'", "")


def words_of(text: str) -> Iterator[Word]:
    """The words of a normalised text, in order.

    Chunks between spaces that hold a digit, or that look like an address, are codes, sizes or
    numbers rather than words, and are left out: "aa-123/b", "5ft", "shop.example". Of a number and
    what it counts, the latter is a word: "3-seater". What stands on both sides of what is left out
    is not linked.
    """
    previous = -1
    for chunk in _CHUNK.finditer(text):
        start, end = chunk.span()
        counted = None
        if _OPAQUE.search(chunk.group()):
            previous = -1
            counted = _COUNTED.fullmatch(chunk.group())
            if counted is None:
                continue
            start, end = (chunk.start() + at for at in counted.span("words"))
        for match in _WORD.finditer(text, start, end):
            between = text[previous : match.start()] if previous >= 0 else ","
            written = match.group()
            yield Word(
                written,
                spelling_key(written),
                match.start(),
                match.end(),
                is_linked=between in _LINKS,
                is_hyphened=between == "-",
                is_counted=counted is not None,
            )
            previous = match.end()
