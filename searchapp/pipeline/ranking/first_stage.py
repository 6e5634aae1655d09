"""First stage: the channels' hits of one kind become one ranking.

Ranks select, scores order. Which candidates are kept is decided by reciprocal-rank fusion (Cormack,
Clarke, Büttcher, SIGIR 2009), which gives every channel its share of the window. Their order is a
convex combination of the channels' scores, each brought to [0, 1] between a floor that holds for
every query (no matching word; the least similarity) and the channel's best score for this one
(Bruch, Gai, Ingber: An Analysis of Fusion Functions for Hybrid Retrieval, ACM TOIS 2023, arXiv
2210.11934).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from searchapp.pipeline.candidate import Candidate, Recall
from searchapp.pipeline.config import RankingProfile
from searchapp.pipeline.ranking.mixed_row import eligible
from searchapp.pipeline.recall.planning import RecallPlan, depth_of_channels
from searchapp.pipeline.recall.recalled import ChannelHits, Recalled
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import EngineHit

RANK_CONSTANT = 60
"""The k of reciprocal-rank fusion, for ranks that count from 1."""
_NO_WORDS = ChannelHits("lexical", ())


@dataclass(frozen=True, slots=True)
class Ranking:
    """The items of one kind in their order, from place `start` on.

    `window` is what the stages rank; `tail` follows it, in the engine's order; `is_whole` tells
    that nothing follows that the words found. `total` counts all items of the order, also those
    that this page does not need and those too deep to be paged to.
    """

    kind: Kind
    window: Sequence[Candidate]
    total: int
    tail: Sequence[Candidate] = ()
    start: int = 0
    is_whole: bool = False

    def at(self, index: int) -> Candidate | None:
        """The item at place `index` of the whole order, None where it is not held."""
        held = index - self.start
        if 0 <= held < len(self.window):
            return self.window[held]
        held -= len(self.window)
        return self.tail[held] if 0 <= held < len(self.tail) else None


def rank(plan: RecallPlan, recalled: Recalled, profile: RankingProfile) -> list[Ranking]:
    """The first ranking of each kind, the main kind first."""
    if not plan.is_ranked:
        return [_engine_ranking(kind, plan, recalled) for kind in plan.kinds]
    rankings = [_fused_ranking(kind, plan, recalled, profile) for kind in plan.kinds]
    similarities = [candidate.features.get("similarity") for candidate in rankings[0].window]
    similarity = max((each for each in similarities if each is not None), default=None)
    return rankings[:1] + [_only_eligible(ranking, similarity, profile) for ranking in rankings[1:]]


def _engine_ranking(kind: Kind, plan: RecallPlan, recalled: Recalled) -> Ranking:
    """The engine's order of the first channel that found any: codes where words find nothing."""
    channels = [found for found in recalled.channels[kind] if found.total]
    found = channels[0] if channels else _NO_WORDS
    window = _in_channel_order(kind, found)
    if kind is plan.kinds[0]:
        return Ranking(kind, window, found.total, start=plan.main_start)
    return Ranking(kind, window, len(window))


def _fused_ranking(
    kind: Kind, plan: RecallPlan, recalled: Recalled, profile: RankingProfile
) -> Ranking:
    channel_depth = depth_of_channels(kind, plan.kinds, profile)
    channels = _convincing(recalled.channels[kind], profile)
    window = fuse(kind, channels, profile, channel_depth)
    lexical = next((found for found in channels if found.channel == "lexical"), _NO_WORDS)
    held = {item.id for item in window}
    tail = [item for item in _in_channel_order(kind, lexical) if item.id not in held]
    is_whole = recalled.totals[kind] <= channel_depth
    by_words = {hit.id for hit in lexical.hits[:channel_depth]}
    others = sum(item.id not in by_words for item in window)
    total = recalled.totals[kind] + others
    return Ranking(kind, window, total, tail, is_whole=is_whole)


