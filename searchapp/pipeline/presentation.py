"""Presentation: the documents and highlights of the places of one page, fetched in one call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analyzers.query import AnalyzedQuery
from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.config import RankingProfile
from searchapp.pipeline.highlighting import mark_words
from searchapp.pipeline.recall import words_clause
from searchapp.pipeline.request import AnyOf, Kind
from searchapp.pipeline.retrieval import (
    EngineHit,
    EngineUnavailable,
    RetrievalQuery,
    RetrievalResult,
)
from searchapp.pipeline.schema import CARD_FIELDS

_SNIPPETS = ("body",)


def card_queries(
    row: Sequence[Candidate], query: AnalyzedQuery, profile: RankingProfile, explain: bool
) -> list[RetrievalQuery]:
    """One question for each kind in the row: the cards of its items.

    To explain, the engine is asked as well where in the long texts the query's words stand.
    """
    queries = []
    for kind in Kind:
        ids = tuple(candidate.id for candidate in row if candidate.kind is kind)
        if not ids:
            continue
        snippets = _SNIPPETS if explain and not query.is_empty else ()
        queries.append(
            RetrievalQuery(
                kind=kind,
                channel="cards",
                size=len(ids),
                text=(words_clause(kind, query, profile, required=False),) if snippets else (),
                filters=(AnyOf("id", ids),),
                document_fields=CARD_FIELDS[kind],
                highlight=snippets,
            )
        )
    return queries


def with_cards(
    row: Sequence[Candidate],
    query: AnalyzedQuery,
    asked: Sequence[RetrievalQuery],
    results: Sequence[RetrievalResult],
) -> list[Candidate]:
    """The row with documents and highlights; an item that vanished meanwhile is left out.

    Raises EngineUnavailable when the cards of a kind could not be read.
    """
    cards: dict[tuple[Kind, str], EngineHit] = {}
    for question, result in zip(asked, results, strict=True):
        if result.error is not None:
            raise EngineUnavailable(f"the cards could not be read: {result.error}")
        cards |= {(question.kind, hit.id): hit for hit in result.hits}
    return [
        replace(candidate, document=card.document, highlights=_highlights(card, query))
        for candidate in row
        if (card := cards.get(candidate.key)) is not None
    ]


def _highlights(card: EngineHit, query: AnalyzedQuery) -> dict[str, tuple[str, ...]]:
    title = mark_words(str(card.document.get("title", "")), query)
    return dict(card.highlights) | ({"title": (title,)} if title else {})
