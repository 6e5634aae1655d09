"""A retrieval query as the body of an Elasticsearch search. Pure; `parser` reads the answer."""

from __future__ import annotations

from typing import Any

from searchapp.engines.elasticsearch.filters import (
    facet_aggregations,
    filter_clauses,
    split_filters,
)
from searchapp.engines.elasticsearch.mapping import CARD
from searchapp.engines.elasticsearch.text_clauses import (
    exclusion_query,
    highlight,
    named_field_scores,
    text_query,
)
from searchapp.engines.elasticsearch.validity import UnanswerableQuery, check_type
from searchapp.pipeline.request import Sort
from searchapp.pipeline.retrieval import (
    RetrievalQuery,
    VectorClause,
)
from searchapp.pipeline.schema import (
    CARD_FIELDS,
    IDENTIFIERS,
    NUMERIC,
    SCHEMAS,
    FieldType,
    Schema,
    fold_identifier,
)

DEEPEST_HIT = 10_000
"""The rank of the last hit that a search can reach: Elasticsearch's `index.max_result_window`."""

CANDIDATES_PER_NEIGHBOUR = 1.5
FEWEST_CANDIDATES = 100
"""How widely the HNSW graph is searched: more candidates find more of the true neighbours."""


def search_body(query: RetrievalQuery) -> dict[str, Any]:
    """The body of a `_search` on the index of `query.kind`.

    Every hit tells its id as its last sort value or as the doc value `id`: its `_id` would have to
    be read from the stored documents, which for 200 hits costs more than finding them.
    Raises `UnanswerableQuery`.
    """
    schema = SCHEMAS[query.kind]
    if query.offset + query.size > DEEPEST_HIT:
        raise UnanswerableQuery(
            f"offset + size is {query.offset + query.size}, beyond the {DEEPEST_HIT:,} hits that "
            "can be paged through: narrow the search with filters instead"
        )
    body: dict[str, Any] = {
        "size": query.size,
        "from": query.offset,
        "track_total_hits": True,
    }
    if order := _order(query, schema):
        body["sort"] = order
    everywhere, by_facet = split_filters(query)
    if query.vector is not None:
        body["knn"] = _neighbours(query, query.vector, schema)
    else:
        body["query"] = _question(query, schema, filter_clauses(everywhere, schema))
        if by_facet:
            body["post_filter"] = {"bool": {"filter": filter_clauses(by_facet, schema)}}
    if query.sort is not None and (query.text or query.vector is not None):
        body["track_scores"] = True
    if query.facets:
        # The neighbours of a vector are filtered before they are counted.
        own = () if query.vector is not None else by_facet
        body["aggs"] = facet_aggregations(query.facets, own, schema)
    if query.highlight:
        body["highlight"] = highlight(query, schema)
    return body | _returned(query, schema)


def leaves_ties(query: RetrievalQuery) -> bool:
    """Whether equal scores may come in the index's own order; that by id costs a tenth more."""
    by_score = bool(query.text) and query.sort is None and query.offset == 0
    return by_score and not query.exact_ties


def comes_whole(query: RetrievalQuery) -> bool:
    """Whether the answer has every neighbour: then `parser` orders them, not the engine."""
    return (
        query.vector is not None
        and query.sort is None
        and query.offset == 0
        and query.size >= query.vector.neighbours
    )


def comes_from_card(query: RetrievalQuery) -> bool:
    """Whether all wanted document fields are in the document's card."""
    return bool(query.document_fields) and set(query.document_fields) <= set(
        CARD_FIELDS[query.kind]
    )


def shows_whole_card(query: RetrievalQuery) -> bool:
    """Whether the wanted document fields are just those of the document's card."""
    return query.document_fields == CARD_FIELDS[query.kind]


