"""Rating: which items a rater sees, in an order that gives nothing away, and what becomes of a
grade.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from itertools import zip_longest
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.request import Kind
from searchapp.pipeline.service import SearchService
from searchapp.relevance.models import MAX_GRADE, JudgedQuery, Judgment, QuerySet
from searchapp.relevance.query_sets.topic import Item, Topic

DEPTH = 20


def pool(rankings: Sequence[Sequence[Item]], size: int) -> list[Item]:
    """The first `size` items of the rankings, taken from each in turn, so that none of them has the
    say; each item once.
    """
    turns = (item for rank in zip_longest(*rankings) for item in rank if item is not None)
    return list(dict.fromkeys(turns))[:size]


def blind_order(items: Iterable[Item], rated: Collection[Item], seed: str) -> list[Item]:
    """The items as they are shown for rating: shuffled by `seed`, those that the rater has not
    rated first.

    The place of an item depends on the seed and on itself alone, so that it tells nothing of who
    found it or at which rank, and items that join the pool later do not reorder the others.
    """

    def place(item: Item) -> tuple[bool, bytes]:
        text = f"{seed}\0{item[0].value}\0{item[1]}"
        return item in rated, hashlib.sha256(text.encode()).digest()

    return sorted(set(items), key=place)


def items_to_rate(
    service: SearchService,
    configs: Sequence[SearchConfig],
    query: JudgedQuery,
    rater: Any,
    size: int = 2 * DEPTH,
) -> list[Item]:
    """What `rater` (a user) is to look at: the first items of the query under every one of the
    configurations.
    """
    request = Topic(query.text, query.language, query.segment).request(DEPTH)
    answers = [service.search(request, config) for config in configs]
    found = [[hit.candidate.key for hit in answer.hits] for answer in answers]
    mine = Judgment.objects.filter(query=query, rater=rater).values_list("kind", "item")
    return blind_order(
        pool(found, size), {(Kind(kind), id_) for kind, id_ in mine}, f"{query.pk}/{rater.pk}"
    )


def rate(query: JudgedQuery, rater: Any, item: Item, grade: int) -> Judgment:
    """Keeps the grade; one that the rater gave before is changed in its place.

    Raises ValueError for a grade that does not exist.
    """
    if grade not in range(MAX_GRADE + 1):
        raise ValueError(f"the grade {grade} does not exist; give one from 0 to {MAX_GRADE}")
    judgment, is_new = Judgment.objects.get_or_create(
        query=query, rater=rater, kind=item[0].value, item=item[1], defaults={"grade": grade}
    )
    if not is_new and judgment.grade != grade:
        judgment.grade, judgment.changed = grade, timezone.now()
        judgment.save(update_fields=("grade", "changed"))
    return judgment


def take_back(query: JudgedQuery, rater: Any, item: Item, before: int | None) -> None:
    """Undoes a grade: the one that the rater gave before counts again, or none."""
    if before is not None:
        rate(query, rater, item, before)
        return
    mine = Judgment.objects.filter(query=query, rater=rater, kind=item[0].value, item=item[1])
    mine.delete()


def grades_of(query: JudgedQuery, rater: Any) -> dict[Item, int]:
    """What the rater said of the query's items."""
    rows = Judgment.objects.filter(query=query, rater=rater).values_list("kind", "item", "grade")
    return {(Kind(kind), item): grade for kind, item, grade in rows}


def next_query(
    query_set: QuerySet, rater: Any, after: JudgedQuery | None = None, without: Collection[int] = ()
) -> JudgedQuery | None:
    """The next query of which the rater has judged nothing, in turn; `without` are left out."""
    mine = Judgment.objects.filter(query=OuterRef("pk"), rater=rater)
    fresh = query_set.queries.filter(~Exists(mine)).exclude(pk__in=without).order_by("pk")
    if after is not None and (later := fresh.filter(pk__gt=after.pk).first()) is not None:
        return later
    return fresh.first()
