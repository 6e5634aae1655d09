"""Where raters do not agree."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.contrib.auth import get_user_model
from django.db.models import Max, Min, Q

from searchapp.pipeline.request import Kind
from searchapp.relevance.models import Judgment, QuerySet
from searchapp.relevance.query_sets.consensus import consensus

User = get_user_model()


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
    """The items with different grades, the furthest apart first. The database picks them: no more
    than these are loaded.
    """
    rows = Judgment.objects.filter(query__query_set=query_set).order_by()
    apart = (
        rows.values("query", "query__text", "kind", "item")
        .annotate(spread=Max("grade") - Min("grade"))
        .filter(spread__gt=0)
        .order_by("-spread", "query__text", "item", "kind", "query")[:most]
    )
    grades: dict[tuple[int, str, str], list[tuple[str, int]]] = {
        (each["query"], each["kind"], each["item"]): [] for each in apart
    }
    if not grades:
        return []
    theirs = reduce(or_, (Q(query=pk, kind=kind, item=item) for pk, kind, item in grades))
    for pk, kind, item, rater, grade in Judgment.objects.filter(theirs).values_list(
        "query", "kind", "item", f"rater__{User.USERNAME_FIELD}", "grade"
    ):
        grades[pk, kind, item].append((rater, grade))
    return [
        Disagreement(
            each["query__text"],
            each["query"],
            Kind(each["kind"]),
            each["item"],
            tuple(sorted(given)),
            consensus(grade for _, grade in given),
            each["spread"],
        )
        for each in apart
        if (given := grades[each["query"], each["kind"], each["item"]])
    ]
