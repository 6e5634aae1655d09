"""A hit tells its way from recall to its place, on every engine."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from searchapp.pipeline import course
from searchapp.pipeline.profile import DEFAULT_PROFILE, Diversity, RerankStep
from searchapp.pipeline.request import Kind
from searchapp.pipeline.rules import actions as do
from searchapp.tuning.waterfall import ROW, Waterfall, waterfall
from tests.search.shop import Shop
from tests.search.test_rules import QUERY, product, products, ruled

pytestmark = pytest.mark.django_db
DIVERSE = replace(
    DEFAULT_PROFILE,
    diversity=Diversity(strength=0.9),
    rerankers=(
        RerankStep("feature_ranker", head=100, share=0.5),
        RerankStep("identity", head=2, share=0.5),
    ),
)


def told(shop: Shop, text: str) -> list[Waterfall]:
    response = shop.search(text, explain=True)
    return [waterfall(response, hit) for hit in response.hits]


@pytest.mark.parametrize(
    "text", ["running shoes", "red shoes for summer", "dress without leather", "coffee machine"]
)
@pytest.mark.parametrize("profile", [DEFAULT_PROFILE, DIVERSE], ids=["default", "diverse"])
def test_contributions_sum_to_the_score_and_parts_to_their_contribution(
    shop: Shop, text: str, profile: object
) -> None:
    config = replace(shop.config, profiles={"default": profile})
    ways = told(replace(shop, config=config), text)
    assert ways
    for way in ways:
        assert sum(step.contribution for step in way.steps) == pytest.approx(way.score)
        assert way.steps[-1].place == way.rank
        for before, after in pairwise(way.steps):
            assert after.score == pytest.approx(before.score + after.contribution)
        for step in way.steps:
            assert sum(step.parts.values()) == pytest.approx(step.contribution, abs=1e-9)


def test_no_two_items_of_a_kind_have_one_place_after_a_stage(shop: Shop) -> None:
    ways = [way for way in told(shop, "shoes") if way.kind is Kind.PRODUCT]
    for stage in (course.FUSION, "feature_ranker"):
        places = [step.place for way in ways for step in way.steps if step.stage == stage]
        assert len(places) == len(ways)
        assert sorted(places) == list(range(1, len(ways) + 1))


def test_the_channels_and_the_features_of_the_ranker_are_named(shop: Shop) -> None:
    first = told(shop, QUERY)[0]
    assert {"lexical", "semantic"} <= {recall.channel for recall in first.found_by}
    by_stage = {step.stage: step for step in first.steps}
    assert {"lexical", "semantic"} <= set(by_stage[course.FUSION].parts)
    assert len(by_stage["feature_ranker"].parts) > 1


def test_a_rule_is_a_step_with_its_name_and_the_places_before_and_after(shop: Shop) -> None:
    before = products(shop)
    ways = told(ruled(shop, do.Boost(product(before[-1]), do.Strength.STRONG)), QUERY)
    way = next(each for each in ways if each.id == before[-1])
    *_, earlier, rule, _ = way.steps
    assert (earlier.place, rule.stage, rule.place) == (len(before), course.RULES, 1)
    assert rule.notes == ("Autumn: raised by 20 places.",)
    assert rule.parts == {"Autumn": pytest.approx(rule.contribution)}


def test_a_pin_and_a_slot_are_told_at_the_place_in_the_row(shop: Shop) -> None:
    ways = told(ruled(shop, do.PinTo(product("kettle"), 1)), QUERY)
    assert ways[0].id == "kettle"
    assert ways[0].steps[-1].notes[0].startswith("Autumn: stands at position 1")
    live = next(each for each in ways if each.kind is Kind.LIVE)
    assert live.steps[-1].stage == ROW
    assert live.steps[-1].notes == ("It takes a slot of its kind (live).",)


def test_an_order_that_the_shopper_chose_has_no_steps_but_the_place(shop: Shop) -> None:
    response = shop.search("", explain=True)
    assert [len(waterfall(response, hit).steps) for hit in response.hits] == [1] * len(
        response.hits
    )


def test_an_answer_that_was_not_asked_to_explain_itself_cannot(shop: Shop) -> None:
    response = shop.search(QUERY)
    assert response.course is None
    with pytest.raises(ValueError, match="explain"):
        waterfall(response, response.hits[0])
