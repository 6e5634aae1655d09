"""Terms that a catalog can't have, by its words."""

from __future__ import annotations

import re
from typing import Protocol

from analyzers.normalization import normalize
from analyzers.normalization.characters import IDEOGRAPHS
from analyzers.spelling.words import words_of
from analyzers.synonyms.sides import Sides
from analyzers.synonyms.words import words_of_normalized

_IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]")


class KnownWords(Protocol):
    """The words that the catalog has."""

    def has(self, word: str) -> bool: ...


def unknown_targets(sides: Sides, language: str, known: KnownWords) -> list[str]:
    """The searched terms with a word that the catalog lacks.

    Only what a vocabulary could have is judged: neither codes and measures nor words in a script
    that writes no spaces.
    """
    return [
        text
        for text in sides.right.values()
        if not all(map(known.has, _words_of_vocabularies(text, language)))
    ]


def _words_of_vocabularies(text: str, language: str) -> list[str]:
    """The words of a term that a vocabulary could have, in the form in which rules compare them."""
    return [
        part
        for word in words_of(normalize(text, language))
        if not _IDEOGRAPH.search(word.text)
        for part in words_of_normalized(word.text)
    ]
