"""The shop's front page: the way in, the results, and what it says when there are none."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from searchapp.pipeline.request import AnyOf, InvalidRequest
from searchapp.pipeline.response import AppliedFilter
from searchapp.pipeline.retrieval import EngineUnavailable
from searchapp.pipeline.trace import Degradation
from searchapp.pipeline.understanding.relaxation import Relaxation, Step
from tests.storefront.shop import ODD_BRAND, Shop

pytestmark = pytest.mark.usefixtures("logged")


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_a_visitor_finds_departments_live_streams_and_popular_products(
    client: Client, shop: Shop
) -> None:
    html = text(client, "/")
    assert "/?filter.category=Home" in html
    assert "1,234 watching" in html
    assert 'href="/products/k0"' in html


def test_the_landing_page_is_no_search(client: Client, shop: Shop, logged: list[str]) -> None:
    text(client, "/")
    assert logged == []
    text(client, "/?q=kettle")
    assert logged == ["kettle"]


def test_an_empty_shop_says_how_to_fill_it(client: Client, shop: Shop) -> None:
    shop.items = {kind: {} for kind in shop.items}
    assert "load_demo" in text(client, "/")


def test_results_have_titles_prices_counts_and_reasons(client: Client, shop: Shop) -> None:
    html = text(client, "/?q=kettle")
    assert "62 results" in html
    assert "in 7 ms" in html
    assert "Electric <mark>kettle</mark> 1</a>" in html
    assert "€11.00" in html
    assert "Out of stock" in html
    assert html.count('<details class="why">') == 24
    assert "Words of “kettle” stand in its title" in html
    assert "first stage: lexical" in html


def test_videos_and_live_streams_have_their_badges(client: Client, shop: Shop) -> None:
    assert "1:05" in text(client, "/?q=kettle&kinds=video")
    assert "1,234 watching" in text(client, "/?q=kettle&kinds=live")
    assert re.search(r"starts in \d+ days", text(client, "/?q=shirts&kinds=live"))


def test_a_checkbox_of_an_odd_value_finds_what_it_counts(client: Client, shop: Shop) -> None:
    html = text(client, "/?q=kettle")
    values = re.findall(r'name="filter.brand" value="([^"]*)"', html)
    assert ODD_BRAND in map(unescape, values)
    chosen = client.get("/", {"q": "kettle", "filter.brand": ODD_BRAND}).content.decode()
    assert "20 results" in chosen
    chip = re.search(r'class="chip" href="([^"]+)"', chosen)
    assert chip is not None
    assert unescape(chip[1]) == "/?q=kettle"


def test_nothing_that_was_typed_becomes_markup(client: Client, shop: Shop) -> None:
    html = client.get("/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_pages_need_no_inline_script_or_style(client: Client, shop: Shop) -> None:
    for address in ("/", "/?q=kettle&filter.colour=navy", "/products/k1", "/live/l1", "/?q=zzz"):
        html = text(client, address)
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|javascript:", html)


def test_paging_leads_through_all_results(client: Client, shop: Shop) -> None:
    seen: list[str] = []
    address: str | None = "/?q=kettle"
    while address:
        html = text(client, address)
        seen += re.findall(r'<h3 class="card__title"><a href="([^"]+)"', html)
        following = re.search(r'rel="next" href="([^"]+)"', html)
        address = unescape(following[1]) if following else None
    assert len(seen) == len(set(seen)) == 62


def test_a_page_behind_the_last_leads_back(client: Client, shop: Shop) -> None:
    html = text(client, "/?q=kettle&page=30")
    assert "There are not that many results" in html
    assert 'href="/?q=kettle"' in html


def test_nothing_found_offers_to_take_filters_off_and_the_departments(
    client: Client, shop: Shop
) -> None:
    html = text(client, "/?q=kettle&filter.brand=Gone")
    assert "Nothing found" in html
    assert '<a href="/?q=kettle">search without filters</a>' in html
    assert "/?filter.category=Home" in html


def test_a_request_that_can_not_be_answered_says_why(client: Client, shop: Shop) -> None:
    html = text(client, "/?q=kettle&filter.price=cheap", status=400)
    assert "filter.price" in html
    assert 'href="/?q=kettle"' in html
    shop.failure = InvalidRequest("page", "too deep")
    assert "too deep" in text(client, "/?q=kettle", status=400)


def test_without_an_engine_the_page_asks_to_try_again(client: Client, shop: Shop) -> None:
    shop.failure = EngineUnavailable("connection refused by 10.0.0.7")
    for address in ("/", "/?q=kettle", "/products/k1"):
        response = client.get(address)
        assert response.status_code == 503
        assert response["Retry-After"] == "30"
        assert "10.0.0.7" not in response.content.decode()


def test_an_answer_without_an_optional_stage_says_so(client: Client, shop: Shop) -> None:
    shop.changes = {"degraded": (Degradation("final_stage", "out of time"),)}
    assert "Answered without: final stage" in text(client, "/?q=kettle")


def test_a_corrected_query_is_shown_beside_what_was_typed(client: Client, shop: Shop) -> None:
    shop.changes = {"corrected": "kettle"}
    html = text(client, "/?q=ketle")
    assert "Showing results for <strong>kettle</strong>" in html
    assert '<a href="/?q=ketle&amp;correct=false">Search for “ketle” instead</a>' in html


def test_what_may_have_been_meant_is_a_link(client: Client, shop: Shop) -> None:
    shop.changes = {"did_you_mean": "kettle"}
    assert 'Did you mean <a href="/?q=kettle"><strong>kettle</strong></a>?' in text(
        client, "/?q=ketle"
    )


def test_a_filter_that_words_asked_for_can_be_taken_off(client: Client, shop: Shop) -> None:
    shop.changes = {"applied_filters": (AppliedFilter(AnyOf("brand", ("Bosch",)), "bosch"),)}
    html = text(client, "/?q=bosch+kettle")
    assert 'href="/?q=bosch+kettle&amp;without=brand"' in html


@pytest.mark.parametrize("step", [Step.WORD, Step.WORD_AND_FILTERS])
def test_the_page_says_what_less_was_asked(client: Client, shop: Shop, step: Step) -> None:
    shop.changes = {"relaxed": Relaxation(step, "purple")}
    assert "These may lack “purple”" in text(client, "/?q=purple+kettle")


def test_a_redirect_of_the_merchant_is_followed(client: Client, shop: Shop) -> None:
    shop.changes = {"redirect": "/returns"}
    assert client.get("/?q=returns")["Location"] == "/returns"


def test_only_reading_is_allowed(client: Client, shop: Shop) -> None:
    assert client.post("/").status_code == 405
