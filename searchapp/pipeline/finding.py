"""Finding: rounds of recall, most often one. Another follows when the correction of the spelling
turns out to be none, or when few items match and less is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from analyzers.chain import AnalyzerChain
from analyzers.embedding.base import TextEncoder
from analyzers.query import AnalyzedQuery
from searchapp.pipeline import recall
from searchapp.pipeline.config import RankingProfile, SearchConfig
from searchapp.pipeline.entity_use import EntityUse, meant_text, use_entities
from searchapp.pipeline.recall import RecallPlan
from searchapp.pipeline.recalled import Recalled, read_results
from searchapp.pipeline.relaxation import Attempt, Relaxation, Step, attempts, best_attempt
from searchapp.pipeline.request import SearchRequest
from searchapp.pipeline.retrieval import EngineUnavailable, SearchEngine
from searchapp.pipeline.trace import Degradation, Stopwatch
from searchapp.pipeline.understanding import embed, understand


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


class Parts(Protocol):
    """What rounds of recall are made with."""

    @property
    def engine(self) -> SearchEngine: ...

    @property
    def analyzers(self) -> AnalyzerChain: ...

    @property
    def encoder(self) -> TextEncoder: ...

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

    def find(self, query: AnalyzedQuery, use: EntityUse) -> Finding:
        """One round: the query's meaning is embedded, and every channel asked at once."""
        with self.watch.stage("embedding"):
            query, failed = embed(query, meant_text(query, use), self.parts.encoder, self.watch)
        with self.watch.stage("recall"):
            plan = recall.plan(self.request, query, self.profile, use)
            results = self.parts.engine.search(plan.queries, self.parts.engine_timeout_ms)
            return Finding(query, use, plan, read_results(plan, results), tuple(failed))

    def as_typed(self, found: Finding) -> Finding:
        """What was found, or the search as typed where that finds more than its correction."""
        corrected = found.query.corrected
        if corrected is None:
            return found
        with self.watch.stage("analysis"):
            query, use = self._understand(replace(self.request, correct=False))
        (total,) = self._count([(query, use)])
        if total <= found.by_words:
            return found
        return self.find(replace(query, did_you_mean=corrected), use)

    def with_less(self, found: Finding) -> tuple[Finding, Relaxation | None]:
        """What was found, or where that is little what is found when less is asked, and what less.

        One call counts all attempts, a second one finds. Without time or answer it is left out. A
        chosen order would put what matches less before what matches, so then only nothing is
        little.
        """
        few = self.profile.few if found.plan.is_ranked else 1
        if found.query.is_empty or found.by_words >= few:
            return found, None
        tries = list(self._tries(found))
        if not tries:
            return found, None
        if self.watch.left_ms <= 0:
            return _degraded(found, "no time was left of the budget"), None
        try:
            totals = self._count([(each.query, each.use) for each in tries])
            chosen = best_attempt(tries, totals, found.by_words, self.profile)
            if chosen is None:
                return found, None
            return self.find(chosen.query, chosen.use), chosen.relaxation
        except EngineUnavailable as error:
            return _degraded(found, str(error)), None

    def _tries(self, found: Finding) -> Iterator[Attempt]:
        meant = found.query.did_you_mean
        if meant is not None and not found.by_words:
            query, use = self._understand(replace(self.request, text=meant, correct=False))
            query = replace(query, raw=found.query.raw, corrected=meant)
            yield Attempt(Relaxation(Step.CORRECTION, meant), query, use)
        yield from attempts(found.query, found.use, self.config.lexicon, self.profile)

    def _understand(self, request: SearchRequest) -> tuple[AnalyzedQuery, EntityUse]:
        query = understand(request, self.parts.analyzers, self.config)
        return query, use_entities(query, request, self.profile)

    def _count(self, asked: Sequence[tuple[AnalyzedQuery, EntityUse]]) -> list[int]:
        with self.watch.stage("recall"):
            counting = [
                recall.counting(self.request, query, self.profile, use) for query, use in asked
            ]
            results = self.parts.engine.search(counting, self.parts.engine_timeout_ms)
        return [result.total for result in results]


def _degraded(found: Finding, reason: str) -> Finding:
    return replace(found, degraded=(*found.degraded, Degradation("relaxation", reason)))
