"""Identifiers in the query: ids, SKUs, GTINs."""

from __future__ import annotations

from functools import lru_cache

from analyzers.normalization.measures import measure_of
from analyzers.query import AnalyzedQuery
from searchapp.pipeline.profile import ChannelUse
from searchapp.pipeline.recall.channels.base import EngineScored
from searchapp.pipeline.recall.meaning import Meaning
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import RetrievalQuery
from searchapp.pipeline.schema import fold_identifier

_SHORTEST_CODE = 4


class Exact(EngineScored):
    """Finds the items that have a code of the query as it is."""

    name = "exact"

    def questions(
        self, meaning: Meaning, kind: Kind, use: ChannelUse
    ) -> tuple[RetrievalQuery, ...]:
        codes = identifiers(meaning.query)
        if not codes:
            return ()
        size = meaning.size(kind, use)
        return (meaning.question(kind, self.name, size, identifiers=codes),)


def identifiers(query: AnalyzedQuery) -> tuple[str, ...]:
    """What in the query may be an id, SKU or GTIN.

    Each word with a digit in it that is no measure, and the whole when it has such a word or is a
    single one.
    """
    return _identifiers(query.text, query.language)


@lru_cache(maxsize=1_000)
def _identifiers(text: str, language: str) -> tuple[str, ...]:
    words = text.split()
    codes = {
        code
        for word in words
        if any(character.isdigit() for character in word)
        and len(code := fold_identifier(word)) >= _SHORTEST_CODE
        and measure_of(word, language) is None
    }
    if codes or len(words) == 1:
        codes.add(fold_identifier(text))
    return tuple(sorted(codes - {""}))
