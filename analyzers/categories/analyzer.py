"""Categories: in which part of the catalog a query looks."""

from __future__ import annotations

from dataclasses import replace

from analyzers.categories.selection import worth_naming
from analyzers.lexicon import Lexicon
from analyzers.query import AnalyzedQuery, PredictedCategory


class Categories:
    """Predicts the categories of a query from its words; the text stays as it is.

    What the shopper does not want ("-leather") and what only filters ("under $50") is not read.
    Without a trained model nothing is predicted.
    """

    name = "categories"

    def warm_up(self, languages: tuple[str, ...]) -> None:
        """Nothing to load: the model belongs to the lexicon, whose owner warms it up."""

    def analyze(self, query: AnalyzedQuery, lexicon: Lexicon) -> AnalyzedQuery:
        predictor = lexicon.categories
        text = _wanted(query)
        categories: tuple[PredictedCategory, ...] = ()
        if text and not predictor.is_empty:
            (probabilities,) = predictor.probabilities([text])
            categories = worth_naming(probabilities, predictor.prior, predictor.tree)
        return query if categories == query.categories else replace(query, categories=categories)


def _wanted(query: AnalyzedQuery) -> str:
    """The text without the words that name nothing wanted."""
    left_out = [
        (token.start, token.end) for token in query.tokens if token.is_negated or token.is_marker
    ]
    left_out += [
        (entity.start, entity.end)
        for entity in query.entities
        if entity.is_negated or not entity.is_spoken
    ]
    parts = []
    position = 0
    for start, end in sorted(left_out):
        if start >= position:
            parts.append(query.text[position:start])
        position = max(position, end)
    parts.append(query.text[position:])
    return " ".join(part.strip() for part in parts).strip()
