"""What is wanted beside the words: pins, promotions, behaviour, new items; on every engine."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest

from searchapp.pipeline.behaviour import Behaviour, query_key
from searchapp.pipeline.merchandising import FixedRules, Merchandising, Pin, Promotion
from searchapp.pipeline.profile import DEFAULT_PROFILE, ChannelUse
from searchapp.pipeline.request import AnyOf, Kind
from tests.search.shop import Shop

pytestmark = pytest.mark.django_db


def with_rules(shop: Shop, **wanted: Any) -> Shop:
    return replace(shop, config=replace(shop.config, rules=FixedRules(Merchandising(**wanted))))


def test_a_pinned_product_that_no_words_find_stands_at_its_position(shop: Shop) -> None:
    pins = (Pin(Kind.PRODUCT, "no-price", 2), Pin(Kind.LIVE, "l-shoes", 1))
    response = with_rules(shop, pins=pins).search("red running shoes")
    assert [hit.id for hit in response.hits][:3] == ["l-shoes", "no-price", "shoe-red"]
    assert not response.degraded


def test_drafts_streams_that_ended_and_what_is_filtered_are_not_pinned(shop: Shop) -> None:
    pins = (
        Pin(Kind.PRODUCT, "draft", 1),
        Pin(Kind.LIVE, "l-over", 2),
        Pin(Kind.PRODUCT, "kettle", 3),
    )
    velo = (AnyOf("brand", ("Velo",)),)
    pinned = with_rules(shop, pins=pins)
    assert {"draft", "l-over"}.isdisjoint(hit.id for hit in pinned.search("running shoes").hits)
    assert "kettle" not in pinned.found("running shoes", filters=velo)
    assert pinned.found("running shoes")[0] != "draft"


def test_pages_fit_together_around_pins(shop: Shop) -> None:
    pinned = with_rules(shop, pins=(Pin(Kind.PRODUCT, "cafe", 3), Pin(Kind.PRODUCT, "coffee", 4)))
    for text in ("shoes", ""):
        whole = [hit.id for hit in pinned.search(text).hits]
        pages = [
            hit.id
            for offset in range(0, len(whole), 2)
            for hit in pinned.search(text, offset=offset, size=2).hits
        ]
        assert pages == whole
        assert whole[2:4] == ["cafe", "coffee"]
        assert len(set(whole)) == len(whole) == pinned.search(text).total


def test_hidden_items_are_nowhere(shop: Shop) -> None:
    hidden = with_rules(shop, hidden=((Kind.PRODUCT, "shoe-red"),))
    for text in ("red running shoes", "RUN-100/R", ""):
        assert "shoe-red" not in hidden.found(text)


def test_promoted_brands_rise_among_what_the_words_find(shop: Shop) -> None:
    norden = Promotion(Kind.PRODUCT, filters=(AnyOf("brand", ("Norden",)),), weight=2.0)
    promoted = with_rules(shop, promotions=(norden,))
    assert promoted.found("shoes")[0] == "shoe-dress"
    assert "sneaker" not in promoted.found("electric kettle")


def test_what_shoppers_chose_is_found_and_rises(shop: Shop) -> None:
    chosen = Behaviour({query_key("tea"): {Kind.PRODUCT: {"cafe": 3.0, "gone": 9.0}}})
    profile = replace(DEFAULT_PROFILE, rerankers=()).using("behavioural", ChannelUse(2.0))
    config = replace(shop.config, behaviour=chosen, profiles={"default": profile})
    first = replace(shop, config=config).search("tea").hits[0]
    assert first.id == "cafe"
    assert "Shoppers chose it after “tea”." in first.why


def test_new_items_that_have_the_words_are_found_as_such(shop: Shop) -> None:
    profile = DEFAULT_PROFILE.using("fresh", ChannelUse(0.05))
    response = replace(shop, config=replace(shop.config, profiles={"default": profile})).search(
        "running shoes"
    )
    assert not response.degraded
    fresh = [
        hit
        for hit in response.hits
        if any(recall.channel == "fresh" for recall in hit.candidate.recalls)
    ]
    created = [hit.document.get("created", time.time()) for hit in fresh]
    assert fresh
    assert all(each > time.time() - 31 * 86_400 for each in created)
