"""The search service: one request from top to bottom."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from analyzers.chain import AnalyzerChain
from analyzers.embedding.base import TextEncoder
from analyzers.query import AnalyzedQuery
from rerankers.base import Reranker
from rerankers.objective import steered as steered_by
from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.presentation import explaining, marking
from searchapp.pipeline.presentation.facets import with_found_otherwise
from searchapp.pipeline.profile import RankingProfile
from searchapp.pipeline.ranking import first_stage, mixed_row
from searchapp.pipeline.ranking.boosting import boost
from searchapp.pipeline.ranking.channel_weights.base import ChannelWeigher
from searchapp.pipeline.ranking.channel_weights.weighing import weighed
from searchapp.pipeline.ranking.complete_first import complete_first
from searchapp.pipeline.ranking.diversity import diversified
from searchapp.pipeline.ranking.features.serving import (
    ServedFeatures,
    asking_for,
    features_read,
    head_read,
    not_known,
    serve_all,
)
from searchapp.pipeline.ranking.final_stage import StepRun, degradations, rerank
from searchapp.pipeline.ranking.first_stage import Ranking
from searchapp.pipeline.ranking.first_stage_reach import StageCosts
from searchapp.pipeline.ranking.guarded_reranker import GuardedReranker
from searchapp.pipeline.ranking.moving import move
from searchapp.pipeline.ranking.pinned import take_pinned
from searchapp.pipeline.ranking.unwanted import demote, unwanted_phrases
from searchapp.pipeline.recall.channels import BUILT_IN
from searchapp.pipeline.recall.finding import Rounds
from searchapp.pipeline.recall.planning import Channels
from searchapp.pipeline.request import Kind, SearchRequest
from searchapp.pipeline.response import AppliedFilter, Hit, SearchResponse
from searchapp.pipeline.retrieval import EngineUnavailable, SearchEngine
from searchapp.pipeline.similar import similar_items
from searchapp.pipeline.suggest import Suggestion, suggestions
from searchapp.pipeline.trace import Degradation, Stopwatch
from searchapp.pipeline.understanding.entity_use import use_entities
from searchapp.pipeline.understanding.intent_effects import intents_found, steered
from searchapp.pipeline.understanding.relaxation import Relaxation, Step
from searchapp.pipeline.understanding.worded import slotted, understand_worded


@dataclass(frozen=True, slots=True)
class SearchService:
    """Answers search requests. Holds nothing of a request; one instance serves many threads.

    Its methods raise InvalidRequest for what can't be answered and EngineUnavailable when the
    engine does not answer; everything else that fails is left out and named in `degraded`.
    """

    engine: SearchEngine
    analyzers: AnalyzerChain
    encoder: TextEncoder
    rerankers: Mapping[str, Reranker]
    channels: Channels = field(default_factory=lambda: BUILT_IN)
    weighers: Mapping[str, ChannelWeigher] = field(default_factory=dict)
    languages: tuple[str, ...] = ("en",)
    engine_timeout_ms: int = 5000
    guarded: Mapping[str, GuardedReranker] = field(init=False)
    costs: StageCosts = field(init=False, default_factory=StageCosts)

    def __post_init__(self) -> None:
        guarded = {name: GuardedReranker(each) for name, each in self.rerankers.items()}
        object.__setattr__(self, "guarded", guarded)

    def warm_up(self) -> None:
        """Loads what is heavy, so that the first request is as quick as the next."""
        self.analyzers.warm_up(self.languages)
        self.encoder.warm_up()
        self.engine.is_ready(self.engine_timeout_ms)
        for reranker in self.guarded.values():
            reranker.warm_up()

    def search(self, request: SearchRequest, config: SearchConfig) -> SearchResponse:
        """The answer to `request` under `config`."""
        watch = Stopwatch(request.budget_ms)
        profile = config.profile(request.profile)
        with watch.stage("analysis"):
            query, wanted, unruled = understand_worded(request, self.analyzers, config)
            use = use_entities(query, request, profile)
            intents = intents_found(query, config.lexicon)
            profile = slotted(steered(profile, intents), wanted)
            rerankers = {
                name: steered_by(each, profile.objective) for name, each in self.rerankers.items()
            }
            names = features_read(profile, rerankers)
            profile = asking_for(profile, names)
        rounds = Rounds(self, request, config, profile, watch)
        found, relaxation = rounds.with_less(rounds.first(query, use, wanted))
        query, plan, recalled = found.query, found.plan, found.recalled
        degraded = list(dict.fromkeys([*config.degraded, *unruled, *found.degraded]))
        wanted = plan.meaning.merchandising
        with watch.stage("first_stage"):
            reach = None
            if plan.is_ranked:
                profile, failed = weighed(
                    profile,
                    self.weighers,
                    query,
                    recalled,
                    plan.kinds[0],
                    config.lexicon.vocabulary,
                )
                degraded += failed
                reach = self.costs.reach(plan, recalled, profile, watch.left_ms)
                degraded += reach.degraded
            before = watch.total_ms
            rankings = first_stage.rank(plan, recalled, profile, reach)
            fused = watch.total_ms
            if plan.is_ranked:
                unwanted = unwanted_phrases(query)
                rankings = [
                    demote(boost(ranking, found.use.boosts), unwanted, profile.unwanted_penalty)
                    for ranking in rankings
                ]
            if (
                relaxation is None
                and not found.by_words
                and rankings[0].channels - mixed_row.WANTED
            ):
                relaxation = Relaxation(Step.MEANING, query.text)
        served: list[ServedFeatures] = []
        with watch.stage("features"):
            if plan.is_ranked and names:
                rankings, served, failed = serve_all(
                    query, rankings, names, config.lexicon.vocabulary, head_read(profile, rerankers)
                )
                degraded += failed
        if reach is not None:
            kept = sum(len(each.window) for each in rankings)
            self.costs.measured(reach, kept, fused - before, watch.total_ms - fused)
        with watch.stage("final_stage"):
            steps: dict[Kind, list[StepRun]] = {}
            if plan.is_ranked:
                rankings, steps = self._rerank(query, rankings, profile, watch)
                main = complete_first(diversified(rankings[0], profile.diversity))
                rankings = [move(each, wanted.moved) for each in (main, *rankings[1:])]
                degraded += degradations([run for runs in steps.values() for run in runs])
        with watch.stage("mixed_row"):
            pinned = take_pinned(rankings, plan, recalled)
            row = mixed_row.blend(
                pinned.rankings, profile.mixed_row, request.offset, request.size, pinned.items
            )
        with watch.stage("facets"):
            main = rankings[0]
            facets = recalled.facets
            if plan.is_ranked and main.is_whole:
                facets = with_found_otherwise(facets, main.window)
            if not plan.is_ranked:
                facets = with_found_otherwise(facets, pinned.of(main.kind))
        with watch.stage("presentation"):
            snippets, failed = self._snippets(row, query, profile) if request.explain else ({}, [])
            degraded += failed
            row = marking.with_highlights(row, query, snippets)
            explained: explaining.Breakdowns = {}
            if request.explain:
                explained, failed = explaining.row_breakdowns(query, rankings, row, rerankers)
                degraded += failed
        missing = not_known(profile, rerankers, served) if request.explain else {}
        took_ms = {**watch.took, "total": watch.total_ms}
        return SearchResponse(
            query_id=uuid.uuid4().hex,
            text=query.text,
            hits=_hits(row, query, request.offset, explained),
            total=sum(pinned.totals.values()),
            totals=pinned.totals,
            facets=facets,
            took_ms=took_ms,
            config_version=config.version,
            corrected=query.corrected,
            did_you_mean=query.did_you_mean,
            relaxed=relaxation,
            intents=intents,
            redirect=wanted.redirect,
            banner=wanted.banner,
            applied_filters=(
                *map(AppliedFilter, request.filters),
                *(AppliedFilter(each.filter, each.words) for each in found.use.filters),
            ),
            degraded=(*degraded, *recalled.degraded),
            trace=explaining.trace(found, reach, rankings, steps, missing, pinned, row, took_ms)
            if request.explain
            else (),
            reranked=steps,
            query=query,
            served=tuple(served),
        )

    def similar(self, kind: Kind, id_: str, size: int) -> tuple[Hit, ...]:
        """The items of `kind` that resemble the item `id_`, best first; empty when it is not
        indexed.
        """
        return _hits(similar_items(self.engine, kind, id_, size, self.engine_timeout_ms), None, 0)

    def suggest(self, text: str, size: int, config: SearchConfig) -> list[Suggestion]:
        """What the shopper who typed `text` may be going to type, best first."""
        return suggestions(self.engine, config.lexicon, text, size, self.engine_timeout_ms)

    def _rerank(
        self,
        query: AnalyzedQuery,
        rankings: Sequence[Ranking],
        profile: RankingProfile,
        watch: Stopwatch,
    ) -> tuple[list[Ranking], dict[Kind, list[StepRun]]]:
        reranked: list[Ranking] = []
        steps: dict[Kind, list[StepRun]] = {}
        for ranking in rankings:
            window, steps[ranking.kind] = rerank(
                query, ranking.window, profile.rerankers, self.guarded, watch, profile.objective
            )
            reranked.append(replace(ranking, window=window))
        return reranked, steps

    def _snippets(
        self, row: Sequence[Candidate], query: AnalyzedQuery, profile: RankingProfile
    ) -> tuple[marking.Snippets, list[Degradation]]:
        asked = marking.snippet_queries(row, query, profile)
        try:
            results = self.engine.search(asked, self.engine_timeout_ms) if asked else []
        except EngineUnavailable as error:
            return {}, [Degradation("presentation.snippets", str(error))]
        return marking.read_snippets(asked, results)


def _hits(
    row: Sequence[Candidate],
    query: AnalyzedQuery | None,
    offset: int,
    explained: explaining.Breakdowns = MappingProxyType({}),
) -> tuple[Hit, ...]:
    return tuple(
        Hit(rank, item, query, explained.get(item.key))
        for rank, item in enumerate(row, start=offset + 1)
    )
