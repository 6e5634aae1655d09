"""Where raters do not agree."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from searchapp.pipeline.request import Kind
from searchapp.relevance.models import Judgment, QuerySet
from searchapp.relevance.query_sets.consensus import consensus


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The grades of an item by rater, which differ by `spread`."""

    query: str
    query_pk: int
    kind: Kind
    item: str
    grades: tuple[tuple[str, int], ...]
    consensus: float
    spread: int


def disagreements(query_set: QuerySet, most: int = 100) -> list[Disagreement]:
    """The items with different grades, the furthest apart first."""
    grades: dict[tuple[int, str, str, str], list[tuple[str, int]]] = defaultdict(list)
    rows = Judgment.objects.filter(query__query_set=query_set).select_related("query", "rater")
    for row in rows.iterator():
        rated = grades[row.query_id, row.query.text, row.kind, row.item]
        rated.append((row.rater.get_username(), row.grade))
    found = [
        Disagreement(
            text,
            pk,
            Kind(kind),
            item,
            tuple(sorted(given)),
            consensus(grade for _, grade in given),
            spread,
        )
        for (pk, text, kind, item), given in grades.items()
        if (spread := max(g for _, g in given) - min(g for _, g in given))
    ]
    return sorted(found, key=lambda each: (-each.spread, each.query, each.item))[:most]
