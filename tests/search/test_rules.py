"""What merchants' rules do to results, on every engine."""

from __future__ import annotations

from dataclasses import replace

import pytest

from searchapp.pipeline.merchandising import Banner
from searchapp.pipeline.request import AnyOf, Kind
from searchapp.pipeline.rules import actions as do
from searchapp.pipeline.rules import triggers as when
from searchapp.pipeline.rules.rule import Rule
from searchapp.pipeline.rules.rule_set import RuleSet
from tests.search.shop import Shop

pytestmark = pytest.mark.django_db
QUERY = "running shoes"


def ruled(shop: Shop, *actions: do.Action, trigger: str = "Running-Shoe") -> Shop:
    rule = Rule("r1", "Autumn", (when.Exact(trigger),), actions)
    return replace(shop, config=replace(shop.config, rules=RuleSet.of([rule])))


def ruled_everywhere(shop: Shop, *actions: do.Action) -> Shop:
    rule = Rule("r1", "Never", (when.AnyQuery(),), actions)
    return replace(shop, config=replace(shop.config, rules=RuleSet.of([rule])))


def similar(shop: Shop) -> list[str]:
    return [hit.id for hit in shop.service.similar(Kind.PRODUCT, "shoe-red", 3, shop.config)]


def suggested(shop: Shop) -> set[str | None]:
    return {each.value for each in shop.service.suggest("running sh", 10, shop.config)}


def product(id_: str) -> do.Item:
    return do.Item(Kind.PRODUCT, id_)


def products(shop: Shop, text: str = QUERY) -> list[str]:
    return [hit.id for hit in shop.search(text).hits if hit.kind is Kind.PRODUCT]


def test_a_pin_stands_at_its_position_for_its_query_only(shop: Shop) -> None:
    pinned = ruled(shop, do.PinTo(product("kettle"), 1))
    assert pinned.found(QUERY)[0] == "kettle"
    assert "kettle" not in pinned.found("red running shoes")


def test_a_strong_boost_lifts_the_last_and_a_bury_lowers_the_first(shop: Shop) -> None:
    before = products(shop)
    assert len(before) > 1
    assert products(ruled(shop, do.Boost(product(before[-1]), do.Strength.STRONG))) == [
        before[-1],
        *before[:-1],
    ]
    assert products(ruled(shop, do.Bury(product(before[0]), do.Strength.STRONG))) == [
        *before[1:],
        before[0],
    ]


def test_what_moved_an_item_is_told_with_the_rule(shop: Shop) -> None:
    last = products(shop)[-1]
    response = ruled(shop, do.Boost(product(last), do.Strength.STRONG)).search(QUERY, explain=True)
    hit = next(each for each in response.hits if each.id == last)
    assert "Autumn: raised by 20 places." in hit.why
    (change,) = hit.candidate.adjustments
    assert change.rule_id == "r1"
    assert hit.breakdown is not None
    assert hit.breakdown.parts["rule.r1"] == pytest.approx(change.amount)
    assert sum(hit.breakdown.parts.values()) == pytest.approx(hit.candidate.score)
    (rules,) = (record.detail for record in response.trace if record.stage == "rules")
    assert rules["met"] == [{"id": "r1", "name": "Autumn"}]
    assert [each["id"] for each in rules["moved"]] == [last]


def test_hidden_items_are_not_found_and_required_filters_hold(shop: Shop) -> None:
    first = products(shop)[0]
    assert first not in ruled(shop, do.Hide(product(first))).found(QUERY)
    required = ruled(shop, do.Require(AnyOf("brand", ("Velo",)))).search(QUERY)
    found = [hit for hit in required.hits if hit.kind is Kind.PRODUCT]
    assert found
    assert {hit.document["brand"] for hit in found} == {"Velo"}


def test_what_every_search_hides_is_nowhere(shop: Shop) -> None:
    hidden = ruled_everywhere(shop, do.Hide(product("shoe-blue")))
    assert "shoe-blue" not in hidden.found("blue running shoes")
    assert similar(shop)[0] == "shoe-blue"
    assert "shoe-blue" not in similar(hidden)
    assert len(similar(hidden)) == 3
    assert "shoe-blue" in suggested(shop)
    assert "shoe-blue" not in suggested(hidden)
    assert "shoe-red" in suggested(hidden)