def _convincing(channels: Sequence[ChannelHits], profile: RankingProfile) -> Sequence[ChannelHits]:
    """The channels without the semantic one when it stands alone and its best is far from the
    query.
    """
    if any(found.hits for found in channels if found.channel != "semantic"):
        return channels
    return [
        found
        for found in channels
        if found.hits and found.hits[0].score >= profile.convincing_similarity
    ]


def _only_eligible(
    ranking: Ranking, best_similarity: float | None, profile: RankingProfile
) -> Ranking:
    window = eligible(ranking.window, best_similarity, profile.mixed_row)
    return Ranking(ranking.kind, window, len(window))


def fuse(
    kind: Kind, channels: Sequence[ChannelHits], profile: RankingProfile, channel_depth: int
) -> list[Candidate]:
    """The candidates of `kind`, at most the profile's `depth`, best first, ties by id.

    Only the first `channel_depth` hits of a channel take part, so the ranking is the same for every
    page.
    """
    scored_channels = [
        _score_channel(found, profile, channel_depth) for found in channels if found.hits
    ]
    scores = dict.fromkeys(_selected(scored_channels, profile.depth), 0.0)
    for channel in scored_channels:
        for id_, added in channel.contributions.items():
            if id_ in scores:
                scores[id_] += added
    best = sorted((-score, id_) for id_, score in scores.items())
    return [_candidate(kind, id_, -score, scored_channels) for score, id_ in best]


class _ScoredChannel(NamedTuple):
    """A channel with what it adds to the score of each of its items, and their places in it."""

    name: str
    hits: Sequence[EngineHit]
    contributions: dict[str, float]
    places: dict[str, int]


def _score_channel(found: ChannelHits, profile: RankingProfile, depth: int) -> _ScoredChannel:
    hits = found.hits[:depth]
    weight = profile.channel_weights.get(found.channel, 0.0)
    top = hits[0].score
    floor = profile.minimum_similarity if found.channel == "semantic" else 0.0
    scale = weight / (top - floor) if top > floor else 0.0
    return _ScoredChannel(
        found.channel,
        hits,
        {hit.id: (hit.score - floor) * scale if scale else weight for hit in hits},
        {hit.id: place for place, hit in enumerate(hits)},
    )


def _selected(channels: Sequence[_ScoredChannel], depth: int) -> list[str]:
    """The ids of the best `depth` items by reciprocal ranks."""
    fused: dict[str, float] = {}
    for channel in channels:
        for id_, place in channel.places.items():
            fused[id_] = fused.get(id_, 0.0) + 1.0 / (RANK_CONSTANT + place + 1)
    if len(fused) <= depth:
        return list(fused)
    return [id_ for _, id_ in sorted((-score, id_) for id_, score in fused.items())[:depth]]


def _candidate(kind: Kind, id_: str, score: float, channels: Sequence[_ScoredChannel]) -> Candidate:
    recalls: list[Recall] = []
    features: dict[str, float] = {}
    contributions: dict[str, float] = {}
    for name, hits, added, places in channels:
        place = places.get(id_)
        if place is None:
            continue
        hit = hits[place]
        recalls.append(Recall(name, place + 1, hit.score))
        contributions[name] = added[id_]
        if hit.features:
            features.update(hit.features)
        if hit.field_scores:
            features.update(_text_features(hit.field_scores))
        if name == "semantic":
            features["similarity"] = hit.score
    return Candidate(
        kind, id_, tuple(recalls), features, contributions, score, document=hit.document
    )


def _text_features(field_scores: Mapping[str, float]) -> dict[str, float]:
    return {f"text.{field}": score for field, score in field_scores.items()}


def _in_channel_order(kind: Kind, found: ChannelHits) -> list[Candidate]:
    """What one channel found, in its own order, as candidates."""
    return [
        Candidate(
            kind,
            hit.id,
            (Recall(found.channel, rank, hit.score),),
            {**hit.features, **_text_features(hit.field_scores)},
            document=hit.document,
        )
        for rank, hit in enumerate(found.hits, start=1)
    ]
