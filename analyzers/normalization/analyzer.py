"""The analyzer that normalises the text of a query."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analyzers.normalization.characters import normalize_characters
from analyzers.normalization.text import write_measures
from analyzers.normalization.units import unit_names
from analyzers.query import AnalyzedQuery, Edit

if TYPE_CHECKING:  # parts of the lexicon normalise their words
    from analyzers.lexicon import Lexicon

CHARACTERS = "nfkc, lower case, single spaces"
MEASURES = "measures as one word"


class Normalization:
    """Brings the text of the query into the form that `normalize` gives, and tells it in up to two
    edits: one for the characters, one for numbers and units.

    A query without a language is read by the rules of the shop's default one.
    """

    name = "normalization"

    def warm_up(self, languages: tuple[str, ...]) -> None:
        """Reads the names of units."""
        unit_names()

    def analyze(self, query: AnalyzedQuery, lexicon: Lexicon) -> AnalyzedQuery:
        characters = normalize_characters(query.text)
        text = write_measures(characters, query.language or lexicon.languages[0])
        edits = [
            Edit(self.name, rule, before, after)
            for rule, before, after in (
                (CHARACTERS, query.text, characters),
                (MEASURES, characters, text),
            )
            if before != after
        ]
        return replace(query, text=text, edits=(*query.edits, *edits)) if edits else query
