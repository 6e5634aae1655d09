"""Queries into a set, written by people or taken from what shoppers ask."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from searchapp.relevance.models import QuerySet
from searchapp.relevance.quality.traffic import folded, searches_by_query
from searchapp.relevance.query_sets.formats.judgment_row import parsed, row_of
from searchapp.relevance.query_sets.judgment_files import ImportOutcome, import_judgments


def add_queries(
    query_set: QuerySet,
    queries: Iterable[str],
    language: str = "",
    segment: str = "",
    query_class: str = "",
) -> ImportOutcome:
    """Adds each query that is not there yet; none of them when one can't be used."""
    rows = [
        row_of(line, query, "", "", language=language, segment=segment, query_class=query_class)
        for line, query in enumerate(queries, start=1)
        if query.strip()
    ]
    return import_judgments(query_set, parsed(rows))


def add_from_log(query_set: QuerySet, most: int) -> ImportOutcome:
    """Adds up to `most` of the queries that shoppers ask most and that the set does not have."""
    there = {folded(text) for text in query_set.queries.values_list("text", flat=True)}
    asked = (query for query in searches_by_query() if query not in there)
    return add_queries(query_set, islice(asked, most))
