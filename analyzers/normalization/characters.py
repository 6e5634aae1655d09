"""One form for characters: composed, lower case, plain quotes and dashes, nothing invisible."""

from __future__ import annotations

import re
import unicodedata

IDEOGRAPHS = "\u3040-\u309f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Chinese characters and hiragana, which are written without spaces; for a set in a pattern."""

_JOINERS_OF_EMOJI = frozenset("\u200d\ufe0f")
_MOST_KNOWN_CHARACTERS = 20_000

_ASCII_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_FRACTION_AFTER_DIGIT = re.compile("(?<=[0-9])(?=[¼-¾⅐-⅞])")
_PLAIN = {
    "‘": "'",
    "’": "'",
    "‛": "'",
    "′": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "″": '"',
    "–": "-",
    "—": "-",
    "‑": "-",
    "−": "-",
    "⁄": "/",
}


class _Characters(dict[int, str]):
    """By code point, what stands for a character; for `str.translate`."""

    def __missing__(self, code: int) -> str:
        if len(self) > _MOST_KNOWN_CHARACTERS:
            self.clear()
        character = chr(code)
        hidden = unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn")
        kept = " " if hidden and character not in _JOINERS_OF_EMOJI else character
        self[code] = plain = _PLAIN.get(character, kept)
        return plain


class _WithoutMarks(dict[int, int | None]):
    """By code point, the character itself, or None for one that combines; for `str.translate`."""

    def __missing__(self, code: int) -> int | None:
        if len(self) > _MOST_KNOWN_CHARACTERS:
            self.clear()
        self[code] = kept = None if unicodedata.combining(chr(code)) else code
        return kept


_characters = _Characters()
_without_marks = _WithoutMarks()


def normalize_characters(text: str) -> str:
    """`text` in NFKC, lower case, with plain quotes and dashes and single spaces.

    Control and invisible format characters become spaces, but for the joiners that hold emoji
    together. "1½" becomes "1 1/2", and two primes become the one sign that they mean.
    """
    if text.isascii():
        visible = _ASCII_CONTROL.sub(" ", text.lower())
    else:
        parted = _FRACTION_AFTER_DIGIT.sub(" ", text)
        lower = unicodedata.normalize("NFKC", parted).lower()
        visible = unicodedata.normalize("NFKC", lower).translate(_characters)
    return " ".join(visible.replace("''", '"').split())


def fold_accents(text: str) -> str:
    """`text` without its accents: "café" becomes "cafe"."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFD", text).translate(_without_marks)
