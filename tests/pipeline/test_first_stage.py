"""Fusion: the channels' scores become one ranking whose parts are told."""

from hypothesis import given
from hypothesis import strategies as st

from searchapp.pipeline.config import DEFAULT_PROFILE
from searchapp.pipeline.ranking.first_stage import fuse
from searchapp.pipeline.recall.recalled import ChannelHits
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import EngineHit

scores = st.floats(0.01, 50.0)
similarities = st.floats(DEFAULT_PROFILE.minimum_similarity, 1.0)


def channel(name: str, **hits: float) -> ChannelHits:
    best_first = sorted(hits.items(), key=lambda hit: -hit[1])
    return ChannelHits(name, [EngineHit(id_, score) for id_, score in best_first])


def order(*channels: ChannelHits, depth: int = 200) -> list[str]:
    found = fuse(Kind.PRODUCT, channels, DEFAULT_PROFILE, channel_depth=depth)
    return [candidate.id for candidate in found]


def test_what_both_channels_find_comes_before_what_one_finds() -> None:
    assert order(channel("lexical", a=9, b=8), channel("semantic", b=0.7, c=0.6))[0] == "b"


def test_an_exact_identifier_comes_first() -> None:
    found = order(
        channel("lexical", a=9, b=1), channel("semantic", a=0.9, b=0.3), channel("exact", b=1)
    )
    assert found[0] == "b"


def test_ties_fall_to_the_id() -> None:
    assert order(channel("lexical", b=5, a=5, c=5)) == ["a", "b", "c"]


def test_only_the_depth_takes_part_so_that_every_page_has_the_same_ranking() -> None:
    deep = channel("lexical", a=5, b=4, c=3)
    assert order(deep, depth=2) == ["a", "b"]


@given(
    st.dictionaries(st.sampled_from("abcdefgh"), scores),
    st.dictionaries(st.sampled_from("abcdefgh"), similarities),
)
def test_contributions_sum_to_the_score_and_every_item_appears_once(
    lexical: dict[str, float], semantic: dict[str, float]
) -> None:
    found = fuse(
        Kind.PRODUCT,
        [channel("lexical", **lexical), channel("semantic", **semantic)],
        DEFAULT_PROFILE,
        200,
    )
    assert sorted(candidate.id for candidate in found) == sorted({*lexical, *semantic})
    for candidate in found:
        assert candidate.first_score == sum(candidate.contributions.values())
        assert {recall.channel for recall in candidate.recalls} == set(candidate.contributions)
    assert [c.first_score for c in found] == sorted((c.first_score for c in found), reverse=True)
