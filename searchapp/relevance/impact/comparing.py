"""Comparing two configurations, query by query."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

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
from searchapp.relevance.impact.report import DraftReport, ItemOfPage, PinTrouble, QueryChange
from searchapp.relevance.impact.summing_up import Comparison, new_remarks, summed_up
from searchapp.relevance.profile_changes import DEFAULT, profile_changes
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
) -> DraftReport:
    """What changes when `draft` takes the place of `live`, for the first of the queries, in their
    order: with the default profile, and with each profile that the draft adds or changes. All
    profiles share the `most` comparisons that are made, and answer the same queries. Once
    `deadline_s` is over, the others are left out.

    Live and draft answer by turns, and which is first is drawn by `seed`, so that neither has the
    warmer caches. Raises EngineUnavailable.
    """
    began = time.monotonic()
    changes = profile_changes(live.profiles, draft.profiles)
    same = dict.fromkeys((DEFAULT, *changes.changed))
    pairs = [*((name, name) for name in same), *((DEFAULT, name) for name in changes.added)]
    sides = [_Sides(service, live, draft, *pair) for pair in pairs]
    wanted = queries[: most // len(sides)]
    draws = random.Random(seed)
    for number, topic in enumerate(wanted):
        for each in sides:
            if time.monotonic() - began > deadline_s:
                break
            if number < _WARMING:
                each.ask(topic, draft_first=False)
            each.compare(topic, draws.random() < 0.5, with_pins=each is sides[0])
            if progress is not None:
                progress(number + (each is sides[-1]), len(wanted))
    took_s = time.monotonic() - began
    versions = (live.version, draft.version)
    pins = _each_once((*troubles_of_rules(service, draft), *sides[0].found.pins))
    remarks = new_remarks(live, draft)
    default, *others = (
        summed_up(
            (each.live_profile, each.draft_profile),
            versions,
            each.found,
            pins if each is sides[0] else (),
            remarks if each is sides[0] else (),
            len(queries) - each.done,
            seed,
            took_s,
        )
        for each in sides
    )
    return DraftReport(default, tuple(others), changes.removed)


@dataclass(slots=True)
class _Sides:
    """Both configurations, each with a profile of its own, and what comparing them found."""

    service: SearchService
    live: SearchConfig
    draft: SearchConfig
    live_profile: str
    draft_profile: str
    found: Comparison = field(default_factory=Comparison)
    done: int = 0

    def ask(
        self, topic: Topic, draft_first: bool
    ) -> tuple[SearchResponse, SearchResponse] | InvalidRequest:
        """The answer of what is live, and that of the draft."""
        sides = [(self.live, self.live_profile), (self.draft, self.draft_profile)]
        try:
            answers = [
                self.service.search(topic.request(PAGE, profile), config)
                for config, profile in sides[:: -1 if draft_first else 1]
            ]
        except InvalidRequest as error:
            return error
        before, after = answers[::-1] if draft_first else answers
        return before, after

    def compare(self, topic: Topic, draft_first: bool, with_pins: bool) -> None:
        """Notes how the answers to a query differ, and which pins these don't have."""
        self.done += 1
        answers = self.ask(topic, draft_first)
        if isinstance(answers, InvalidRequest):
            self.found.failed.append((topic.text, str(answers)))
            return
        before, after = answers
        self.found.live_ms.append(before.took_ms["total"])
        self.found.draft_ms.append(after.took_ms["total"])
        for side, answer in (("live", before), ("draft", after)):
            self.found.degraded[side].update({each.stage for each in answer.degraded})
        left = _only(before.hits, after.hits)
        gone: tuple[ItemOfPage, ...] = ()
        if left:
            deep = self._of_draft(topic, _DEEP)
            gone = _only(before.hits, (*after.hits, *deep.hits))
        self.found.changes.append(_change(topic, before, after, left, gone))
        if with_pins and (pins := wanted_pins(self.service, self.draft, topic)):
            explained = self._of_draft(topic, PAGE, explain=True)
            self.found.pins += troubles_of_query(topic, pins, explained)

    def _of_draft(self, topic: Topic, size: int, explain: bool = False) -> SearchResponse:
        request = topic.request(size, self.draft_profile, explain)
        return self.service.search(request, self.draft)


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
