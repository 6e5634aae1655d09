"""Profiles are kept as what differs from the default: nothing is lost, every slip is named."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rerankers.objective import Objective
from searchapp.pipeline.plain_value import PlainValueError
from searchapp.pipeline.profile import (
    CHANNELS,
    DEFAULT_PROFILE,
    MOST_FUSED,
    PRECISE_PROFILE,
    ChannelUse,
    Diversity,
    FirstStage,
    MixedRowPolicy,
    RankingProfile,
    RerankStep,
)
from searchapp.pipeline.profile_plain import (
    NUMBERS,
    PARTS,
    Known,
    profile_from_plain,
    profile_to_plain,
)
from searchapp.pipeline.request import Kind

KNOWN = Known(
    ("identity", "feature_ranker", "cross_encoder", "value_ranker"),
    (*CHANNELS, "fresh"),
    ("learnt",),
)

shares = st.floats(0, 1)
weights = st.floats(0, 100)
sizes = st.integers(1, MOST_FUSED)
places = st.lists(st.integers(0, 40), max_size=4).map(tuple)
uses = st.builds(ChannelUse, weights, sizes, sizes)


def by_kind(values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[Kind, Any]]:
    return st.fixed_dictionaries(dict.fromkeys(Kind, values))


def some_by_kind(names: list[str]) -> st.SearchStrategy[dict[Kind, Any]]:
    some = st.lists(st.sampled_from(names), min_size=1, max_size=2).map(tuple)
    return st.dictionaries(st.just(Kind.PRODUCT), some)


profiles = st.builds(
    RankingProfile,
    name=st.just("mine"),
    field_weights=by_kind(
        st.dictionaries(st.sampled_from(["title", "body"]), st.floats(0.1, 9), min_size=1)
    ),
    channels=by_kind(
        st.fixed_dictionaries(
            {"lexical": uses}, optional=dict.fromkeys(("semantic", "exact", "fresh"), uses)
        )
    ),
    first_stage=st.tuples(sizes, sizes, st.floats(1, 500)).map(
        lambda each: FirstStage(max(each[:2]), min(each[:2]), each[2])
    ),
    minimum_match=shares,
    minimum_similarity=shares,
    convincing_similarity=shares,
    channel_weigher=st.sampled_from(["", "learnt"]),
    rerankers=st.lists(
        st.builds(
            RerankStep,
            st.sampled_from(KNOWN.rerankers),
            sizes,
            st.floats(0.01, 1),
            st.none() | st.floats(1, 500),
        ),
        max_size=3,
    ).map(tuple),
    objective=st.builds(Objective, st.floats(0.1, 9), *[weights] * 6, shares, shares),
    features=some_by_kind(["price", "stock", "rating"]),
    text_features=some_by_kind(["title", "body"]),
    mixed_row=st.builds(
        MixedRowPolicy,
        st.fixed_dictionaries({Kind.LIVE: places, Kind.VIDEO: places}),
        st.integers(1, 99),
        shares,
        shares,
        places,
        shares,
    ),
    diversity=st.builds(Diversity, shares, sizes, shares, shares, shares, shares),
    entity_boost=weights,
    category_boost=weights,
    unwanted_penalty=weights,
    few=st.integers(0, 50),
)

_names = st.sampled_from(
    [
        *NUMBERS,
        *PARTS,
        *("channel_weigher", "rerankers", "mixed_row", "features", "text_features"),
        *("field_weights", "channels", "product", "live", "title", "semantic", "fresh", "name"),
        *("weight", "size", "head", "share", "budget_ms", "slots", "lead_slots", "kept", "margin"),
    ]
)
anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["title", "learnt", "feature_ranker", "\ud800", ""]),
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(_names, parts, max_size=5),
    max_leaves=25,
)


def read(plain: Any) -> RankingProfile:
    return profile_from_plain("mine", plain, KNOWN)


@settings(deadline=None)
@given(profiles)
def test_no_profile_loses_anything_as_a_plain_value(profile: RankingProfile) -> None:
    plain = json.loads(json.dumps(profile_to_plain(profile)))
    assert read(plain) == profile
    assert profile_to_plain(read(plain)) == plain


@settings(deadline=None)
@given(anything)
def test_whatever_is_written_is_a_profile_or_has_its_faults_named(value: Any) -> None:
    try:
        read(value)
    except PlainValueError as error:
        assert error.faults
        assert all(fault.message for fault in error.faults)


def test_only_what_differs_is_written() -> None:
    assert profile_to_plain(DEFAULT_PROFILE) == {}
    assert profile_to_plain(PRECISE_PROFILE) == {
        "rerankers": [
            {"name": "feature_ranker", "head": 100},
            {"name": "cross_encoder", "head": 30, "share": 0.3, "budget_ms": 250.0},
        ]
    }
    assert read({}) == replace(DEFAULT_PROFILE, name="mine")


def test_a_profile_reads_as_it_is_written() -> None:
    profile = read(
        tomllib.loads(
            """
            minimum_match = 1
            rerankers = [{ name = "feature_ranker", head = 50 }, { name = "value_ranker" }]
            objective = { freshness = 0.3 }
            mixed_row = { slots = { live = [1, 9] } }
            [field_weights.product]
            title = 4
            body = false
            [channels.product]
            semantic = { weight = 0.8 }
            fresh = { weight = 0.1, size = 20 }
            exact = false
            """
        )
    )
    product = profile.field_weights[Kind.PRODUCT]
    assert (product["title"], product["brand_text"]) == (4.0, 2.0)
    assert "body" not in product
    assert profile.field_weights[Kind.LIVE] == DEFAULT_PROFILE.field_weights[Kind.LIVE]
    assert profile.channel(Kind.PRODUCT, "semantic") == ChannelUse(0.8)
    assert profile.channel(Kind.PRODUCT, "fresh") == ChannelUse(0.1, size=20)
    assert profile.channel(Kind.PRODUCT, "exact") is None
    assert profile.channel(Kind.LIVE, "exact") == CHANNELS["exact"]
    assert profile.rerankers == (RerankStep("feature_ranker", head=50), RerankStep("value_ranker"))
    assert profile.objective == Objective(freshness=0.3)
    assert profile.mixed_row.slots == {Kind.LIVE: (0, 8), Kind.VIDEO: (5, 13)}


@pytest.mark.parametrize(
    ("plain", "path", "cure"),
    [
        ([], "", "must be a table, not a list"),
        ({"minimum_mach": 1}, "minimum_mach", "use one of category_boost"),
        ({"minimum_match": 2}, "", "minimum_match of a profile must lie between 0 and 1"),
        ({"minimum_match": True}, "minimum_match", "must be a number, not yes or no"),
        ({"minimum_match": 10**30}, "minimum_match", "give another"),
        ({"minimum_match": -(10**400)}, "minimum_match", "give another"),
        ({"minimum_match": float("nan")}, "minimum_match", "give another"),
        ({"few": 2.5}, "few", "must be a whole number"),
        ({"few": -1}, "", "few of a profile must be 0 or more"),
        ({"channel_weigher": "lernt"}, "channel_weigher", "learnt"),
        ({"rerankers": [{"name": "croos"}]}, "rerankers[0].name", "use one of cross_encoder"),
        ({"rerankers": [{"head": 5}]}, "rerankers[0].name", "is missing"),
        ({"rerankers": [{"name": "identity", "share": 0}]}, "rerankers[0]", "above 0"),
        ({"channels": {"product": {"smantic": {}}}}, "channels.product.smantic", "semantic"),
        ({"channels": {"product": {"fresh": {}}}}, "channels.product.fresh.weight", "is missing"),
        (
            {"channels": {"product": {"fresh": {"weight": -1}}}},
            "channels.product.fresh",
            "0 or more",
        ),
        ({"channels": {"product": {"lexical": False}}}, "", "no channel 'lexical'"),
        ({"channels": {"shoe": {}}}, "channels.shoe", "use one of live"),
        ({"field_weights": {"product": {"tilte": 1}}}, "field_weights.product.tilte", "title"),
        ({"field_weights": {"live": {"title": -1}}}, "field_weights.live.title", "0 or more"),
        (
            {"field_weights": {"live": {"title": False, "products_text": 0, "body": False}}},
            "field_weights.live",
            "leaves no field",
        ),
        ({"features": {"product": ["title"]}}, "features.product[0]", "price"),
        ({"first_stage": {"kept": 5000}}, "first_stage", "no more than it fuses"),
        ({"diversity": {"strength": 3}}, "diversity", "between 0 and 1"),
        ({"objective": {"relevance": 0}}, "objective", "it comes first"),
        ({"objective": {"profit": 1}}, "objective.profit", "margin"),
        ({"mixed_row": {"period": 0}}, "mixed_row", "period"),
        ({"mixed_row": {"slots": {"live": [0]}}}, "mixed_row.slots.live[0]", "between 1"),
        ({"mixed_row": {"slots": {"product": [1]}}}, "mixed_row.slots.product", "live, video"),
    ],
)
def test_a_slip_is_named_where_it_is_with_the_cure(plain: Any, path: str, cure: str) -> None:
    with pytest.raises(PlainValueError) as refused:
        read(plain)
    (fault,) = refused.value.faults
    assert fault.path == path
    assert cure in fault.message


def test_all_slips_are_told_at_once() -> None:
    with pytest.raises(PlainValueError) as refused:
        read({"few": "3", "rerankers": [{"name": "no"}], "diversity": {"strength": 3}})
    assert [fault.path for fault in refused.value.faults] == [
        "few",
        "diversity",
        "rerankers[0].name",
    ]
