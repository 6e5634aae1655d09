"""The whole normalisation of a text."""

from __future__ import annotations

from analyzers.languages import language_data
from analyzers.normalization.characters import normalize_characters
from analyzers.normalization.measures import find_measures
from analyzers.normalization.numbers import point_decimals


def normalize(text: str, language: str = "") -> str:
    """`text` in one form of characters, each measure one word: `50 Ft.` becomes `50ft`.

    `language` says how a number like "1,299" is meant; without one as in English. Normalising again
    changes nothing.
    """
    return write_measures(normalize_characters(text), language)


def write_measures(text: str, language: str) -> str:
    """`text`, whose characters are normalised, with each measure written as one word."""
    parts: list[str] = []
    end = 0
    for measure in find_measures(text, language):
        parts += [text[end : measure.start], measure.written]
        end = measure.end
    written = "".join([*parts, text[end:]])
    return point_decimals(written) if language_data(language).decimal_comma else written
