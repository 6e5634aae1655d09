"""Fusion: the channels' scores become one ranking whose parts are told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.profile import CHANNELS, DEFAULT_PROFILE
from searchapp.pipeline.ranking.first_stage import fuse
from searchapp.pipeline.recall.recalled import ChannelHits
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import EngineHit

LEAST = DEFAULT_PROFILE.minimum_similarity
WEIGHTS = {name: use.weight for name, use in CHANNELS.items()}
scores = st.floats(0.01, 50.0)
similarities = st.floats(LEAST, 1.0)
ids = st.sampled_from("abcdefgh")


def channel(name: str, **hits: float) -> ChannelHits:
    best_first = sorted(hits.items(), key=lambda hit: -hit[1])
    lower = LEAST if name == "semantic" else 0.0
    return ChannelHits(name, [EngineHit(id_, score) for id_, score in best_first], lower=lower)


def fused(*channels: ChannelHits, kept: int = 200) -> list[Candidate]:
    return fuse(Kind.PRODUCT, channels, WEIGHTS, kept)


def order(*channels: ChannelHits, kept: int = 200) -> list[str]:
    return [candidate.id for candidate in fused(*channels, kept=kept)]


def test_what_both_channels_find_comes_before_what_one_finds() -> None:
    assert order(channel("lexical", a=9, b=8), channel("semantic", b=0.7, c=0.6))[0] == "b"


def test_an_exact_identifier_comes_first() -> None:
    found = order(
        channel("lexical", a=9, b=1), channel("semantic", a=0.9, b=0.3), channel("exact", b=1)
    )
    assert found[0] == "b"


def test_ties_fall_to_the_id() -> None:
    assert order(channel("lexical", b=5, a=5, c=5)) == ["a", "b", "c"]


def test_every_channel_has_its_share_of_what_is_kept() -> None:
    lexical = channel("lexical", a=9, b=8, c=7)
    assert set(order(lexical, channel("fresh", x=1.0, y=0.5), kept=3)) == {"a", "x", "b"}


def test_what_is_pinned_is_kept_and_adds_nothing() -> None:
    pinned = ChannelHits("pinned", [EngineHit("z", 0.0)], lower=0.0, upper=1.0)
    *_, last = fused(channel("lexical", a=9, b=8, c=7), pinned, kept=2)
    assert (last.id, last.first_score, last.contributions) == ("z", 0.0, {"pinned": 0.0})


def test_a_promotion_adds_its_own_weight() -> None:
    promoted = ChannelHits(
        "promoted", [EngineHit("b", 0.3), EngineHit("c", 0.1)], lower=0.0, upper=1.0
    )
    found = {each.id: each for each in fused(channel("lexical", a=9, b=8), promoted)}
    assert found["b"].contributions["promoted"] == pytest.approx(0.3)
    assert found["c"].first_score == pytest.approx(0.1)


def test_a_channel_that_has_no_weight_adds_candidates_but_no_score() -> None:
    found = fused(channel("lexical", a=9), channel("unheard-of", b=4))
    assert [(each.id, each.first_score) for each in found] == [("a", 0.5), ("b", 0.0)]


@given(
    st.dictionaries(ids, scores), st.dictionaries(ids, similarities), st.dictionaries(ids, scores)
)
def test_contributions_sum_to_the_score_and_every_item_appears_once(
    lexical: dict[str, float], semantic: dict[str, float], behavioural: dict[str, float]
) -> None:
    found = fused(
        channel("lexical", **lexical),
        channel("semantic", **semantic),
        channel("behavioural", **behavioural),
    )
    assert sorted(each.id for each in found) == sorted({*lexical, *semantic, *behavioural})
    for candidate in found:
        assert candidate.first_score == pytest.approx(sum(candidate.contributions.values()))
        assert {recall.channel for recall in candidate.recalls} == set(candidate.contributions)
    assert [c.first_score for c in found] == sorted((c.first_score for c in found), reverse=True)


@given(st.dictionaries(ids, scores), st.dictionaries(ids, similarities), st.integers(1, 8))
def test_what_is_kept_does_not_depend_on_the_order_of_the_channels(
    lexical: dict[str, float], semantic: dict[str, float], kept: int
) -> None:
    by_words, by_meaning = channel("lexical", **lexical), channel("semantic", **semantic)
    one, other = (
        {each.id for each in fused(*channels, kept=kept)}
        for channels in ((by_words, by_meaning), (by_meaning, by_words))
    )
    assert one == other
    assert len(one) == min(kept, len({*lexical, *semantic}))
