"""The form in which the words of rules and queries are compared."""

from __future__ import annotations

import re

from analyzers.normalization import fold_accents, normalize
from analyzers.normalization.characters import IDEOGRAPHS
from analyzers.plurals import singular

Words = tuple[str, ...]

_WORD = re.compile(f"[{IDEOGRAPHS}]|(?:(?![{IDEOGRAPHS}])[^\\W_])+")
_POSSESSIVE = re.compile(r"['’]s(?!\w)")
_OTHER_THINGS = frozenset(("glasses", "news"))
"""Words that are no plurals of glass and new, at least not to who writes a rule for them."""


def compared_words(text: str, language: str = "") -> Words:
    """The words of any text as they are compared: "Women's T-Shirts" → women, t, shirts."""
    return words_of_normalized(normalize(text, language))


def words_of_normalized(text: str) -> Words:
    """The words of a text that is normalised, without accents, signs and the possessive 's.

    Ideographs and hiragana, written without spaces, are words each.
    """
    if text.isascii():
        if text.isalnum():
            return (text,)
        return tuple(_WORD.findall(_POSSESSIVE.sub("", text)))
    return tuple(_WORD.findall(_POSSESSIVE.sub("", fold_accents(text))))


def compared_number(word: str) -> str:
    """`word` in the form that it shares with its plural, where both mean the same."""
    return word if word in _OTHER_THINGS else singular(word)
