"""Comparing two configurations, query by query."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Sequence

from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.request import InvalidRequest
from searchapp.pipeline.response import Hit, SearchResponse
from searchapp.pipeline.service import SearchService
from searchapp.relevance.impact.overlap import overlap, rank_biased_overlap
from searchapp.relevance.impact.pins import (
    troubles_of_query,
    troubles_of_rules,
    wanted_pins,
)
from searchapp.relevance.impact.report import ImpactReport, ItemOfPage, PinTrouble, QueryChange
from searchapp.relevance.impact.summing_up import Comparison, summed_up
from searchapp.relevance.quality.evaluation import Progress
from searchapp.relevance.quality.measures import RELEVANT, ndcg
from searchapp.relevance.query_sets.topic import Topic

PAGE = 24
_DEEP = 200
"""How deep an item is looked for before it is called gone."""
_WARMING = 1


def impact(
    service: SearchService,
    live: SearchConfig,
    draft: SearchConfig,
    queries: Sequence[Topic],
    *,
    most: int = 2_000,
    deadline_s: float = 600.0,
    progress: Progress | None = None,
    seed: int = 0,
    profile: str = "default",
) -> ImpactReport:
    """What changes for the first `most` of the queries, in their order, when `draft` takes the
    place of `live`. Once `deadline_s` is over, the others are left out.

    Both answer by turns, and which is first is drawn by `seed`, so that neither has the warmer
    caches. Raises EngineUnavailable.
    """
    began = time.monotonic()
    wanted = queries[:most]
    draws = random.Random(seed)
    found = Comparison()
    done = 0
    for topic in wanted[:_WARMING]:
        _ask(service, topic, (live, draft), profile)
    for topic in wanted:
        if time.monotonic() - began > deadline_s:
            break
        _compare(service, live, draft, topic, profile, draws.random() < 0.5, found)
        done += 1
        if progress is not None:
            progress(done, len(wanted))
    pins = _each_once((*troubles_of_rules(service, draft), *found.pins))
    return summed_up(live, draft, found, pins, len(queries) - done, seed, time.monotonic() - began)


def _ask(
    service: SearchService, topic: Topic, configs: Iterable[SearchConfig], profile: str
) -> list[SearchResponse] | InvalidRequest:
    try:
        return [service.search(topic.request(PAGE, profile), config) for config in configs]
    except InvalidRequest as error:
        return error


def _compare(
    service: SearchService,
    live: SearchConfig,
    draft: SearchConfig,
    topic: Topic,
    profile: str,
    draft_first: bool,
    found: Comparison,
) -> None:
    answers = _ask(service, topic, (draft, live) if draft_first else (live, draft), profile)
    if isinstance(answers, InvalidRequest):
        found.failed.append((topic.text, str(answers)))
        return
    after, before = answers if draft_first else answers[::-1]
    found.live_ms.append(before.took_ms["total"])
    found.draft_ms.append(after.took_ms["total"])
    for side, answer in (("live", before), ("draft", after)):
        found.degraded[side].update({each.stage for each in answer.degraded})
    left = _only(before.hits, after.hits)
    gone: tuple[ItemOfPage, ...] = ()
    if left:
        deep = service.search(topic.request(_DEEP, profile), draft)
        gone = _only(before.hits, (*after.hits, *deep.hits))
    found.changes.append(_change(topic, before, after, left, gone))
    if pins := wanted_pins(service, draft, topic):
        explained = service.search(topic.request(PAGE, profile, explain=True), draft)
        found.pins += troubles_of_query(topic, pins, explained)


def _change(
    topic: Topic,
    before: SearchResponse,
    after: SearchResponse,
    left: tuple[ItemOfPage, ...],
    gone: tuple[ItemOfPage, ...],
) -> QueryChange:
    one, other = ([hit.candidate.key for hit in answer.hits] for answer in (before, after))
    is_measured = any(grade >= RELEVANT for grade in topic.grades.values())
    redirects = (before.redirect or "", after.redirect or "")
    return QueryChange(
        topic.text,
        topic.language,
        topic.segment,
        topic.searches,
        ndcg(topic.ranking(before), topic.grades) if is_measured else None,
        ndcg(topic.ranking(after), topic.grades) if is_measured else None,
        overlap(one, other),
        rank_biased_overlap(one, other),
        one != other,
        before.total,
        after.total,
        _only(after.hits, before.hits),
        left,
        gone,
        redirects if redirects[0] != redirects[1] else None,
    )


def _only(hits: Sequence[Hit], others: Sequence[Hit]) -> tuple[ItemOfPage, ...]:
    """The hits that are not among the others."""
    known = {hit.candidate.key for hit in others}
    return tuple(
        ItemOfPage(hit.kind, hit.id, str(hit.document.get("title", "")), hit.rank)
        for hit in hits
        if hit.candidate.key not in known
    )


def _each_once(troubles: Iterable[PinTrouble]) -> tuple[PinTrouble, ...]:
    """What holds for every query is not told again for one, and one query is enough."""
    kept: dict[tuple[str, str, str], PinTrouble] = {}
    for each in troubles:
        kept.setdefault((each.rule, each.kind, each.id), each)
    return tuple(kept.values())
