"""What a shopper means is found: misspelt, with a price, in other words, or asking for too much."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from searchapp import wiring
from searchapp.lexicon.learning import learn
from searchapp.lexicon.models import Synonym
from searchapp.lexicon.publication import load_lexicon
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.request import PATIENT_MS, AnyOf, Kind, SearchRequest
from searchapp.pipeline.response import SearchResponse
from searchapp.pipeline.understanding.relaxation import Relaxation, Step
from tests.search import department_store
from tests.search.conftest import ENGINES, open_shop

pytestmark = pytest.mark.django_db


class Store:
    """The department store with the lexicon that was learnt from it."""

    def __init__(self, config: SearchConfig) -> None:
        self.config = config

    def search(self, text: str, **asked: Any) -> SearchResponse:
        request = SearchRequest(text=text, budget_ms=PATIENT_MS, **asked)
        return wiring.search_service().search(request, self.config)

    def titles(self, text: str, **asked: Any) -> list[str]:
        hits = self.search(text, **asked).hits
        return [hit.document["title"] for hit in hits if hit.kind is Kind.PRODUCT]


@pytest.fixture(scope="module", params=ENGINES)
def store(
    request: pytest.FixtureRequest, django_db_setup: Any, django_db_blocker: Any
) -> Iterator[Store]:
    with django_db_blocker.unblock(), open_shop(request.param, list(department_store.rows())):
        learn()
        Synonym.objects.create(kind="two-way", terms=["headphones", "cans"])
        yield Store(SearchConfig(load_lexicon(None)))


def test_a_misspelt_query_is_corrected_and_says_so(store: Store) -> None:
    answer = store.search("wireles hedphones")
    assert answer.corrected == "wireless headphones"
    assert all("Wireless Headphones" in title for title in store.titles("wireles hedphones"))


def test_the_spelling_can_be_left_as_typed(store: Store) -> None:
    assert store.search("hedphones", correct=False).corrected is None


def test_what_is_not_wanted_is_left_out(store: Store) -> None:
    titles = store.titles("water bottle -velo", size=100)
    assert titles
    assert not any("Velo" in title for title in titles)


def filters(answer: SearchResponse) -> dict[str, str]:
    """The words that filter, by field."""
    return {each.filter.field: each.words for each in answer.applied_filters}


def test_a_price_in_the_query_filters(store: Store) -> None:
    answer = store.search("running shoes under $85", size=40)
    assert filters(answer)["price"] == "under $85"
    products = [hit.document for hit in answer.hits if hit.kind is Kind.PRODUCT]
    assert products
    assert all(each["price"] <= 85 and "Running Shoes" in each["title"] for each in products)


def test_a_brand_in_the_query_filters_and_may_be_taken_back(store: Store) -> None:
    answer = store.search("fleet running shoes", size=40)
    assert filters(answer)["brand"] == "fleet"
    assert {hit.document["brand"] for hit in answer.hits} == {"Fleet"}
    again = store.search("fleet running shoes", size=40, without=("brand",))
    assert "brand" not in filters(again)
    assert again.total > answer.total


@pytest.mark.parametrize(
    ("text", "wish", "rest"),
    [
        ("headphones under $155", "price", "headphones"),
        ("desk lamp between $20 and $38", "price", "desk lamp"),
        ("headphones in stock", "available", "headphones"),
        ("leather belt sold by harbour goods", "seller_name", "leather belt"),
        ("headphones 4 stars and up", "rating", "headphones"),
    ],
)
def test_a_wish_taken_back_leaves_the_search_without_its_words(
    store: Store, text: str, wish: str, rest: str
) -> None:
    assert wish in filters(store.search(text))
    again = store.search(text, without=(wish,), size=100)
    assert wish not in filters(again)
    assert again.relaxed is None
    assert {hit.id for hit in again.hits} == {hit.id for hit in store.search(rest, size=100).hits}


def test_a_brand_and_is_the_same_as_its_ampersand(store: Store) -> None:
    assert filters(store.search("brew and co coffee machine")) == {"brand": "brew and co"}


def test_a_price_alone_browses_what_it_keeps(store: Store) -> None:
    answer = store.search("under $20", size=40)
    assert filters(answer) == {"price": "under $20"}
    assert answer.totals[Kind.PRODUCT] == len(store.titles("under $20", size=40)) > 0
    assert all(hit.document["price"] <= 20 for hit in answer.hits if hit.kind is Kind.PRODUCT)


def test_only_the_filter_that_leaves_nothing_is_loosened(store: Store) -> None:
    answer = store.search("lumen desk lamp under $5")
    assert answer.relaxed == Relaxation(Step.FILTERS, "under $5")
    assert filters(answer)["brand"] == "lumen"
    assert "price" not in filters(answer)
    assert "Desk Lamp" in store.titles("lumen desk lamp under $5")[0]


def test_a_price_holds_where_loosening_the_brand_is_enough(store: Store) -> None:
    answer = store.search("velo headphones under $158", size=40)
    assert answer.relaxed == Relaxation(Step.FILTERS, "velo")
    assert filters(answer)["price"] == "under $158"
    assert all(hit.document["price"] <= 158 for hit in answer.hits if hit.kind is Kind.PRODUCT)


def test_what_has_all_that_was_asked_stays_first(store: Store) -> None:
    few = store.search("red running shoes under $86", size=100)
    assert few.relaxed is not None and few.relaxed.step is Step.FILTERS
    asked = [
        hit
        for hit in few.hits
        if "Red" in hit.document["title"]
        and "Running Shoes" in hit.document["title"]
        and hit.document["price"] <= 86
    ]
    assert asked
    assert [hit.rank for hit in asked] == list(range(1, len(asked) + 1))
    assert all(hit.candidate.contributions["complete"] > 0 for hit in asked)
    assert all("All that was asked" in " ".join(hit.why) for hit in asked)
    assert len(few.hits) > len(asked)


def test_a_family_of_colours_finds_its_shades(store: Store) -> None:
    assert "Navy" in store.titles("blue rain jacket")[0]


def test_what_the_shopper_filters_comes_before_the_words(store: Store) -> None:
    chosen = AnyOf("brand", ("Velo",))
    answer = store.search("fleet running shoes", filters=(chosen,), size=40)
    assert [each.filter for each in answer.applied_filters] == [chosen]


def test_a_synonym_finds_what_is_called_otherwise(store: Store) -> None:
    titles = store.titles("red cans")
    assert titles
    assert "Red" in titles[0]
    assert "Headphones" in titles[0]


def test_measures_find_one_another_however_they_are_written(store: Store) -> None:
    for text in ("bottle 1,5 l", "bottle 1.5 litre", "bottle 1500ml", "bottle 1500 ml"):
        assert "1.5 litre" in store.titles(text)[0], text


def test_joined_and_parted_words_find_the_same(store: Store) -> None:
    assert store.search("raincoat jacket").totals[Kind.PRODUCT] > 0
    assert "Rain Jacket" in store.titles("rainjacket")[0]


def test_a_word_that_nothing_has_is_done_without(store: Store) -> None:
    answer = store.search("quilted desk lamp")
    assert all("Desk Lamp" in title for title in store.titles("quilted desk lamp")[:5])
    assert answer.relaxed is None or answer.relaxed.step is Step.WORD


def test_words_that_nothing_has_are_done_without_together(store: Store) -> None:
    answer = store.search("zzqvx headphones qqzwk", correct=False)
    assert answer.relaxed == Relaxation(Step.WORD, "zzqvx, qqzwk")
    assert all("Headphones" in title for title in store.titles("zzqvx headphones qqzwk")[:20])


def test_a_word_that_nothing_has_leaves_what_filters_ask_for(store: Store) -> None:
    answer = store.search("velo zzqvx", correct=False, size=100)
    assert answer.relaxed == Relaxation(Step.WORD, "zzqvx")
    assert filters(answer) == {"brand": "velo"}
    assert {hit.document["brand"] for hit in answer.hits} == {"Velo"}


def test_a_question_how_to_do_something_leads_with_the_video(store: Store) -> None:
    answer = store.search("how to descale a coffee machine")
    assert "video" in [found.effect.leads for found in answer.intents]
    assert answer.hits[0].kind is Kind.VIDEO


def test_after_sales_questions_offer_a_page(store: Store) -> None:
    answer = store.search("where is my order")
    assert [found.effect.link for found in answer.intents if found.effect.link]


def test_each_step_of_the_understanding_is_explained(store: Store) -> None:
    answer = store.search("velo runing shoes under $85", explain=True)
    detail = next(stage.detail for stage in answer.trace if stage.stage == "analysis")
    assert {edit["analyzer"] for edit in detail["edits"]} >= {"spelling"}
    assert detail["categories"]


def test_nothing_is_found_twice_or_lost_between_pages(store: Store) -> None:
    whole = [hit.id for hit in store.search("velo runing shoes", size=40).hits]
    pages = [
        hit.id
        for offset in range(0, 40, 10)
        for hit in store.search("velo runing shoes", size=10, offset=offset).hits
    ]
    assert pages == whole
