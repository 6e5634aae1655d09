"""The page of one item: what it is, and where to go from it."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client

from searchapp import wiring
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.merchandising import FixedRules, Merchandising
from searchapp.pipeline.request import Kind
from tests.storefront.shop import Shop, product


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_product_shows_its_document(client: Client, shop: Shop) -> None:
    shop.items[Kind.PRODUCT]["k1"] |= {
        "description": "First <i>line</i>.\n\nSecond.",
        "attributes": ["capacity_l=1.7", "cordless=True"],
        "list_price": 22.0,
        "stock": 3,
    }
    html = text(client, "/products/k1")
    for shown in ("€11.00", "50% off", "Only 3 left", "Kitchen &amp; Co", "Capacity l", "Yes"):
        assert shown in html
    assert "First &lt;i&gt;line&lt;/i&gt;." in html
    assert "/?filter.category=Home+%3E+Kitchen+%3E+Kettles" in html


def test_a_product_leads_to_similar_ones_and_to_the_shows_it_is_in(
    client: Client, shop: Shop
) -> None:
    html = text(client, "/products/k1")
    assert "Similar items" in html
    assert 'href="/live/l1"' in html


def test_an_id_may_have_any_character(client: Client, shop: Shop) -> None:
    odd = "a/b c?d&e=é"
    shop.items[Kind.PRODUCT][odd] = product(7, title="Odd one")
    assert "Odd one" in text(client, f"/products/{quote(odd)}")
    assert 'href="/products/a/b%20c%3Fd&amp;e=%C3%A9"' in text(client, "/?q=odd")


def test_a_live_stream_shows_what_is_on_screen_and_what_else_is_in_it(
    client: Client, shop: Shop
) -> None:
    html = text(client, "/live/l1")
    assert "1,234 watching" in html
    assert html.index("On screen now") < html.index('href="/products/k1"')
    assert html.count('href="/products/k1"') == 1
    assert 'href="/products/k2"' in html


def test_a_live_stream_shows_no_product_that_the_shop_hides(
    client: Client, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    hiding = FixedRules(Merchandising(hidden=((Kind.PRODUCT, "k1"),)))
    monkeypatch.setattr(wiring, "current_config", lambda: SearchConfig(rules=hiding))
    html = text(client, "/live/l1")
    assert 'href="/products/k1"' not in html
    assert 'href="/products/k2"' in html


def test_a_video_shows_its_length_and_products(client: Client, shop: Shop) -> None:
    shop.items[Kind.VIDEO]["v2"]["url"] = "https://videos.example/v2"
    html = text(client, "/videos/v2")
    assert "1:02:03" in html
    assert 'href="https://videos.example/v2"' in html
    assert 'href="/products/shirt-0"' in html


def test_only_https_addresses_become_links(client: Client, shop: Shop) -> None:
    shop.items[Kind.VIDEO]["v2"]["url"] = "javascript:alert(1)"
    assert "javascript:" not in text(client, "/videos/v2")


@pytest.mark.parametrize("address", ["/products/none", "/videos/none", "/live/none", "/nowhere"])
def test_what_is_not_there_gets_a_page_that_leads_back(
    client: Client, shop: Shop, address: str
) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode()
