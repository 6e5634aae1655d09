"""The whole normalisation of a text."""

from __future__ import annotations

import re

from analyzers.languages import language_data
from analyzers.normalization.characters import normalize_characters
from analyzers.normalization.measures import find_measures
from analyzers.normalization.numbers import point_decimals

_MOST_PASSES = 4
"""One word may join another, which none of the words that it was written in did: "2 x pack of 6"
is "2 x 6pack", and then "2x6pack".
"""
_TOUCHES = re.compile(r"[^\s(\[{]\Z")


def normalize(text: str, language: str = "") -> str:
    """`text` in one form of characters, each measure one word: `50 Ft.` becomes `50ft`.

    `language` says how a number like "1,299" is meant; without one as in English. Normalising again
    changes nothing.
    """
    return write_measures(normalize_characters(text), language)


def write_measures(text: str, language: str) -> str:
    """`text`, whose characters are normalised, with each measure written as one word."""
    for _ in range(_MOST_PASSES):
        written = _written(text, language)
        if written == text:
            break
        text = written
    return text


def _written(text: str, language: str) -> str:
    parts: list[str] = []
    end = 0
    for measure in find_measures(text, language):
        between = text[end : measure.start]
        is_pack = text[measure.start].isalpha()  # its number now stands where "pack of" began
        parts += [between, " " if is_pack and _TOUCHES.search(between) else "", measure.written]
        end = measure.end
    written = "".join([*parts, text[end:]])
    return point_decimals(written) if language_data(language).decimal_comma else written