def _question(
    query: RetrievalQuery, schema: Schema, filters: list[dict[str, Any]]
) -> dict[str, Any]:
    excluded = _excluded(query, schema)
    if query.identifiers:
        codes = [code for text in query.identifiers if (code := fold_identifier(text))]
        matching = {"constant_score": {"filter": {"terms": {IDENTIFIERS: codes}}}}
        return _without_empty(must=[matching], filter=filters, must_not=excluded)
    required = [text_query(clause, schema) for clause in query.text if clause.required]
    return _without_empty(
        must=required,
        should=[text_query(clause, schema) for clause in query.text if not clause.required],
        filter=filters or ([] if required else [{"match_all": {}}]),
        must_not=excluded + named_field_scores(query, schema),
    )


def _without_empty(**parts: list[dict[str, Any]]) -> dict[str, Any]:
    return {"bool": {name: clauses for name, clauses in parts.items() if clauses}}


def _excluded(query: RetrievalQuery, schema: Schema) -> list[dict[str, Any]]:
    by_id = [{"terms": {"id": list(query.exclude_ids)}}] if query.exclude_ids else []
    return [*by_id, *(exclusion_query(each, schema) for each in query.without)]


def _neighbours(query: RetrievalQuery, vector: VectorClause, schema: Schema) -> dict[str, Any]:
    check_type(vector.field, schema, FieldType.VECTOR, asked="vector")
    if not 1 <= vector.neighbours <= DEEPEST_HIT:
        raise UnanswerableQuery(f"neighbours is {vector.neighbours}: ask for 1 to {DEEPEST_HIT:,}")
    candidates = max(FEWEST_CANDIDATES, round(vector.neighbours * CANDIDATES_PER_NEIGHBOUR))
    clause: dict[str, Any] = {
        "field": vector.field,
        "query_vector": vector.vector.tolist(),
        "k": vector.neighbours,
        "num_candidates": min(candidates, DEEPEST_HIT),
    }
    if vector.minimum_similarity > -1.0:
        clause["similarity"] = vector.minimum_similarity
    filters = filter_clauses(query.filters, schema)
    if excluded := _excluded(query, schema):
        filters.append({"bool": {"must_not": excluded}})
    if filters:
        clause["filter"] = filters
    return clause


def _order(query: RetrievalQuery, schema: Schema) -> list[dict[str, Any]]:
    if comes_whole(query) or leaves_ties(query):
        return []
    by_id = {"id": {"order": "asc"}}
    if query.sort is not None:
        if query.sort.field == "id":
            return [{"id": {"order": _direction(query.sort)}}]
        field = schema.get(query.sort.field)
        if field is None or not field.sort:
            sortable = ", ".join(sorted(each.name for each in schema.values() if each.sort))
            raise UnanswerableQuery(
                f"sort by {query.sort.field!r} is not possible; sortable are {sortable}"
            )
        order = {
            "order": _direction(query.sort),
            "missing": "_last",
            "unmapped_type": "double" if field.type in NUMERIC else "keyword",
        }
        return [{field.name: order}, by_id]
    if query.text or query.identifiers or query.vector is not None:
        return [{"_score": {"order": "desc"}}, by_id]
    return [by_id]


def _direction(sort: Sort) -> str:
    return "desc" if sort.descending else "asc"


def _returned(query: RetrievalQuery, schema: Schema) -> dict[str, Any]:
    """What comes with each hit, from the cheapest place: doc values before the stored source."""
    for name in query.feature_fields:
        if name not in schema or schema[name].type not in NUMERIC:
            raise UnanswerableQuery(f"feature {name!r} is not a number, date or boolean field")
    doc_values = [
        *query.feature_fields,
        *(["id"] if comes_whole(query) or leaves_ties(query) else []),
    ]
    from_card = comes_from_card(query)
    if from_card:
        doc_values.append(CARD)
    returned: dict[str, Any] = {"docvalue_fields": doc_values} if doc_values else {}
    document_fields = [
        name
        for name in query.document_fields
        if name not in schema or schema[name].type is not FieldType.VECTOR
    ]
    if document_fields and not from_card:
        return returned | {"_source": {"includes": document_fields}}
    if query.highlight:
        return returned | {"_source": False}
    return returned | {"_source": False, "stored_fields": "_none_"}
