"""Comparing two configurations, query by query, and summing up."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.request import InvalidRequest
from searchapp.pipeline.response import Hit, SearchResponse
from searchapp.pipeline.rules.linting import Remark, lint
from searchapp.pipeline.service import SearchService
from searchapp.relevance.impact.bootstrap import mean_interval, ratio_interval
from searchapp.relevance.impact.overlap import overlap, rank_biased_overlap
from searchapp.relevance.impact.pins import (
    enabled_rules,
    troubles_of_query,
    troubles_of_rules,
    wanted_pins,
)
from searchapp.relevance.impact.report import (
    SHOWN,
    ImpactReport,
    ItemOfPage,
    Latency,
    PinTrouble,
    QueryChange,
)
from searchapp.relevance.quality.evaluation import Progress
from searchapp.relevance.quality.measures import RELEVANT, ndcg
from searchapp.relevance.query_sets.topic import Topic

PAGE = 24
_DEEP = 200
"""How deep an item is looked for before it is called gone."""
_LEAST = 1e-9
_WARMING = 1


@dataclass(slots=True)
class _Comparison:
    """What was found so far."""

    changes: list[QueryChange] = field(default_factory=list)
    live_ms: list[float] = field(default_factory=list)
    draft_ms: list[float] = field(default_factory=list)
    pins: list[PinTrouble] = field(default_factory=list)
    degraded: dict[str, Counter[str]] = field(
        default_factory=lambda: {"live": Counter(), "draft": Counter()}
    )
    failed: list[tuple[str, str]] = field(default_factory=list)


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
    found = _Comparison()
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
    return _report(live, draft, found, pins, len(queries) - done, seed, time.monotonic() - began)


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
    found: _Comparison,
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


def new_remarks(live: SearchConfig, draft: SearchConfig) -> tuple[Remark, ...]:
    """What is odd about the rules of the draft, and is not about those that are live."""
    now = time.time()
    known = set(lint(enabled_rules(live), now))
    return tuple(each for each in lint(enabled_rules(draft), now) if each not in known)


def _each_once(troubles: Iterable[PinTrouble]) -> tuple[PinTrouble, ...]:
    """What holds for every query is not told again for one, and one query is enough."""
    kept: dict[tuple[str, str, str], PinTrouble] = {}
    for each in troubles:
        kept.setdefault((each.rule, each.kind, each.id), each)
    return tuple(kept.values())


def _report(
    live: SearchConfig,
    draft: SearchConfig,
    found: _Comparison,
    pins: tuple[PinTrouble, ...],
    skipped: int,
    seed: int,
    took_s: float,
) -> ImpactReport:
    changes = found.changes
    differences = [each.difference for each in changes if each.difference is not None]
    lists = {
        "helped": _those(changes, lambda each: (each.difference or 0) > _LEAST, _by_difference),
        "hurt": _those(changes, lambda each: (each.difference or 0) < -_LEAST, _by_difference),
        "changed": _those(changes, lambda each: each.is_changed),
        "emptied": _those(changes, lambda each: each.live_found > 0 and each.draft_found == 0),
        "filled": _those(changes, lambda each: each.live_found == 0 and each.draft_found > 0),
        "vanished": _those(changes, lambda each: bool(each.gone)),
    }
    counts = {name: len(those) for name, those in lists.items()}
    counts["redirected"] = sum(each.redirect is not None for each in changes)
    searches = sum(each.searches for each in changes)
    return ImpactReport(
        live_version=live.version,
        draft_version=draft.version,
        queries=len(changes),
        measured=len(differences),
        skipped=skipped,
        ndcg_live=_mean([each.ndcg_live for each in changes if each.ndcg_live is not None]),
        ndcg_draft=_mean([each.ndcg_draft for each in changes if each.ndcg_draft is not None]),
        difference=mean_interval(differences, seed),
        counts=counts,
        **{name: tuple(those[:SHOWN]) for name, those in lists.items()},
        changed_share=counts["changed"] / len(changes) if changes else 0.0,
        changed_searches=sum(each.searches for each in lists["changed"]) / searches
        if searches
        else None,
        mean_overlap=_mean([each.overlap for each in changes]) or 0.0,
        mean_rbo=_mean([each.rbo for each in changes]) or 0.0,
        pins=pins,
        remarks=new_remarks(live, draft),
        latency=_latency(found, seed),
        degraded={side: dict(stages) for side, stages in found.degraded.items()},
        failed=tuple(found.failed[:SHOWN]),
        took_s=took_s,
    )


def _those(
    changes: Sequence[QueryChange],
    are: Callable[[QueryChange], bool],
    order: Callable[[QueryChange], float] = lambda each: -each.searches,
) -> list[QueryChange]:
    return sorted(filter(are, changes), key=order)


def _by_difference(change: QueryChange) -> float:
    return -abs(change.difference or 0.0)


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _latency(found: _Comparison, seed: int) -> Latency | None:
    ratio = ratio_interval(found.live_ms, found.draft_ms, seed)
    if ratio is None:
        return None
    return Latency(median(found.live_ms), median(found.draft_ms), ratio)
