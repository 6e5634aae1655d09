"""Recall: which questions the engine is asked for a request.

A query with words asks every recall channel that the profile names, for each kind, in one call.
Without words the channel is `browse`, with a sort order `sorted`: the engine then orders and pages,
and no ranking follows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analyzers.query import AnalyzedQuery
from searchapp.pipeline.merchandising import NOTHING_WANTED, Merchandising
from searchapp.pipeline.profile import ChannelUse, RankingProfile
from searchapp.pipeline.ranking.mixed_row import main_range
from searchapp.pipeline.recall.channels import BUILT_IN
from searchapp.pipeline.recall.channels.base import RecallChannel
from searchapp.pipeline.recall.channels.exact import identifiers
from searchapp.pipeline.recall.depth import LESSER_KIND_DEPTH, check_depth
from searchapp.pipeline.recall.meaning import Meaning, meaning_of
from searchapp.pipeline.request import Kind, SearchRequest, Sort
from searchapp.pipeline.request_fields import kinds_that_answer
from searchapp.pipeline.retrieval import RetrievalQuery
from searchapp.pipeline.trace import Degradation
from searchapp.pipeline.understanding.entity_use import EntityUse

Channels = Mapping[str, RecallChannel]

_BROWSE_ORDER = {
    Kind.PRODUCT: Sort("rating_count", descending=True),
    Kind.VIDEO: Sort("created", descending=True),
    Kind.LIVE: Sort("viewers", descending=True),
}
ESSENTIAL = "lexical"
"""The channel without which there is no answer."""
PINNED = "pinned"


@dataclass(frozen=True, slots=True)
class RecallPlan:
    """The questions of a request; those of one channel about one kind stand side by side.

    `channels` read the answers. `main_start` is where the main kind's hits begin when the answer is
    not ranked here. `degraded` names the channels that could not ask.
    """

    meaning: Meaning
    queries: tuple[RetrievalQuery, ...]
    channels: Channels
    main_start: int = 0
    degraded: tuple[Degradation, ...] = ()

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds that can answer, the main one first."""
        return self.meaning.kinds

    @property
    def is_ranked(self) -> bool:
        """Whether the answer is ranked here."""
        return self.meaning.is_ranked


def plan(meaning: Meaning, channels: Channels = BUILT_IN) -> RecallPlan:
    """The plan for a request; raises InvalidRequest for too deep a page.

    A query of which nothing but filters is left ("under $50") browses what they keep.
    """
    check_depth(meaning.request, meaning.is_ranked)
    return _ranked_plan(meaning, channels) if meaning.is_ranked else _sorted_plan(meaning, channels)


def counting(
    request: SearchRequest,
    query: AnalyzedQuery,
    profile: RankingProfile,
    use: EntityUse,
    wanted: Merchandising = NOTHING_WANTED,
) -> RetrievalQuery:
    """The question how many items of the main kind the words of the query find."""
    main = kinds_that_answer(request)[0]
    meaning = meaning_of(replace(request, kinds=(main,), facets=()), query, profile, use, wanted)
    question = meaning.question(meaning.main, "count", 0)
    return replace(
        question, text=meaning.words[meaning.main], feature_fields=(), document_fields=()
    )


def _ranked_plan(meaning: Meaning, channels: Channels) -> RecallPlan:
    queries: list[RetrievalQuery] = []
    degraded: list[Degradation] = []
    for kind in meaning.kinds:
        uses = meaning.profile.channels[kind]
        degraded += [
            Degradation(f"recall.{kind}.{name}", "no recall channel of this name is registered")
            for name in uses
            if name not in channels
        ]
        for name, channel in channels.items():
            if name not in uses:
                continue
            try:
                queries += _questions(channel, meaning, kind, name, uses[name])
            except Exception as error:
                if name == ESSENTIAL:
                    raise
                degraded.append(Degradation.of(f"recall.{kind}.{name}", error))
    return RecallPlan(meaning, tuple(queries), channels, degraded=tuple(degraded))


def _sorted_plan(meaning: Meaning, channels: Channels) -> RecallPlan:
    request, kinds = meaning.request, meaning.kinds
    pins = meaning.merchandising.pins if request.sort is None else ()
    start, end = main_range(
        kinds,
        meaning.profile.mixed_row,
        max(0, request.offset - len(pins)),
        request.offset + request.size,
        LESSER_KIND_DEPTH,
    )
    queries: list[RetrievalQuery] = []
    for kind in kinds:
        channel = "browse" if request.sort is None else "sorted"
        is_main = kind is meaning.main
        size = end - start if is_main else LESSER_KIND_DEPTH
        question = meaning.question(kind, channel, size)
        pinned = meaning.merchandising.pins_of(kind) if pins else ()
        queries.append(
            replace(
                question,
                offset=start if is_main else 0,
                text=meaning.words[kind],
                exclude_ids=(*question.exclude_ids, *pinned),
                facets=meaning.facets(kind),
                sort=request.sort or _BROWSE_ORDER[kind],
            )
        )
        use = meaning.profile.channel(kind, PINNED)
        if pinned and use is not None and PINNED in channels:
            queries += _questions(channels[PINNED], meaning, kind, PINNED, use)
    if request.sort is not None and (codes := identifiers(meaning.query)):
        by_words = queries[0]
        queries.append(replace(by_words, channel="exact", text=(), identifiers=codes, facets=()))
    return RecallPlan(meaning, tuple(queries), channels, main_start=start)


def _questions(
    channel: RecallChannel, meaning: Meaning, kind: Kind, name: str, use: ChannelUse
) -> Sequence[RetrievalQuery]:
    """The channel's questions, with whatever keeps items out of the answer."""
    return [
        _restricted(each, meaning.bases[kind], name)
        for each in channel.questions(meaning, kind, use)
    ]


def _restricted(asked: RetrievalQuery, base: RetrievalQuery, name: str) -> RetrievalQuery:
    if (
        (asked.kind, asked.channel) == (base.kind, name)
        and asked.filters[: len(base.filters)] == base.filters
        and asked.binding == base.binding
        and asked.without == base.without
        and asked.exclude_ids == base.exclude_ids
    ):
        return asked
    return replace(
        asked,
        kind=base.kind,
        channel=name,
        filters=tuple(dict.fromkeys((*base.filters, *asked.filters))),
        binding=base.binding,
        without=tuple(dict.fromkeys((*base.without, *asked.without))),
        exclude_ids=tuple(dict.fromkeys((*base.exclude_ids, *asked.exclude_ids))),
    )
