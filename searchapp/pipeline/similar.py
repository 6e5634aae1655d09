"""Items that resemble an item: the nearest neighbours of its embedding."""

from __future__ import annotations

from searchapp.pipeline.candidate import Candidate, Recall
from searchapp.pipeline.merchandising import Merchandising
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import (
    EngineUnavailable,
    RetrievalQuery,
    SearchEngine,
    VectorClause,
)
from searchapp.pipeline.schema import CARD_FIELDS, EMBEDDING


def similar_items(
    engine: SearchEngine,
    kind: Kind,
    id_: str,
    size: int,
    wanted: Merchandising,
    timeout_ms: int,
) -> list[Candidate]:
    """Up to `size` items of `kind`, the most similar first, without the item itself, what merchants
    hide and what does not pass the filters that they require.

    Empty when the item is not indexed or has no embedding. Raises EngineUnavailable.
    """
    vector = engine.vectors(kind, [id_], timeout_ms).get(id_)
    if vector is None:
        return []
    asked = RetrievalQuery(
        kind=kind,
        channel="similar",
        size=size,
        vector=VectorClause(EMBEDDING, vector, size),
        filters=wanted.required_of(kind),
        exclude_ids=(id_, *wanted.hidden_of(kind)),
        document_fields=CARD_FIELDS[kind],
    )
    (result,) = engine.search([asked], timeout_ms)
    if result.error is not None:
        raise EngineUnavailable(result.error)
    return [
        Candidate(
            kind=kind,
            id=hit.id,
            recalls=(Recall("similar", rank, hit.score),),
            contributions={"similar": hit.score},
            first_score=hit.score,
            document=hit.document,
        )
        for rank, hit in enumerate(result.hits, start=1)
    ]
