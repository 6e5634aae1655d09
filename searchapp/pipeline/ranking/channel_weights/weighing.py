"""The weights of the channels for one query."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from analyzers.query import AnalyzedQuery
from analyzers.spelling.vocabulary import Vocabulary
from searchapp.pipeline.profile import RankingProfile
from searchapp.pipeline.ranking.channel_weights.base import ChannelWeigher
from searchapp.pipeline.ranking.channel_weights.evidence import QUERY_FEATURES, evidence_of
from searchapp.pipeline.recall.recalled import Recalled
from searchapp.pipeline.request import Kind
from searchapp.pipeline.trace import Degradation


def weighed(
    profile: RankingProfile,
    weighers: Mapping[str, ChannelWeigher],
    query: AnalyzedQuery,
    recalled: Recalled,
    kind: Kind,
    vocabulary: Vocabulary,
) -> tuple[RankingProfile, list[Degradation]]:
    """The profile with the weights of words and meaning that fit the query, for the ranking of
    `kind`; as it is where it names no weigher, or this one fails.
    """
    name = profile.channel_weigher
    stage = f"channel_weights.{name}"
    evidence = evidence_of(query, recalled, kind, vocabulary) if name else None
    if evidence is None:
        return profile, []
    weigher = weighers.get(name)
    if weigher is None:
        return profile, [Degradation(stage, "no weigher of this name is registered")]
    try:
        share = weigher.lexical_share(
            {each: QUERY_FEATURES[each](evidence) for each in weigher.features}
        )
    except Exception as error:  # noqa: BLE001 - a plug-in may fail in any way
        return profile, [Degradation.of(stage, error)]
    if share is None:
        return profile, []
    if not (math.isfinite(share) and 0 <= share <= 1):
        return profile, [Degradation(stage, f"gave the share {share}, which is not in [0, 1]")]
    return with_share(profile, kind, share), []


def with_share(profile: RankingProfile, kind: Kind, share: float) -> RankingProfile:
    """The profile in which words have this share of the weight of words and meaning."""
    uses = profile.channels[kind]
    both = uses["lexical"].weight + uses["semantic"].weight
    weighed_uses = {
        **uses,
        "lexical": replace(uses["lexical"], weight=both * share),
        "semantic": replace(uses["semantic"], weight=both * (1 - share)),
    }
    return replace(profile, channels={**profile.channels, kind: weighed_uses})
