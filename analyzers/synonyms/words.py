"""The form in which the words of rules and queries are compared."""

from __future__ import annotations

import re

from analyzers.normalization import fold_accents, normalize
from analyzers.normalization.characters import IDEOGRAPHS

Words = tuple[str, ...]

_WORD = re.compile(f"[{IDEOGRAPHS}]|(?:(?![{IDEOGRAPHS}])[^\\W_])+")
_POSSESSIVE = re.compile(r"['’]s(?!\w)")
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l"})


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
    return tuple(_WORD.findall(_POSSESSIVE.sub("", fold_accents(text).translate(_LETTERS))))


def singular(word: str) -> str:
    """`word` without the ending of a plural in -s.

    The S stemmer of Harman (1991), "How effective is suffixing?", but for boxes and couches. It
    keeps apart what stemmers of engines do not: glass and glasses, news and new.
    """
    if len(word) < 4 or word[-1] != "s" or word[-2] in "us":
        return word
    if word.endswith("ies") and word[-4] not in "ae":
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "xes", "zes")):
        return word[:-2]
    return word[:-1]
