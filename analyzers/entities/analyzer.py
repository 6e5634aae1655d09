"""Finds what a query says of the fields of the catalog: brands, colours, sizes, prices and more."""

from __future__ import annotations

from dataclasses import replace

from analyzers.entities.named import is_settled, named_entities
from analyzers.entities.patterned import cheap_entities, patterned_entities
from analyzers.entities.query_words import QueryWords
from analyzers.entities.resolution import resolved
from analyzers.lexicon import Lexicon
from analyzers.query import AnalyzedQuery


class Entities:
    """Adds entities for names that the lexicon's dictionary knows or merchants wrote, and for
    patterns such as "under $50".

    Names of which merchants are sure count before what was learnt of them, and before patterns and
    other names inside of them. Of the learnt ones the catalog's evidence says how sure each is;
    what may mean several things stays in several readings, at most one of which is sure. Words
    beyond the first 64 are not read.
    """

    name = "entities"

    def warm_up(self, languages: tuple[str, ...]) -> None:
        """Compiles the patterns of the languages."""
        for language in ("", *languages):
            self.analyze(
                AnalyzedQuery(raw="0", text="0", language=language), Lexicon(languages=languages)
            )

    def analyze(self, query: AnalyzedQuery, lexicon: Lexicon) -> AnalyzedQuery:
        words = QueryWords.of(query)
        if not words.words:
            return query
        written = lexicon.written_entities.find(words.keys, query.language)
        patterned = [
            entity
            for entity in patterned_entities(words, lexicon, query.language)
            if not is_settled(entity, written, words)
        ]
        found = [
            *patterned,
            *named_entities(words, written, patterned, lexicon, query.language),
            *cheap_entities(words, lexicon, query.language),
        ]
        entities = tuple(dict.fromkeys((*query.entities, *resolved(found))))
        return query if entities == query.entities else replace(query, entities=entities)
