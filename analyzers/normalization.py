"""One written form for what a shopper may type in many."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from analyzers.lexicon import Lexicon
from analyzers.query import AnalyzedQuery, Edit

_VISIBLE_FORMATS = frozenset("\u200d\ufe0f")
_PUNCTUATION = str.maketrans(
    {
        "‘": "'",
        "’": "'",
        "‛": "'",
        "′": "'",
        "“": '"',
        "”": '"',
        "″": '"',
        "–": "-",
        "—": "-",
        "‑": "-",
    }
)


def normalize(text: str) -> str:
    """`text` in NFKC, lower case, with plain quotes and dashes and single spaces.

    Control and invisible format characters become spaces, but for the joiners that hold emoji
    together.
    """
    composed = unicodedata.normalize("NFKC", text).translate(_PUNCTUATION).lower()
    visible = (
        " "
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn")
        and character not in _VISIBLE_FORMATS
        else character
        for character in unicodedata.normalize("NFKC", composed)
    )
    return " ".join("".join(visible).split())


def fold_accents(text: str) -> str:
    """`text` without its accents: "café" becomes "cafe"."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


class Normalization:
    """Brings the text of the query into the form that `normalize` gives."""

    name = "normalization"

    def warm_up(self, languages: tuple[str, ...]) -> None:
        """Nothing to load."""

    def analyze(self, query: AnalyzedQuery, lexicon: Lexicon) -> AnalyzedQuery:
        text = normalize(query.text)
        if text == query.text:
            return query
        edit = Edit(self.name, "nfkc, lower case, single spaces", query.text, text)
        return replace(query, text=text, edits=(*query.edits, edit))
