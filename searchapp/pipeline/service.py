"""The search service: one request from top to bottom."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain

from analyzers.chain import AnalyzerChain
from analyzers.embedding.base import TextEncoder
from rerankers.base import Reranker
from rerankers.objective import steered as steered_by
from searchapp.pipeline import course
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.merchandising import wanted_everywhere
from searchapp.pipeline.presentation.answer_trace import trace
from searchapp.pipeline.presentation.facets import facets_of
from searchapp.pipeline.presentation.marking import Snippets, find_snippets, with_highlights
from searchapp.pipeline.ranking import first_stage, mixed_row
from searchapp.pipeline.ranking.breakdown import Breakdowns, row_breakdowns
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
    serve_each,
)
from searchapp.pipeline.ranking.final_stage import StepRun, degradations, rerank_each
from searchapp.pipeline.ranking.first_stage_reach import StageCosts
from searchapp.pipeline.ranking.guarded_reranker import GuardedReranker
from searchapp.pipeline.ranking.merchant_moves import move
from searchapp.pipeline.ranking.named_by_query import raise_named
from searchapp.pipeline.ranking.pinned import take_pinned
from searchapp.pipeline.ranking.unwanted import demote, unwanted_phrases
from searchapp.pipeline.recall.channels import BUILT_IN
from searchapp.pipeline.recall.finding import Rounds
from searchapp.pipeline.recall.planning import Channels
from searchapp.pipeline.request import Kind, SearchRequest
from searchapp.pipeline.request_fields import can_filter
from searchapp.pipeline.response import AppliedFilter, Hit, SearchResponse, hits_of
from searchapp.pipeline.retrieval import SearchEngine
from searchapp.pipeline.similar import similar_items
from searchapp.pipeline.suggest import Suggestion, suggestions
from searchapp.pipeline.trace import Stopwatch
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
    index_reads_ahead: bool = False
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
        orders = course.Orders(request.explain)
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
                orders.after(course.FUSION, rankings)
                rankings = [raise_named(each, found.use.boosts) for each in rankings]
                orders.after(course.BOOSTS, rankings)
                unwanted = unwanted_phrases(query)
                rankings = [
                    demote(ranking, unwanted, profile.unwanted_penalty) for ranking in rankings
                ]
                orders.after(course.UNWANTED, rankings)
            if (
                relaxation is None
                and not found.by_words
                and rankings[0].channels - mixed_row.WANTED
            ):
                relaxation = Relaxation(Step.MEANING, query.text)
        served: list[ServedFeatures] = []
        with watch.stage("features"):
            if plan.is_ranked and names:
                head = head_read(profile, rerankers)
                rankings, served, failed = serve_each(
                    query, rankings, names, config.lexicon.vocabulary, watch.began, head
                )
                degraded += failed
        if reach is not None:
            kept = sum(len(each.window) for each in rankings)
            self.costs.measured(reach, kept, fused - before, watch.total_ms - fused)
        with watch.stage("final_stage"):
            steps: dict[Kind, list[StepRun]] = {}
            if plan.is_ranked:
                rankings, steps = rerank_each(
                    query,
                    rankings,
                    profile,
                    self.guarded,
                    watch,
                    orders,
                    self.engine.stored_bytes if self.index_reads_ahead else None,
                )
                main = diversified(rankings[0], profile.diversity)
                orders.after(course.DIVERSITY, [main])
                main = complete_first(main)
                orders.after(course.COMPLETE, [main])
                rankings = [move(each, wanted.moved) for each in (main, *rankings[1:])]
                orders.after(course.RULES, rankings)
                degraded += degradations(chain.from_iterable(steps.values()))
        with watch.stage("mixed_row"):
            pinned = take_pinned(rankings, plan, recalled)
            row = mixed_row.blend(
                pinned.rankings, profile.mixed_row, request.offset, request.size, pinned.items
            )
        with watch.stage("facets"):
            main = rankings[0]
            facets = facets_of(
                recalled.facets, main, pinned.of(main.kind), is_ranked=plan.is_ranked
            )
        with watch.stage("presentation"):
            snippets: Snippets = {}
            explained: Breakdowns = {}
            if request.explain:
                snippets, failed = find_snippets(
                    self.engine, row, query, profile, self.engine_timeout_ms
                )
                degraded += failed
                explained, failed = row_breakdowns(query, rankings, row, rerankers)
                degraded += failed
            row = with_highlights(row, query, snippets)
        missing = not_known(profile, rerankers, served) if request.explain else {}
        took_ms = {**watch.took, "total": watch.total_ms}
        return SearchResponse(
            query_id=uuid.uuid4().hex,
            text=query.text,
            hits=hits_of(row, query, request.offset, explained),
            total=sum(pinned.totals.values()),
            totals=pinned.totals,
            facets=facets,
            took_ms=took_ms,
            config_version=config.version,
            corrected=query.corrected,
            did_you_mean=query.did_you_mean,
            relaxed=relaxation,
            intents=intents,
            redirect=wanted.redirect if request.redirect else None,
            banner=wanted.banner,
            applied_filters=(
                *map(AppliedFilter, request.filters),
                *(AppliedFilter(each.filter, each.words) for each in found.use.filters),
                *(
                    AppliedFilter(each.filter, rule=each.rule)
                    for each in wanted.required
                    if any(can_filter(kind, each.filter) for kind in plan.kinds)
                ),
            ),
            degraded=(*degraded, *recalled.degraded),
            trace=trace(found, reach, rankings, steps, missing, pinned, row, took_ms)
            if request.explain
            else (),
            reranked=steps,
            course=course.Course(found, profile, reach, tuple(orders.noted), rankings, pinned)
            if request.explain
            else None,
            query=query,
            served=tuple(served),
        )

    def similar(self, kind: Kind, id_: str, size: int, config: SearchConfig) -> tuple[Hit, ...]:
        """The items of `kind` that resemble the item `id_`, best first; empty when it is not
        indexed.
        """
        wanted = wanted_everywhere(config.rules, kind, config.lexicon.languages[0])
        return hits_of(similar_items(self.engine, kind, id_, size, wanted, self.engine_timeout_ms))

    def suggest(self, text: str, size: int, config: SearchConfig) -> list[Suggestion]:
        """What the shopper who typed `text` may be going to type, best first."""
        wanted = wanted_everywhere(config.rules, Kind.PRODUCT, config.lexicon.languages[0])
        return suggestions(self.engine, config.lexicon, text, size, wanted, self.engine_timeout_ms)
