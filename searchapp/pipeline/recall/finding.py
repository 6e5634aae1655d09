"""Finding: rounds of recall, most often one. Another follows when the correction of the spelling
turns out to be none, or when few items match and less is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from analyzers.chain import AnalyzerChain
from analyzers.embedding.base import TextEncoder
from analyzers.query import AnalyzedQuery
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.merchandising import NOTHING_WANTED, Merchandising
from searchapp.pipeline.profile import RankingProfile
from searchapp.pipeline.ranking.complete_first import COMPLETE
from searchapp.pipeline.ranking.mixed_row import WANTED
from searchapp.pipeline.recall import planning
from searchapp.pipeline.recall.meaning import meaning_of
from searchapp.pipeline.recall.planning import Channels, RecallPlan
from searchapp.pipeline.recall.recalled import ChannelHits, Recalled, read_results
from searchapp.pipeline.request import SearchRequest
from searchapp.pipeline.retrieval import (
    EngineUnavailable,
    RetrievalQuery,
    RetrievalResult,
    SearchEngine,
)
from searchapp.pipeline.trace import Degradation, Stopwatch
from searchapp.pipeline.understanding.entity_use import (
    EntityUse,
    loosened,
    meant_text,
    use_entities,
)
from searchapp.pipeline.understanding.reading import embed
from searchapp.pipeline.understanding.relaxation import (
    Attempt,
    Relaxation,
    Step,
    attempts,
    best_attempt,
    enough,
    last_attempts,
)
from searchapp.pipeline.understanding.worded import understand_worded

_Understood = tuple[AnalyzedQuery, EntityUse]


@dataclass(frozen=True, slots=True)
class Finding:
    """The query as it was understood, what the engine was asked, and what it answered."""

    query: AnalyzedQuery
    use: EntityUse
    plan: RecallPlan
    recalled: Recalled
    degraded: tuple[Degradation, ...] = ()

    @property
    def by_words(self) -> int:
        """How many items of the main kind have the words of the query, or are named by it."""
        main = self.plan.kinds[0]
        named = (len(got.hits) for got in self.recalled.channels[main] if got.channel == "exact")
        return self.recalled.totals[main] + sum(named)

    @property
    def is_nothing(self) -> bool:
        """Whether no item of the main kind was found, but for those that merchants want."""
        main = self.recalled.channels[self.plan.kinds[0]]
        return not any(got.hits for got in main if got.channel not in WANTED)


class Parts(Protocol):
    """What rounds of recall are made with."""

    @property
    def engine(self) -> SearchEngine: ...

    @property
    def analyzers(self) -> AnalyzerChain: ...

    @property
    def encoder(self) -> TextEncoder: ...

    @property
    def channels(self) -> Channels: ...

    @property
    def engine_timeout_ms(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Rounds:
    """The rounds of one request. Raises EngineUnavailable when the first has no answer."""

    parts: Parts
    request: SearchRequest
    config: SearchConfig
    profile: RankingProfile
    watch: Stopwatch

    def first(
        self, query: AnalyzedQuery, use: EntityUse, wanted: Merchandising = NOTHING_WANTED
    ) -> Finding:
        """The first round, or the search as typed where that finds more than its correction: the
        call that searches a corrected query counts the typed one too.
        """
        if query.corrected is None:
            return self.find(query, use, wanted)
        with self.watch.stage("analysis"):
            typed, typed_wanted, failed = self._read(replace(self.request, correct=False))
            typed_use = use_entities(typed, self.request, self.profile)
        found, (total,) = self._ask(query, use, wanted, [(typed, typed_use)])
        if total <= found.by_words:
            return found
        if not self.config.lexicon.banned_words.are_in(query.corrected):
            typed = replace(typed, did_you_mean=query.corrected)
        found = self.find(typed, typed_use, typed_wanted)
        return replace(found, degraded=(*failed, *found.degraded))

    def find(self, query: AnalyzedQuery, use: EntityUse, wanted: Merchandising) -> Finding:
        """One round: the query's meaning is embedded, and every channel asked at once. What
        merchants want of a query is `wanted` of one that asks less, too.
        """
        found, _ = self._ask(query, use, wanted)
        return found

    def with_less(self, found: Finding) -> tuple[Finding, Relaxation | None]:
        """What was found, or where that is little what is found when less is asked, and what less.

        One call counts all attempts, a second one finds. An unsure correction is searched if it
        finds enough; less is asked of it only where less asked of the typed words finds nothing.
        When none finds more, filters that words ask for do not keep back what is found by meaning.
        Without time or answer it is left out. A chosen order would put what matches less before
        what matches, so then only nothing is little.
        """
        few = self.profile.few if found.plan.is_ranked else 1
        if found.query.is_empty or found.by_words >= few:
            return found, None
        less = self._less(found.query, found.use, found.by_words)
        other: list[Attempt] = []
        if (correction := self._correction(found)) is not None:
            other = [correction, *self._less(correction.query, correction.use, 0)]
        if not (less or other):
            return found, None
        if self.watch.left_ms <= 0:
            return _degraded(found, "no time was left of the budget"), None
        try:
            wanted = found.plan.meaning.merchandising
            totals = self._count([(each.query, each.use) for each in (*less, *other)], wanted)
            of_typed = list(zip(less, totals[: len(less)], strict=True))
            of_correction = list(zip(other, totals[len(less) :], strict=True))
            chosen = (
                enough(of_correction[:1], few)
                or best_attempt(of_typed, found.by_words, self.profile)
                or best_attempt(of_correction, found.by_words, self.profile)
            )
            if chosen is not None:
                relaxed = self.find(chosen.query, chosen.use, wanted)
                return _with_complete(relaxed, found), chosen.relaxation
            if found.is_nothing and found.use.filters:
                found = self.find(found.query, loosened(found.use, self.profile), wanted)
            return found, None
        except EngineUnavailable as error:
            return _degraded(found, str(error)), None

    def _less(self, query: AnalyzedQuery, use: EntityUse, by_words: int) -> list[Attempt]:
        lexicon, profile = self.config.lexicon, self.profile
        tries = list(attempts(query, use, lexicon, profile))
        return tries if by_words else [*tries, *last_attempts(query, use, lexicon, profile)]

    def _correction(self, found: Finding) -> Attempt | None:
        """The search of the correction that was only offered, where nothing has the words."""
        meant = found.query.did_you_mean
        if meant is None or found.by_words:
            return None
        query, use = self._understand(replace(self.request, text=meant, correct=False))
        query = replace(query, raw=found.query.raw, corrected=meant)
        return Attempt(Relaxation(Step.CORRECTION, meant), query, use)

    def _understand(self, request: SearchRequest) -> _Understood:
        query, _, _ = self._read(request)
        return query, use_entities(query, request, self.profile)

    def _read(
        self, request: SearchRequest
    ) -> tuple[AnalyzedQuery, Merchandising, list[Degradation]]:
        return understand_worded(request, self.parts.analyzers, self.config)

    def _ask(
        self,
        query: AnalyzedQuery,
        use: EntityUse,
        wanted: Merchandising,
        counted: Sequence[_Understood] = (),
    ) -> tuple[Finding, list[int]]:
        """One call for all channels of a query and the counts of others."""
        with self.watch.stage("embedding"):
            query, failed = embed(query, meant_text(query, use), self.parts.encoder, self.watch)
        with self.watch.stage("recall"):
            meaning = meaning_of(
                self.request,
                query,
                self.profile,
                use,
                wanted,
                self.config.behaviour,
                self.watch.began,
            )
            plan = planning.plan(meaning, self.parts.channels)
            results = self._search([*plan.queries, *self._counting(counted, wanted)])
            answers, counts = results[: len(plan.queries)], results[len(plan.queries) :]
            found = Finding(query, use, plan, read_results(plan, answers), tuple(failed))
            return found, [count.total for count in counts]

    def _count(self, asked: Sequence[_Understood], wanted: Merchandising) -> list[int]:
        with self.watch.stage("recall"):
            return [result.total for result in self._search(self._counting(asked, wanted))]

    def _counting(
        self, asked: Sequence[_Understood], wanted: Merchandising
    ) -> list[RetrievalQuery]:
        return [
            planning.counting(self.request, query, self.profile, use, wanted)
            for query, use in asked
        ]

    def _search(self, queries: Sequence[RetrievalQuery]) -> list[RetrievalResult]:
        return self.parts.engine.search(queries, self.parts.engine_timeout_ms)


def _with_complete(relaxed: Finding, found: Finding) -> Finding:
    """What was found with less asked, and as a channel of its own what has all that was asked."""
    main = found.plan.kinds[0]
    by_words = (got for got in found.recalled.channels[main] if got.channel == "lexical")
    complete = ChannelHits(COMPLETE, [hit for got in by_words for hit in got.hits])
    if not (complete.hits and relaxed.plan.is_ranked):
        return relaxed
    channels = dict(relaxed.recalled.channels)
    channels[main] = (*channels[main], complete)
    return replace(relaxed, recalled=replace(relaxed.recalled, channels=channels))


def _degraded(found: Finding, reason: str) -> Finding:
    return replace(found, degraded=(*found.degraded, Degradation("relaxation", reason)))
