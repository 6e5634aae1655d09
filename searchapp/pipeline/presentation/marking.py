"""Presentation: the query's words are marked in what the page shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analyzers.query import AnalyzedQuery
from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.presentation.highlighting import mark_words
from searchapp.pipeline.profile import RankingProfile
from searchapp.pipeline.request import AnyOf, Kind
from searchapp.pipeline.retrieval import (
    EngineUnavailable,
    RetrievalQuery,
    RetrievalResult,
    SearchEngine,
    TextClause,
)
from searchapp.pipeline.trace import Degradation

_LONG_TEXTS = ("body",)
Snippets = Mapping[tuple[Kind, str], Mapping[str, tuple[str, ...]]]
"""Marked pieces of the long texts of items, by kind and id and then by field."""


def find_snippets(
    engine: SearchEngine,
    row: Sequence[Candidate],
    query: AnalyzedQuery,
    profile: RankingProfile,
    timeout_ms: int,
) -> tuple[Snippets, list[Degradation]]:
    """The snippets of the row, as far as the engine gives them."""
    asked = _questions(row, query, profile)
    try:
        results = engine.search(asked, timeout_ms) if asked else []
    except EngineUnavailable as error:
        return {}, [Degradation("presentation.snippets", str(error))]
    return _read(asked, results)


def _questions(
    row: Sequence[Candidate], query: AnalyzedQuery, profile: RankingProfile
) -> list[RetrievalQuery]:
    """One question for each kind in the row: where in the long texts the query's words stand.

    The engine has to analyse these texts again, so only an answer that explains itself asks.
    """
    if query.is_empty:
        return []
    by_kind = {kind: tuple(item.id for item in row if item.kind is kind) for kind in Kind}
    return [
        RetrievalQuery(
            kind=kind,
            channel="snippets",
            size=len(ids),
            text=(TextClause("words", query.text, profile.field_weights[kind], required=False),),
            filters=(AnyOf("id", ids),),
            highlight=_LONG_TEXTS,
        )
        for kind, ids in by_kind.items()
        if ids
    ]


def _read(
    asked: Sequence[RetrievalQuery], results: Sequence[RetrievalResult]
) -> tuple[Snippets, list[Degradation]]:
    """The answers, and the kinds that failed, of which there are none."""
    answered = list(zip(asked, results, strict=True))
    snippets = {
        (question.kind, hit.id): hit.highlights
        for question, result in answered
        for hit in result.hits
    }
    degraded = [
        Degradation(f"presentation.{question.kind}.snippets", result.error)
        for question, result in answered
        if result.error is not None
    ]
    return snippets, degraded


def with_highlights(
    row: Sequence[Candidate], query: AnalyzedQuery, snippets: Snippets
) -> list[Candidate]:
    """The row with the query's words marked in its titles, and with the snippets."""
    return [item._replace(highlights=_highlights(item, query, snippets)) for item in row]


def _highlights(
    item: Candidate, query: AnalyzedQuery, snippets: Snippets
) -> dict[str, tuple[str, ...]]:
    title = mark_words(str(item.document.get("title", "")), query)
    return ({"title": (title,)} if title else {}) | dict(snippets.get(item.key, {}))
