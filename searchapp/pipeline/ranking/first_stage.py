"""First stage: the channels' hits of one kind become one ranking.

Ranks select, scores order. Which candidates are kept is decided by reciprocal-rank fusion (Cormack,
Clarke, Büttcher, SIGIR 2009), which gives every channel its share of the window. Their order is a
convex combination of the channels' scores, each brought to [0, 1] between a floor that holds for
every query (no matching word; the least similarity) and the channel's best score for this one
(Bruch, Gai, Ingber: An Analysis of Fusion Functions for Hybrid Retrieval, ACM TOIS 2023, arXiv
2210.11934).

A channel's contribution to a score is thus linear; all are computed as arrays over the ids of all
channels, and only those that are kept become candidates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.profile import RankingProfile
from searchapp.pipeline.ranking.first_stage_reach import Reach
from searchapp.pipeline.ranking.found_items import InChannelOrder, ScoredChannel, candidates
from searchapp.pipeline.ranking.mixed_row import WANTED, eligible
from searchapp.pipeline.recall.planning import PINNED, RecallPlan
from searchapp.pipeline.recall.recalled import ChannelHits, Recalled
from searchapp.pipeline.request import Kind

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

    @property
    def channels(self) -> set[str]:
        """The channels that found what is in the window."""
        return {recall.channel for item in self.window for recall in item.recalls}

    def at(self, index: int) -> Candidate | None:
        """The item at place `index` of the whole order, None where it is not held."""
        held = index - self.start
        if 0 <= held < len(self.window):
            return self.window[held]
        held -= len(self.window)
        return self.tail[held] if 0 <= held < len(self.tail) else None


def with_added(ranking: Ranking, added: Callable[[Candidate], Mapping[str, float]]) -> Ranking:
    """The ranking with what `added` gives by name added to the score of each item of its window,
    recorded among the contributions; in the order of the new scores, ties by id.
    """
    window = [_with_added(item, added(item)) for item in ranking.window]
    window.sort(key=lambda item: (-item.first_score, item.id))
    return replace(ranking, window=window)


def _with_added(item: Candidate, added: Mapping[str, float]) -> Candidate:
    if not added:
        return item
    return item._replace(
        first_score=item.first_score + sum(added.values()),
        contributions={**item.contributions, **added},
    )


def rank(
    plan: RecallPlan, recalled: Recalled, profile: RankingProfile, reach: Reach | None = None
) -> list[Ranking]:
    """The first ranking of each kind, the main kind first; by default as far as the profile
    goes.
    """
    reach = reach or Reach(profile.first_stage.kept)
    if not plan.is_ranked:
        return [_engine_ranking(kind, plan, recalled) for kind in plan.kinds]
    rankings = [_fused_ranking(kind, plan, recalled, profile, reach) for kind in plan.kinds]
    similarities = [candidate.features.get("similarity") for candidate in rankings[0].window]
    similarity = max((each for each in similarities if each is not None), default=None)
    return rankings[:1] + [_only_eligible(ranking, similarity, profile) for ranking in rankings[1:]]


def _engine_ranking(kind: Kind, plan: RecallPlan, recalled: Recalled) -> Ranking:
    """The engine's order of the first channel that found any: codes where words find nothing."""
    channels = [
        found for found in recalled.channels[kind] if found.total and found.channel != PINNED
    ]
    found = channels[0] if channels else _NO_WORDS
    window = InChannelOrder(kind, found)
    if kind is plan.kinds[0]:
        return Ranking(kind, window, found.total, start=plan.main_start)
    return Ranking(kind, window, len(window))


def _fused_ranking(
    kind: Kind, plan: RecallPlan, recalled: Recalled, profile: RankingProfile, reach: Reach
) -> Ranking:
    sizes = {name: plan.meaning.size(kind, use) for name, use in profile.channels[kind].items()}
    weights = {name: use.weight for name, use in profile.channels[kind].items()}
    channels = _convincing(recalled.channels[kind], profile)
    fused = [_within(each, sizes, kind, reach) for each in channels if each.hits]
    window = fuse(kind, fused, weights, reach.kept)
    lexical = next((found for found in channels if found.channel == "lexical"), _NO_WORDS)
    held = {item.id for item in window}
    tail = InChannelOrder(kind, lexical, held)
    by_words = {hit.id for hit in lexical.hits[: sizes["lexical"]]}
    others = sum(id_ not in by_words for id_ in held)
    total = recalled.totals[kind] + others
    taken = sum(len(each.hits) for each in fused if each.channel == "lexical")
    is_whole = recalled.totals[kind] <= taken
    return Ranking(kind, window, total, tail, is_whole=is_whole)


def _within(found: ChannelHits, sizes: Mapping[str, int], kind: Kind, reach: Reach) -> ChannelHits:
    """The hits that take part: the same for every page, and within reach."""
    size = sizes.get(found.channel, len(found.hits))
    if found.channel not in WANTED:
        size = reach.first(kind, min(size, len(found.hits)))
    return found if size >= len(found.hits) else replace(found, hits=found.hits[:size])


def _convincing(channels: Sequence[ChannelHits], profile: RankingProfile) -> Sequence[ChannelHits]:
    """The channels without the semantic one when nothing else but merchants speaks for its hits and
    its best is far from the query.
    """
    if any(found.hits for found in channels if found.channel not in {"semantic", *WANTED}):
        return channels
    return [
        found
        for found in channels
        if found.channel != "semantic"
        or (found.hits and found.hits[0].score >= profile.convincing_similarity)
    ]


def _only_eligible(
    ranking: Ranking, best_similarity: float | None, profile: RankingProfile
) -> Ranking:
    window = eligible(ranking.window, best_similarity, profile.mixed_row)
    return Ranking(ranking.kind, window, len(window))


def fuse(
    kind: Kind, channels: Sequence[ChannelHits], weights: Mapping[str, float], kept: int
) -> list[Candidate]:
    """The candidates of `kind`, at most `kept`, best first, ties by id; what is pinned always.

    `weights` are those of the channels.
    """
    if not channels:
        return []
    ids = sorted({hit.id for found in channels for hit in found.hits})
    place_of = {id_: place for place, id_ in enumerate(ids)}
    fused, scores = np.zeros(len(ids)), np.zeros(len(ids))
    scored = []
    for found in channels:
        channel = _score_channel(found, weights.get(found.channel, 0.0), place_of)
        scored.append(channel)
        fused[channel.places] += 1.0 / np.arange(
            RANK_CONSTANT + 1, RANK_CONSTANT + 1 + len(channel.places)
        )
        scores[channel.places] += channel.added
        if found.channel == PINNED:
            fused[channel.places] = np.inf
    selected = np.sort(_first(fused, kept))
    order = selected[_first(scores[selected], kept)]
    return candidates(kind, ids, order, scores, scored)


def _score_channel(found: ChannelHits, weight: float, place_of: Mapping[str, int]) -> ScoredChannel:
    hits = found.hits
    places = np.fromiter((place_of[hit.id] for hit in hits), np.intp, len(hits))
    given = np.fromiter((hit.score for hit in hits), np.float64, len(hits))
    upper = found.upper if found.upper is not None else (hits[0].score if hits else 0.0)
    if upper > found.lower:
        added = (given - found.lower) * (weight / (upper - found.lower))
    else:
        added = np.full(len(hits), weight)
    return ScoredChannel(found.channel, hits, places, added)


def _first(values: NDArray[np.float64], count: int) -> NDArray[np.intp]:
    """The places of the `count` greatest values, the greatest first, equal ones in their order."""
    return np.argsort(-values, kind="stable")[:count]
