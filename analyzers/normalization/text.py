"""The whole normalisation of a text."""

from __future__ import annotations

import re

from analyzers.languages import language_data
from analyzers.normalization.characters import normalize_characters
from analyzers.normalization.measures import find_measures
from analyzers.normalization.numbers import point_decimals

_MOST_PASSES = 4
"""The number of a pack may join another only when it stands where "pack of" began: "2 x pack of 6"
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
        text, has_moved = _written(text, language)
        if not has_moved:
            break
    return text


def _written(text: str, language: str) -> tuple[str, bool]:
    """`text` with its measures as words, and whether a number now stands where "pack of" began."""
    has_moved = False
    parts: list[str] = []
    end = 0
    for measure in find_measures(text, language):
        between = text[end : measure.start]
        is_pack = text[measure.start].isalpha()
        has_moved |= is_pack
        parts += [between, " " if is_pack and _TOUCHES.search(between) else "", measure.written]
        end = measure.end
    written = "".join([*parts, text[end:]])
    if language_data(language).decimal_comma:
        written = point_decimals(written)
    return written, has_moved
