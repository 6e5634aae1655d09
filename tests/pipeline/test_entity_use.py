"""Sure entities filter, unsure ones raise; the shopper's own filters and wishes come first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analyzers.query import AnalyzedQuery, Entity, PredictedCategory, Token
from searchapp.pipeline.profile import DEFAULT_PROFILE
from searchapp.pipeline.request import AnyOf, Between, Kind, SearchRequest
from searchapp.pipeline.understanding.entity_use import (
    EntityUse,
    loosened,
    meant_text,
    use_entities,
)

TEXT = "nike shoes under $50"
NIKE = Entity("brand", ("Nike",), 0, 4, 0.97, "brand of 12 items")
CHEAP = Entity("price", (), 11, 20, 0.99, "under an amount", at_most=50.0, is_spoken=False)
QUERY = AnalyzedQuery(
    raw=TEXT,
    text=TEXT,
    language="en",
    tokens=(Token("nike", 0, 4), Token("shoes", 5, 10), Token("under", 11, 16)),
    entities=(NIKE, CHEAP),
)


def use(request: SearchRequest | None = None, query: AnalyzedQuery = QUERY) -> EntityUse:
    return use_entities(query, request or SearchRequest(text=TEXT), DEFAULT_PROFILE)


def test_sure_entities_filter_and_say_by_which_words() -> None:
    assert [(each.filter, each.words) for each in use().filters] == [
        (AnyOf("brand", ("Nike",)), "nike"),
        (Between("price", None, 50.0), "under $50"),
    ]


def test_an_unsure_entity_raises_what_it_matches() -> None:
    query = replace(QUERY, entities=(replace(NIKE, confidence=0.5),))
    found = use(query=query)
    assert found.filters == ()
    (boost,) = found.boosts
    assert boost.filter == AnyOf("brand", ("Nike",))
    assert boost.amount == DEFAULT_PROFILE.entity_boost * 0.5


def test_a_filter_of_the_shopper_on_the_same_field_comes_first() -> None:
    request = SearchRequest(text=TEXT, filters=(AnyOf("brand", ("Adidas",)),))
    assert [each.filter.field for each in use(request).filters] == ["price"]


def test_a_field_can_be_left_to_the_words() -> None:
    found = use(SearchRequest(text=TEXT, without=("brand",)))
    assert [each.filter.field for each in found.filters] == ["price"]
    assert [each.filter.field for each in found.boosts] == ["brand"]


def test_values_of_one_field_are_alternatives() -> None:
    red, blue = (
        Entity("colour", (name,), start, start + len(name), 0.9, "a colour")
        for name, start in (("red", 0), ("blue", 7))
    )
    (both,) = use(query=replace(QUERY, entities=(red, blue))).filters
    assert both.filter == AnyOf("colour", ("red", "blue"))


def test_ranges_of_one_field_are_met_together() -> None:
    least = replace(CHEAP, at_least=20.0, at_most=None)
    (both,) = use(query=replace(QUERY, entities=(least, CHEAP))).filters
    assert both.filter == Between("price", 20.0, 50.0)


def test_ranges_that_no_number_meets_do_not_filter() -> None:
    least = replace(CHEAP, at_least=80.0, at_most=None)
    assert use(query=replace(QUERY, entities=(least, CHEAP))).filters == ()


def test_what_is_not_wanted_never_filters() -> None:
    assert use(query=replace(QUERY, entities=(replace(NIKE, is_negated=True),))) == EntityUse()


def test_filters_hold_for_the_kinds_that_have_the_field() -> None:
    found = use()
    assert [each.field for each in found.filters_of(Kind.PRODUCT)] == ["brand", "price"]
    assert found.filters_of(Kind.VIDEO) == ()
    assert found.entities_of(Kind.VIDEO) == (CHEAP,), "no video says “under $50”"


def test_a_range_that_few_items_have_raises_and_its_words_are_not_needed() -> None:
    found = use(query=replace(QUERY, entities=(replace(CHEAP, is_partial=True),)))
    assert found.filters == ()
    assert [boost.filter.field for boost in found.boosts] == ["price"]
    assert [entity.field for entity in found.entities_of(Kind.PRODUCT)] == ["price"]
    assert meant_text(QUERY, found) == "nike shoes"


def test_a_query_of_nothing_but_a_range_filters_even_if_few_items_have_it() -> None:
    text = "under $50"
    price = replace(CHEAP, start=0, end=9, is_partial=True)
    query = AnalyzedQuery(
        raw=text, text=text, language="en", tokens=(Token("under", 0, 5),), entities=(price,)
    )
    assert [each.filter.field for each in use(query=query).filters] == ["price"]


def test_the_words_of_an_unsure_range_only_add_to_the_score() -> None:
    found = use(query=replace(QUERY, entities=(replace(CHEAP, confidence=0.5),)))
    assert found.filters == ()
    (aside,) = found.entities_of(Kind.PRODUCT)
    assert aside.is_spoken, "its words are still looked for"
    assert meant_text(QUERY, found) == TEXT


def test_the_words_of_a_range_on_a_field_that_the_shopper_filters_are_not_needed() -> None:
    request = SearchRequest(text=TEXT, filters=(Between("price", None, 80.0),))
    assert CHEAP in use(request).entities_of(Kind.PRODUCT)


@pytest.mark.parametrize(
    "wish",
    [
        CHEAP,
        replace(CHEAP, field="rating", at_least=4.0, at_most=None),
        replace(CHEAP, field="available", values=("true",), at_most=None),
        replace(CHEAP, field="seller_name", values=("Fleet Feet",), at_most=None),
    ],
    ids=lambda wish: wish.field,
)
def test_a_wish_that_is_taken_back_leaves_the_search_as_if_it_had_not_been_typed(
    wish: Entity,
) -> None:
    query = replace(QUERY, entities=(NIKE, wish))
    found = use(SearchRequest(text=TEXT, without=(wish.field,)), query)
    assert [each.filter.field for each in found.filters] == ["brand"]
    assert found.boosts == ()
    assert wish in found.entities_of(Kind.PRODUCT), "its words are not needed"
    assert meant_text(query, found) == "nike shoes"


def test_the_words_of_a_wish_are_searched_where_an_item_could_have_them() -> None:
    found = use(SearchRequest(text=TEXT, without=("brand",)))
    assert NIKE not in found.entities_of(Kind.PRODUCT)
    assert meant_text(QUERY, found) == "nike shoes"


def test_taking_back_the_only_wish_leaves_nothing_to_search_by() -> None:
    price = replace(CHEAP, start=0, end=9)
    query = replace(
        QUERY, raw="under $50", text="under $50", tokens=(Token("under", 0, 5),), entities=(price,)
    )
    found = use(SearchRequest(text="under $50", without=("price",)), query)
    assert found.entities_of(Kind.PRODUCT) == (price,)
    assert meant_text(query, found) == ""


def test_a_likely_category_raises_its_items() -> None:
    query = replace(QUERY, entities=(), categories=(PredictedCategory("Shoes", 0.5),))
    (boost,) = use(query=query).boosts
    assert boost.filter == AnyOf("category", ("Shoes",))
    assert boost.amount == DEFAULT_PROFILE.category_boost * 0.5


def test_the_meaning_is_without_the_price() -> None:
    assert meant_text(QUERY, use()) == "nike shoes"


def test_the_meaning_is_without_what_is_not_wanted() -> None:
    text = "sofa without leather"
    tokens = (
        Token("sofa", 0, 4),
        Token("without", 5, 12, is_marker=True),
        Token("leather", 13, 20, is_negated=True),
    )
    query = AnalyzedQuery(raw=text, text=text, language="en", tokens=tokens)
    assert meant_text(query, EntityUse()) == "sofa"


def test_loosened_filters_raise() -> None:
    loose = loosened(use(), DEFAULT_PROFILE)
    assert loose.filters == ()
    assert loose.set_aside == (CHEAP,), "no item says “under $50”, filtered or not"
    assert {boost.filter.field for boost in loose.boosts} == {"brand", "price"}
