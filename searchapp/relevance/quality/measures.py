"""The measures of one ranking against the grades of a query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields

from searchapp.relevance.metrics import ndcg_of_gains
from searchapp.relevance.query_sets.topic import Item

RELEVANT = 1
"""From this grade on an item is relevant, where a measure asks for yes or no."""
DEPTH = 10
RECALL_DEPTH = 100


@dataclass(frozen=True, slots=True)
class Figures:
    """Of a query, or the means over several: nDCG@10 with linear gains, the reciprocal rank of the
    first relevant item (the mean is MRR), which share of the relevant items is among the first 100,
    and which share of the first 10 was judged.

    None is what can't be said: nDCG, rank and recall of a query without a relevant item, the judged
    share of an empty answer. Means leave these out.
    """

    ndcg: float | None = None
    reciprocal_rank: float | None = None
    recall: float | None = None
    judged: float | None = None


def measured(ranking: Sequence[Item], grades: Mapping[Item, float]) -> Figures:
    """The figures of a ranking; an unjudged item counts as irrelevant."""
    top = ranking[:DEPTH]
    judged = sum(item in grades for item in top) / len(top) if top else None
    relevant = {item for item, grade in grades.items() if grade >= RELEVANT}
    if not relevant:
        return Figures(judged=judged)
    first = next((rank for rank, item in enumerate(ranking, 1) if item in relevant), None)
    return Figures(
        ndcg(ranking, grades),
        1 / first if first else 0.0,
        len(relevant.intersection(ranking[:RECALL_DEPTH])) / len(relevant),
        judged,
    )


def ndcg(ranking: Sequence[Item], grades: Mapping[Item, float]) -> float:
    """nDCG@10 as the rankers' training measures it."""
    gains = [grades.get(item, 0.0) for item in ranking[:DEPTH]]
    return ndcg_of_gains(gains, list(grades.values()), DEPTH)


def means(figures: Iterable[Figures]) -> Figures:
    """The mean of each measure over the queries that have it."""
    each = [asdict(one) for one in figures]
    columns = {
        field.name: [one[field.name] for one in each if one[field.name] is not None]
        for field in fields(Figures)
    }
    return Figures(
        **{name: sum(column) / len(column) for name, column in columns.items() if column}
    )
