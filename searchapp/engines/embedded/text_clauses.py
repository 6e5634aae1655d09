"""The words of a query as tantivy queries. Pure but for the term statistics that it looks up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tantivy import Occur, Query

from searchapp.engines.embedded.analysis import Analysis
from searchapp.engines.embedded.text_index import TextView
from searchapp.pipeline.clause_words import clause_words, least_words
from searchapp.pipeline.retrieval import Exclusion, Match, TextClause

TIE_BREAKER = 0.0
"""A word counts in the field where it weighs most, and not in the others: as on Elasticsearch."""

Fields = Mapping[str, float]
"""The fields to search and what a match in each is worth."""


def text_query(clause: TextClause, view: TextView) -> Query:
    """The clause as a query; all its fields must be of the type that its `match` searches."""
    match clause.match:
        case Match.WORDS:
            compiled = _words(clause, view)
        case Match.PHRASE:
            compiled = _phrase(view.analysis.terms(clause.text), clause.fields, view)
        case Match.PREFIX:
            compiled = _prefix(clause, view)
    return _boosted(compiled, clause.weight)


def exclusion_query(exclusion: Exclusion, view: TextView) -> Query:
    """The items that `exclusion` leaves out."""
    terms = view.analysis.terms(exclusion.text)
    return _phrase(terms, dict.fromkeys(exclusion.fields, 1.0), view)


class TermsOfWay(NamedTuple):
    """One way to meet a word: all of `terms`, as a phrase or each in any field. `weight`
    multiplies the score.
    """

    terms: tuple[str, ...]
    weight: float = 1.0
    is_phrase: bool = False


def words_as_terms(clause: TextClause, analysis: Analysis) -> list[list[TermsOfWay]]:
    """The different words of a WORDS clause, without stop words: of each the ways to meet it."""
    if not clause.alternatives:
        return [[TermsOfWay((term,))] for term in analysis.distinct_terms(clause.text)]
    words = (
        [
            TermsOfWay(terms, way.weight, way.is_alternative)
            for way in ways
            if (terms := tuple(analysis.terms(way.text)))
        ]
        for ways in clause_words(clause)
    )
    return [ways for ways in words if ways]


def _words(clause: TextClause, view: TextView) -> Query:
    """Each word is a disjunction over the fields; `minimum_match` counts words that match."""
    if not clause.fields:
        return Query.empty_query()
    words = [_best(ways, clause.fields, view) for ways in words_as_terms(clause, view.analysis)]
    if len(words) <= 1:
        return words[0] if words else Query.empty_query()
    least = least_words(clause.minimum_match, len(words))
    if least == len(words):
        return _all(words)
    return Query.boolean_query([(Occur.Should, word) for word in words], least)


def _best(ways: Sequence[TermsOfWay], fields: Fields, view: TextView) -> Query:
    queries = [
        _boosted(
            _phrase(terms, fields, view)
            if is_phrase
            else _all([_term(term, fields, view) for term in terms]),
            weight,
        )
        for terms, weight, is_phrase in ways
    ]
    return queries[0] if len(queries) == 1 else Query.disjunction_max_query(queries)


def _term(term: str, fields: Fields, view: TextView) -> Query:
    """One word in all its fields, weighed as if the fields were one.

    A word that is rare in one field and frequent in another (a brand in the titles of others)
    would be overrated there, so each field's idf is replaced by that of the field where the
    word is most frequent.
    """
    frequencies = {name: view.searcher.doc_freq(name, term) for name in fields}
    shared = view.inverse_document_frequency(max(frequencies.values(), default=0))
    queries = []
    for name, weight in fields.items():
        if not frequencies[name] or weight <= 0:
            continue
        own = view.inverse_document_frequency(frequencies[name])
        found = Query.term_query(view.schema, name, term, "freq")
        queries.append(Query.boost_query(found, weight * shared / own))
    if len(queries) <= 1:
        return queries[0] if queries else Query.empty_query()
    return Query.disjunction_max_query(queries, TIE_BREAKER)


def _phrase(terms: Sequence[str], fields: Fields, view: TextView) -> Query:
    """The terms in this order in one field; a phrase of one term is the term."""
    if len(terms) < 2:
        return _term(terms[0], fields, view) if terms else Query.empty_query()
    phrases: list[Query] = [
        Query.boost_query(Query.phrase_query(view.schema, name, [*terms]), weight)
        for name, weight in fields.items()
    ]
    return Query.disjunction_max_query(phrases, TIE_BREAKER)


def _prefix(clause: TextClause, view: TextView) -> Query:
    """All words, each in any of the fields; the last one as the beginning of a word."""
    words = view.analysis.words(clause.text)
    if not words or not clause.fields:
        return Query.empty_query()
    schema = view.schema
    parts = []
    for place, word in enumerate(words, start=1):
        fields = []
        for name, weight in clause.fields.items():
            found = (
                Query.fuzzy_term_query(schema, name, word, distance=0, prefix=True)
                if place == len(words)
                else Query.term_query(schema, name, word, "basic")
            )
            fields.append(Query.const_score_query(found, weight))
        parts.append((Occur.Must, Query.disjunction_max_query(fields)))
    return Query.boolean_query(parts)


def _all(queries: Sequence[Query]) -> Query:
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Must, each) for each in queries])


def _boosted(query: Query, weight: float) -> Query:
    return query if weight == 1.0 else Query.boost_query(query, weight)
