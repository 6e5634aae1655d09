"""Presentation: the documents and highlights of the places of one page, fetched in one call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from analyzers.query import AnalyzedQuery
from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.config import RankingProfile
from searchapp.pipeline.recall import words_clause
from searchapp.pipeline.request import AnyOf, Kind
from searchapp.pipeline.retrieval import EngineHit, RetrievalQuery, RetrievalResult
from searchapp.pipeline.schema import SCHEMAS, FieldType

_HIDDEN = frozenset({"id", "body", "attributes", "description"})
CARD_FIELDS: Mapping[Kind, tuple[str, ...]] = {
    kind: tuple(
        name
        for name, field in schema.items()
        if field.type not in (FieldType.VECTOR, FieldType.IDENTIFIER)
        and name not in _HIDDEN
        and not name.endswith("_text")
    )
    for kind, schema in SCHEMAS.items()
}
"""What a hit shows of its document."""
_HIGHLIGHTED = ("title", "body")


def card_queries(
    row: Sequence[Candidate], query: AnalyzedQuery, profile: RankingProfile
) -> list[RetrievalQuery]:
    """One question for each kind in the row: its items' cards, with the query's words marked."""
    queries = []
    for kind in Kind:
        ids = tuple(candidate.id for candidate in row if candidate.kind is kind)
        if not ids:
            continue
        clause = None if query.is_empty else words_clause(kind, query, profile, required=False)
        queries.append(
            RetrievalQuery(
                kind=kind,
                channel="cards",
                size=len(ids),
                text=() if clause is None else (clause,),
                filters=(AnyOf("id", ids),),
                document_fields=CARD_FIELDS[kind],
                highlight=() if clause is None else _HIGHLIGHTED,
            )
        )
    return queries


def with_cards(
    row: Sequence[Candidate],
    queries: Sequence[RetrievalQuery],
    results: Sequence[RetrievalResult],
) -> list[Candidate]:
    """The row with documents and highlights; an item that vanished meanwhile is left out."""
    cards: dict[tuple[Kind, str], EngineHit] = {
        (asked.kind, hit.id): hit
        for asked, result in zip(queries, results, strict=True)
        for hit in result.hits
    }
    return [
        replace(candidate, document=card.document, highlights=card.highlights)
        for candidate in row
        if (card := cards.get(candidate.key)) is not None
    ]
