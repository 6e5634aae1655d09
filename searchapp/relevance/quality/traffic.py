"""Which queries shoppers ask, and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from django.db.models import Count
from django.utils import timezone

from searchapp.behaviour.models import SearchLog
from searchapp.relevance.models import MAX_QUERY
from searchapp.relevance.query_sets.topic import canonical

WINDOW = timedelta(days=90)
_MOST = 100_000


class Traffic(StrEnum):
    """Where a query stands among all searches: the most frequent queries that make up a third of
    them are the head, those of the next third the torso, all others the tail.
    """

    HEAD = "head"
    TORSO = "torso"
    TAIL = "tail"


def folded(text: str) -> str:
    """What counts as the same query."""
    return canonical(text).casefold()


def searches_by_query(window: timedelta = WINDOW) -> dict[str, int]:
    """How often each query was asked within the window, the most frequent first, by its folded
    text. Only first pages without filters and sort order are counted: others are one visit's.
    """
    rows = (
        SearchLog.objects.filter(time__gte=timezone.now() - window, page=1, filters=[], sort="")
        .exclude(text="")
        .values_list("text")
        .annotate(count=Count("pk"))
        .order_by("-count", "text")[:_MOST]
    )
    counts: Counter[str] = Counter()
    for text, count in rows:
        if len(text) <= MAX_QUERY and (query := folded(text)):
            counts[query] += count
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def traffic_of(searches: Mapping[str, int]) -> dict[str, Traffic]:
    """The place of each query, by the counts of `searches_by_query`; a query that is not there is
    of the tail.
    """
    everything, before = sum(searches.values()), 0
    places: dict[str, Traffic] = {}
    for query, count in searches.items():
        thirds = 3 * before
        places[query] = (
            Traffic.HEAD
            if thirds < everything
            else Traffic.TORSO
            if thirds < 2 * everything
            else Traffic.TAIL
        )
        before += count
    return places
