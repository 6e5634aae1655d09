"""The words by which phrases are found: folded, without punctuation, ideographs one by one."""

from __future__ import annotations

import re
import unicodedata

from analyzers.normalization.characters import IDEOGRAPHS, fold_accents

_WORD = re.compile(f"[{IDEOGRAPHS}]|(?:(?![{IDEOGRAPHS}])[^\\W_])+")
_APOSTROPHES = re.compile("['’ʼ`]")


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
    return fold_accents(unicodedata.normalize("NFKC", text).casefold())
