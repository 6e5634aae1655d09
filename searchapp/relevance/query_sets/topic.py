"""A query to measure with, and what is known of its right answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from searchapp.pipeline.request import PATIENT_MS, Kind, SearchRequest
from searchapp.pipeline.response import SearchResponse
from searchapp.relevance.models import JudgedQuery, Judgment, QuerySet
from searchapp.relevance.query_sets.consensus import consensus

Item = tuple[Kind, str]
"""An item by its kind and the merchant's own id."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A query as it is asked, with the consensus `grades` of the items that were judged for it.

    `searches` is how often shoppers asked it, as far as that was looked up.
    """

    text: str
    language: str = ""
    segment: str = ""
    query_class: str = ""
    grades: Mapping[Item, float] = field(default_factory=dict)
    searches: int = 0

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds of which items were judged."""
        return frozenset(kind for kind, _ in self.grades)

    def request(self, size: int, profile: str = "default", explain: bool = False) -> SearchRequest:
        """The search for its first `size` items, with time enough for every stage."""
        return SearchRequest(
            self.text,
            size=size,
            language=self.language or None,
            segment=self.segment,
            profile=profile,
            budget_ms=PATIENT_MS,
            explain=explain,
        )

    def ranking(self, response: SearchResponse) -> list[Item]:
        """The items of an answer that are of the judged kinds, in their order."""
        return [hit.candidate.key for hit in response.hits if hit.kind in self.kinds]


def canonical(text: str) -> str:
    """A query as query sets keep it: without spaces at its ends, with single ones within."""
    return " ".join(text.split())


def topics_of(query_sets: Iterable[QuerySet]) -> list[Topic]:
    """The queries of the sets with their consensus; one that several sets have comes once, with the
    judgments of all of them.
    """
    sets = [each.pk for each in query_sets]
    queries: dict[tuple[str, str, str], list[JudgedQuery]] = defaultdict(list)
    for query in JudgedQuery.objects.filter(query_set__in=sets):
        queries[query.text, query.language, query.segment].append(query)
    grades: dict[int, dict[Item, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    rows = Judgment.objects.filter(query__query_set__in=sets)
    for pk, kind, item, rater, grade in rows.values_list(
        "query", "kind", "item", "rater", "grade"
    ).order_by("changed", "pk"):
        grades[pk][Kind(kind), item].append((rater, grade))
    return [_topic(same, [grades[query.pk] for query in same]) for same in queries.values()]


def _topic(
    queries: Sequence[JudgedQuery], given: Sequence[Mapping[Item, list[tuple[int, int]]]]
) -> Topic:
    """Of a rater who judged an item in several sets, the last grade of the last set counts."""
    by_item: dict[Item, dict[int, int]] = defaultdict(dict)
    for grades in given:
        for item, rated in grades.items():
            by_item[item] |= rated
    first = queries[0]
    return Topic(
        first.text,
        first.language,
        first.segment,
        next((query.query_class for query in queries if query.query_class), ""),
        {item: consensus(rated.values()) for item, rated in by_item.items()},
    )
