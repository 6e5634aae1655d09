"""Words of the query: tokens, dictionary forms, stop words, head noun, negation."""

from analyzers.linguistics.analyzer import Linguistics

__all__ = ["Linguistics"]
