"""One query answered from one snapshot: which rows, in which order, and what to tell of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import numpy as np
import orjson

from searchapp.engines.embedded.analysis import Analysis
from searchapp.engines.embedded.compiler import Compiler, InvalidQuery
from searchapp.engines.embedded.facets import count_facets, count_values
from searchapp.engines.embedded.field_scores import score_fields
from searchapp.engines.embedded.highlights import highlight
from searchapp.engines.embedded.neighbours import nearest_neighbours
from searchapp.engines.embedded.snapshot import Outdated, Snapshot
from searchapp.engines.embedded.text_clauses import TermsOfWay, words_as_terms
from searchapp.engines.json_document import JsonDocument
from searchapp.pipeline.request import Sort
from searchapp.pipeline.retrieval import (
    EngineHit,
    FacetValue,
    RetrievalQuery,
    RetrievalResult,
    VectorClause,
)
from searchapp.pipeline.schema import NUMERIC, FieldType


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of a page with their ids and scores, and all counts."""

    rows: Sequence[int]
    ids: Sequence[str]
    scores: Sequence[float]
    total: int
    facets: dict[str, tuple[FacetValue, ...]] = field(default_factory=dict)


def answer(query: RetrievalQuery, snapshot: Snapshot) -> RetrievalResult:
    """Answer `query`. Raises `InvalidQuery`, or `Outdated` if a writer overtook the snapshot."""
    if query.size < 0 or query.offset < 0:
        raise InvalidQuery("size, offset: must not be negative")
    compiler = Compiler(snapshot.schema, snapshot.text)
    if query.sort and not _sortable(query.sort, snapshot):
        raise InvalidQuery(f"{query.sort.field}: is not a field to sort by")
    page = (
        _neighbours(query, query.vector, snapshot, compiler)
        if query.vector
        else _matches(query, snapshot, compiler)
    )
    return RetrievalResult(
        hits=_hits(query, snapshot, compiler, page), total=page.total, facets=page.facets
    )


def _matches(query: RetrievalQuery, snapshot: Snapshot, compiler: Compiler) -> Page:
    """Text, identifiers or browse."""
    view = snapshot.text
    matching = compiler.matching(query)
    facets = count_facets(query, compiler, view, snapshot.schema)
    if not query.size:
        return Page((), (), (), view.count(matching), facets)
    browsing = not query.text and not query.identifiers
    sort = query.sort or (Sort("id") if browsing else None)
    end = query.offset + query.size
    best, total = view.top(
        matching, end, sort.field if sort else None, bool(sort and sort.descending)
    )
    if query.offset >= len(best):
        return Page((), (), (), total, facets)

    first, last = best[query.offset][0], best[min(end, len(best)) - 1][0]
    start = next(place for place, (key, _) in enumerate(best) if key == first)
    stop = next(place for place in range(len(best), 0, -1) if best[place - 1][0] == last)
    shown = best[start:stop]
    rows = view.rows([address for _, address in shown])
    found = zip((key for key, _ in shown), snapshot.ids_of(rows), rows, strict=True)
    ordered = [
        each
        for _, equals in groupby(found, key=lambda each: each[0])
        for each in sorted(equals, key=lambda each: each[1])
    ][query.offset - start : end - start]
    return Page(
        rows=[row for _, _, row in ordered],
        ids=[id for _, id, _ in ordered],
        scores=[0.0 if sort else float(key) for key, _, _ in ordered],
        total=total,
        facets=facets,
    )


def _neighbours(
    query: RetrievalQuery, clause: VectorClause, snapshot: Snapshot, compiler: Compiler
) -> Page:
    """The nearest neighbours; facets count among them."""
    name = compiler.field(clause.field, FieldType.VECTOR)
    dimensions = snapshot.vectors.tail.shape[1]
    if clause.vector.shape != (dimensions,):
        raise InvalidQuery(
            f"{name}: the vector has shape {clause.vector.shape}, the index ({dimensions},); "
            "embed queries and documents with the same model"
        )
    found = nearest_neighbours(clause, compiler.allowed(query), snapshot, compiler)
    ids = snapshot.ids_of([row for row, _ in found])
    order = sorted(
        ((-cosine, id, row) for (row, cosine), id in zip(found, ids, strict=True)),
    )
    if query.sort:
        order = _sorted_by_field(order, query.sort, snapshot)
    rows = [row for _, _, row in order]
    facets = {}
    if query.facets:
        facets = count_values(compiler.among(rows), query.facets, snapshot.text)
    shown = order[query.offset : query.offset + query.size]
    return Page(
        rows=[row for _, _, row in shown],
        ids=[id for _, id, _ in shown],
        scores=[-cosine for cosine, _, _ in shown],
        total=len(order),
        facets=facets,
    )


