"""What shoppers find, through the whole service, on every engine."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchapp.pipeline.request import AnyOf, Between, Kind, Sort
from tests.search.shop import Shop

pytestmark = pytest.mark.django_db


def test_the_product_with_all_the_words_comes_first(shop: Shop) -> None:
    shop.assert_first("red running shoes", "shoe-red", "shoe-blue")
    shop.assert_first("electric kettle", "kettle")


def test_words_that_only_ask_need_not_stand_in_the_product(shop: Shop) -> None:
    shop.assert_first("give me an electric kettle", "kettle")
    shop.assert_first("show me red running shoes", "shoe-red")


def test_words_may_stand_in_different_fields(shop: Shop) -> None:
    shop.assert_first("velo blue", "shoe-blue")


def test_singular_finds_plural_and_accents_do_not_matter(shop: Shop) -> None:
    shop.assert_first("red shoe", "shoe-red")
    shop.assert_first("cafe creme", "cafe")


def test_meaning_finds_what_words_do_not(shop: Shop) -> None:
    assert "sneaker" in shop.found("sport footwear")
    shop.assert_first("device to boil water", "kettle")


@pytest.mark.parametrize("code", ["shoe-red", "RUN-100/R", "run100r", "4006381333931"])
def test_an_identifier_finds_its_product_first(shop: Shop, code: str) -> None:
    shop.assert_first(code, "shoe-red")


def test_nothing_is_found_for_gibberish(shop: Shop) -> None:
    response = shop.search("xqzzv wplmk")
    assert (response.hits, response.total) == ((), 0)


def test_drafts_are_not_found(shop: Shop) -> None:
    assert "draft" not in shop.found("prototype")


def test_filters_keep_what_they_name(shop: Shop) -> None:
    shop.assert_found("", "shoe-red", "shoe-blue", filters=(AnyOf("brand", ("Velo",)),))
    shop.assert_found(
        "",
        "shoe-red",
        "shoe-blue",
        "shoe-dress",
        "sneaker",
        filters=(AnyOf("category", ("Shoes",)),),
    )
    shop.assert_found("", "shoe-dress", "coffee", filters=(Between("price", at_least=100),))
    shop.assert_found("", "sneaker", filters=(AnyOf("available", ("false",)),))
    shop.assert_found("", "kettle", filters=(AnyOf("attributes", ("cordless=true",)),))


def test_filters_hold_for_what_meaning_finds(shop: Shop) -> None:
    assert set(shop.found("sport footwear", filters=(AnyOf("brand", ("Norden",)),))) <= {
        "sneaker",
        "shoe-dress",
    }


def test_facets_count_what_can_be_reached(shop: Shop) -> None:
    response = shop.search("running shoes", kinds=(Kind.PRODUCT,), facets=("brand",))
    shown = Counter(hit.document["brand"] for hit in response.hits)
    assert {value.value: value.count for value in response.facets["brand"]} == shown
    assert shown["Norden"], "found by meaning alone"


def test_a_facet_ignores_its_own_filter_and_obeys_the_others(shop: Shop) -> None:
    response = shop.search(
        "running shoes",
        kinds=(Kind.PRODUCT,),
        filters=(AnyOf("colour", ("red",)),),
        facets=("colour", "brand"),
    )
    colours = {value.value: value.count for value in response.facets["colour"]}
    assert (colours["red"], colours["blue"]) == (1, 1)
    assert [(value.value, value.count) for value in response.facets["brand"]] == [("Velo", 1)]


def test_an_empty_query_browses_the_popular_first(shop: Shop) -> None:
    shop.assert_first("", "sneaker", "shoe-red", "kettle")
    assert shop.search("", kinds=(Kind.PRODUCT,)).total == 9


def test_a_sort_order_orders_and_what_has_no_value_comes_last(shop: Shop) -> None:
    cheapest_first = shop.found("", sort=Sort("price"))
    assert cheapest_first[0] == "cafe"
    assert cheapest_first[-1] == "no-price"
    assert shop.found("", sort=Sort("price", descending=True))[0] == "coffee"
    shop.assert_first("running shoes", "shoe-blue", "shoe-red", sort=Sort("price"))


def test_an_identifier_is_found_under_a_sort_order_too(shop: Shop) -> None:
    shop.assert_found("RUN-100/R", "shoe-red", sort=Sort("price"))


def test_pages_fit_together(shop: Shop) -> None:
    whole = shop.found("shoes", size=24)
    assert [shop.found("shoes", size=1, offset=place) for place in range(len(whole))] == [
        [id_] for id_ in whole
    ]


def test_a_live_stream_and_a_video_stand_among_the_products_where_they_fit(shop: Shop) -> None:
    live = shop.search("running shoes")
    assert [hit.id for hit in live.hits if hit.kind is Kind.LIVE] == ["l-shoes"]
    assert live.hits[2].id == "l-shoes"
    videos = shop.search("how to clean a coffee machine")
    assert "v-clean" in [hit.id for hit in videos.hits]
    assert all(hit.kind is Kind.PRODUCT for hit in shop.search("red summer dress").hits)


def test_every_kind_can_be_searched_alone(shop: Shop) -> None:
    assert shop.found("clean coffee machine", kinds=(Kind.VIDEO,)) == ["v-clean"]
    assert shop.found("running shoes", kinds=(Kind.LIVE,)) == ["l-shoes"]
    ended = (AnyOf("status", ("ended",)),)
    assert shop.found("running shoes", kinds=(Kind.LIVE,), filters=ended) == ["l-over"]


def test_every_hit_says_what_it_is_and_why_it_is_here(shop: Shop) -> None:
    response = shop.search("red running shoes", kinds=(Kind.PRODUCT,), explain=True)
    hit = response.hits[0]
    assert hit.document["title"] == "Red Running Shoes"
    assert hit.document["price"] == 80
    assert "\ue000Red\ue001" in hit.highlights["title"][0]
    assert any("title" in reason for reason in hit.why)
    assert hit.scores["first"] == pytest.approx(
        hit.scores["first.lexical"] + hit.scores["first.semantic"], abs=1e-5
    )
    assert [record.stage for record in response.trace] == [
        "analysis",
        "rules",
        "entities",
        "recall",
        "first_stage",
        "final_stage",
        "mixed_row",
    ]
    assert set(response.took_ms) >= {"analysis", "embedding", "recall", "total"}


def test_similar_products_are_alike_and_not_the_product_itself(shop: Shop) -> None:
    similar = [hit.id for hit in shop.service.similar(Kind.PRODUCT, "shoe-red", 3, shop.config)]
    assert similar[0] == "shoe-blue"
    assert "shoe-red" not in similar
    assert shop.service.similar(Kind.PRODUCT, "unknown", 3, shop.config) == ()


def test_suggestions_complete_the_word_and_name_category_and_product(shop: Shop) -> None:
    texts = [entry.text for entry in shop.service.suggest("running sh", 10, shop.config)]
    assert texts[0] == "running shoes"
    assert "Red Running Shoes" in texts
    assert shop.service.suggest("zzzz", 10, shop.config) == []


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=60))
def test_any_text_is_answered(shop: Shop, text: str) -> None:
    assert shop.search(text, size=5).total >= 0


def test_ten_thousand_characters_emoji_and_query_syntax_are_just_text(shop: Shop) -> None:
    for text in ("shoes " * 1700, "👟", '"red" AND (shoes OR* ~2', "\x00\x01 shoes", "!!!"):
        assert shop.search(text).total >= 0
