"""One form for characters: composed, lower case, plain quotes and dashes, nothing invisible."""

from __future__ import annotations

import re
import unicodedata

IDEOGRAPHS = "\u3040-\u309f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Chinese characters and hiragana, which are written without spaces; for a set in a pattern."""

_VOICED = "\u3099\u309a"
_PLAIN_LETTERS: dict[int, str] = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
"""For letters that have no accent which could be taken away."""

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


class _Folded(dict[int, str]):
    """By code point of a decomposed text, the plain letters for it; for `str.translate`."""

    def __missing__(self, code: int) -> str:
        if len(self) > _MOST_KNOWN_CHARACTERS:
            self.clear()
        character = chr(code)
        kept = "" if unicodedata.combining(character) and character not in _VOICED else character
        self[code] = plain = _PLAIN_LETTERS.get(code, kept)
        return plain


_characters = _Characters()
_folded = _Folded()


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
    """`text` in lower case with plain letters for accented, stroked and joined ones: "café",
    "straße" and "smørbrød" become "cafe", "strasse" and "smorbrod".

    Signs that make another letter of a Japanese one stay, as no shopper would leave them out.
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).translate(_folded))