def test_what_every_search_requires_holds_everywhere(shop: Shop) -> None:
    required = ruled_everywhere(shop, do.Require(AnyOf("brand", ("Norden",))))
    assert set(similar(required)) == {"shoe-dress", "sneaker"}
    assert "Velo" not in suggested(required)
    assert "shoe-red" not in suggested(required)


def test_what_one_search_hides_may_be_suggested_and_resemble(shop: Shop) -> None:
    hidden = ruled(shop, do.Hide(product("shoe-blue")))
    assert "shoe-blue" in similar(hidden)
    assert "shoe-blue" in suggested(hidden)


def test_a_required_filter_names_its_rule_and_facets_count_what_can_be_reached(shop: Shop) -> None:
    wanted = AnyOf("brand", ("Velo",))
    answer = ruled(shop, do.Require(wanted)).search(QUERY, facets=("brand",))
    assert [(each.filter, each.words, each.rule) for each in answer.applied_filters] == [
        (wanted, "", "Autumn")
    ]
    assert [each.value for each in answer.facets["brand"]] == ["Velo"]
    without = ruled(shop, do.Require(wanted)).search(QUERY, facets=("brand",), without=("brand",))
    assert [each.rule for each in without.applied_filters] == ["Autumn"]


def test_a_rule_is_for_its_segments(shop: Shop) -> None:
    rule = Rule("r1", "VIP", (when.Exact(QUERY),), (do.Redirect("/vip/"),), segments=("vip",))
    for_some = replace(shop, config=replace(shop.config, rules=RuleSet.of([rule])))
    assert for_some.search(QUERY, segment="vip").redirect == "/vip/"
    assert for_some.search(QUERY, segment="other").redirect is None
    assert for_some.search(QUERY).redirect is None


def test_a_request_may_stay_where_a_rule_redirects(shop: Shop) -> None:
    assert ruled(shop, do.Redirect("/run/")).search(QUERY, redirect=False).redirect is None


def test_words_are_replaced_added_and_removed_and_edits_name_the_rule(shop: Shop) -> None:
    replaced = ruled(shop, do.ReplaceWords("electric kettle", "shoes"), trigger="zork shoes")
    response = replaced.search("zork shoes")
    assert response.text == "zork electric kettle"
    assert "kettle" in [hit.id for hit in response.hits]
    removed = ruled(shop, do.RemoveWords("zork"), trigger="zork kettle").search("zork kettle")
    assert removed.text == "kettle"
    assert removed.query is not None
    assert removed.query.raw == "zork kettle"
    assert [edit.rule for edit in removed.query.edits if edit.analyzer == "rules"] == ["r1: Autumn"]
    added = ruled(shop, do.AddWords("kettle"), trigger="electric").search("electric")
    assert added.text == "electric kettle"


def test_a_redirect_and_a_banner_come_with_the_answer(shop: Shop) -> None:
    banner = Banner("Run!", link="/run/")
    response = ruled(shop, do.Redirect("/run/"), do.ShowBanner(banner)).search(QUERY)
    assert (response.redirect, response.banner) == ("/run/", banner)
    assert ruled(shop, do.Redirect("/run/")).search("kettle").redirect is None


def test_slots_are_those_of_the_rule(shop: Shop) -> None:
    pinned = ruled(shop, do.Slots(Kind.LIVE, (1,)), trigger="shoes").search("shoes")
    assert pinned.hits[0].kind is Kind.LIVE


def test_what_is_promoted_rises_among_what_is_found_and_is_told(shop: Shop) -> None:
    norden = do.Promote(Kind.PRODUCT, filters=(AnyOf("brand", ("Norden",)),), weight=2.0)
    promoted = ruled(shop, norden, trigger="shoes")
    response = promoted.search("shoes", explain=True)
    assert response.hits[0].id == "shoe-dress"
    assert "The shop promotes it for this search." in response.hits[0].why
    (rules,) = (record.detail for record in response.trace if record.stage == "rules")
    assert [each["rule_id"] for each in rules["promoted"]] == ["r1"]
    assert "kettle" in ruled(shop, do.Promote(Kind.PRODUCT, ("kettle",))).found(QUERY)
    assert "kettle" not in promoted.found(QUERY)
