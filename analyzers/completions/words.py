"""The words by which phrases are found: folded, without punctuation, ideographs one by one."""

from __future__ import annotations

import re
import unicodedata

from analyzers.normalization.characters import IDEOGRAPHS

_WORD = re.compile(f"[{IDEOGRAPHS}]|(?:(?![{IDEOGRAPHS}])[^\\W_])+")
_APOSTROPHES = re.compile("['’ʼ`]")
_VOICED = "\u3099\u309a"
"""Marks that make another letter of a Japanese one, not the same with an accent."""

_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})


def folded_words(text: str) -> list[str]:
    """The words of `text` as they are compared: "Women's T-Shirt café" → womens, t, shirt, cafe.

    Chinese characters and hiragana, written without spaces, are words each, so that a beginning
    of any length completes.
    """
    return _WORD.findall(_APOSTROPHES.sub("", _folded(text)))


def _folded(text: str) -> str:
    """Compatible characters in lower case without accents."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(
        character
        for character in apart
        if character in _VOICED or not unicodedata.combining(character)
    )
    return unicodedata.normalize("NFC", kept).translate(_LETTERS)