def _hits(
    query: RetrievalQuery, snapshot: Snapshot, compiler: Compiler, page: Page
) -> tuple[EngineHit, ...]:
    """What is told of each hit. Reads no more of a row than is asked for."""
    for name in query.feature_fields:
        compiler.field(name, *NUMERIC)
    for name in (*query.field_scores, *query.highlight):
        compiler.field(name, FieldType.TEXT)
    count = len(page.rows)
    features: Sequence[dict[str, float]] = [{}] * count
    field_scores: Sequence[dict[str, float]] = [{}] * count
    documents: Sequence[Mapping[str, Any]] = [{}] * count
    highlights: Sequence[dict[str, tuple[str, ...]]] = [{}] * count
    if count and (query.feature_fields or query.field_scores):
        payloads = snapshot.rows.payloads(page.rows)
        if len(payloads) < count:
            raise Outdated("rows were purged while they were read")
        in_order = [payloads[row] for row in page.rows]
        features = _features(query.feature_fields, [each.numbers for each in in_order], snapshot)
        field_scores = score_fields(
            _scored_words(query, snapshot.text.analysis),
            [each.terms for each in in_order],
            snapshot.text_fields,
            query.field_scores,
            snapshot.mean_term_counts,
            snapshot.text,
        )
    if count and (query.document_fields or query.highlight):
        stored = snapshot.rows.documents(page.rows)
        if len(stored) < count:
            raise Outdated("rows were purged while they were read")
        names = frozenset(query.document_fields)
        documents = [JsonDocument(stored[row], names) for row in page.rows]
        if query.highlight:
            analysis = snapshot.text.analysis
            terms = _marked_terms(query, analysis)
            highlights = [
                highlight(orjson.loads(stored[row]), query.highlight, terms, analysis)
                for row in page.rows
            ]
    return tuple(
        EngineHit(*each)
        for each in zip(
            page.ids, page.scores, field_scores, features, documents, highlights, strict=True
        )
    )


def _scored_words(query: RetrievalQuery, analysis: Analysis) -> list[list[TermsOfWay]]:
    """The words for field scores: those of the required clauses, or of all if none is required."""
    clauses = [each for each in query.text if each.required] or query.text
    words = {tuple(ways): ways for each in clauses for ways in words_as_terms(each, analysis)}
    return list(words.values())


def _marked_terms(query: RetrievalQuery, analysis: Analysis) -> frozenset[str]:
    texts = (
        text
        for clause in query.text
        for text in (clause.text, *(each.text for each in clause.alternatives))
    )
    return frozenset(term for text in texts for term in analysis.terms(text))


def _features(
    wanted: Sequence[str], numbers: Sequence[bytes], snapshot: Snapshot
) -> list[dict[str, float]]:
    columns = [snapshot.numeric_fields.index(name) for name in wanted]
    values = np.frombuffer(b"".join(numbers), np.float64).reshape(len(numbers), -1)[:, columns]
    return [
        {name: value for name, value in zip(wanted, row, strict=True) if value == value}
        for row in values.tolist()
    ]


def _sortable(sort: Sort, snapshot: Snapshot) -> bool:
    field = snapshot.schema.get(sort.field)
    return field is not None and field.sort


def _sorted_by_field(
    order: list[tuple[float, str, int]], sort: Sort, snapshot: Snapshot
) -> list[tuple[float, str, int]]:
    """Neighbours in the order of a field, those without a value last, ties by id."""
    documents = snapshot.rows.documents([row for _, _, row in order])
    if len(documents) < len(order):
        raise Outdated("rows were purged while they were read")
    by_id = sorted(order, key=lambda each: each[1])
    values = {row: orjson.loads(documents[row]).get(sort.field) for _, _, row in by_id}
    there = [each for each in by_id if values[each[2]] is not None]
    there.sort(key=lambda each: _first(values[each[2]]), reverse=sort.descending)
    if sort.descending:
        there = [
            each
            for _, equals in groupby(there, key=lambda each: _first(values[each[2]]))
            for each in sorted(equals, key=lambda each: each[1])
        ]
    return there + [each for each in by_id if values[each[2]] is None]


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) else value
