"""What merchants' rules show of themselves in the shop: banners, redirects, filters, segments."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from searchapp.pipeline.merchandising import Banner
from searchapp.pipeline.request import AnyOf
from searchapp.pipeline.response import AppliedFilter
from tests.storefront.shop import Shop

pytestmark = pytest.mark.usefixtures("logged")


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_banner_stands_above_the_answer(client: Client, shop: Shop) -> None:
    shop.changes = {"banner": Banner("Tea & toast", "Until <Friday>", "/media/t.webp", "/tea/?a&b")}
    html = page(client, "/?q=kettle")
    assert 'href="/tea/?a&amp;b">Tea &amp; toast</a>' in html
    assert "Until &lt;Friday&gt;" in html
    assert 'src="/media/t.webp"' in html
    assert html.index('class="banner"') < html.index('class="cards')


@pytest.mark.parametrize(
    ("image", "is_shown"),
    [
        ("https://pictures.example/tea.webp", True),
        ("/media/tea.webp", True),
        ("http://pictures.example/tea.webp", False),
        ("//pictures.example/tea.webp", False),
        ("data:image/png;base64,AAAA", False),
        ("tea.webp", False),
    ],
)
def test_pictures_of_banners_are_the_shops_or_come_by_https(
    client: Client, shop: Shop, image: str, is_shown: bool
) -> None:
    shop.changes = {"banner": Banner("Tea", image=image)}
    html = page(client, "/?q=kettle")
    assert "Tea" in html
    assert (image in html) == is_shown


def test_no_banner_runs_a_script(client: Client, shop: Shop) -> None:
    shop.changes = {"banner": Banner("<script>alert(1)</script>", link="javascript:alert(1)")}
    html = page(client, "/?q=kettle")
    assert "<script>alert" not in html
    assert "javascript:" not in html


def test_a_banner_of_nothing_is_none(client: Client, shop: Shop) -> None:
    shop.changes = {"banner": Banner(" ", image="http://pictures.example/tea.webp")}
    assert 'class="banner"' not in page(client, "/?q=kettle")


def test_a_redirect_is_not_followed_by_who_searches_anyway(client: Client, shop: Shop) -> None:
    shop.changes = {"redirect": "/returns"}
    response = client.get("/?q=kettle")
    assert (response.status_code, response["Location"]) == (302, "/returns")
    for off in ("0", "false", "no"):
        html = page(client, f"/?q=kettle&redirect={off}")
        assert "62 results" in html
        following = re.search(r'rel="next" href="([^"]+)"', html)
        assert following is not None
        assert "redirect=false" in following[1]
        assert '<input type="hidden" name="redirect" value="false">' in html


def test_a_page_of_the_shop_says_where_the_shopper_came_from(client: Client, shop: Shop) -> None:
    shop.changes = {"redirect": "/?filter.brand=Bosch&sort=price#results"}
    sent = client.get("/", {"q": "kettle <b>", "segment": "vip"})["Location"]
    assert sent.startswith("/?filter.brand=Bosch&sort=price&redirect=false&")
    html = page(client, sent.removesuffix("#results"))
    assert "20 results" in html or "21 results" in html
    assert "Search for “kettle &lt;b&gt;” anyway" in html
    back = re.search(r'href="([^"]+)">Search for “kettle', html)
    assert back is not None
    assert unescape(back[1]) == "/?q=kettle+%3Cb%3E&segment=vip&redirect=false"


@pytest.mark.parametrize("target", ["/?q=kettle", "/", "/?redirect=true&q=kettle"])
def test_a_rule_that_sends_to_its_own_query_sends_once(
    client: Client, shop: Shop, target: str
) -> None:
    shop.changes = {"redirect": target}
    response = client.get("/?q=kettle", follow=True)
    assert response.status_code == 200
    assert len(response.redirect_chain) == 1


def test_redirects_go_to_pages_only(client: Client, shop: Shop) -> None:
    for nowhere in ("javascript:alert(1)", "//elsewhere.example", "search"):
        shop.changes = {"redirect": nowhere}
        assert "62 results" in page(client, "/?q=kettle")


def test_a_filter_that_a_rule_requires_is_named_and_stays(client: Client, shop: Shop) -> None:
    shop.changes = {
        "applied_filters": (AppliedFilter(AnyOf("brand", ("Bosch",)), rule="Autumn <only>"),)
    }
    html = page(client, "/?q=kettle")
    assert "· Autumn &lt;only&gt;" in html
    assert "Remove filter" not in html
    assert "Clear all" not in html
    assert "without=brand" not in html


def test_the_segment_stays_with_the_shopper(client: Client, shop: Shop) -> None:
    html = page(client, "/?q=kettle&segment=vip")
    assert shop.asked[-1].segment == "vip"
    assert html.count('<input type="hidden" name="segment" value="vip">') == 2
    links = re.findall(r'href="(/\?[^"]+)"', html)
    kept = [link for link in links if "q=kettle" in link]
    assert len(kept) > 5
    assert all("segment=vip" in link for link in kept)
    assert 'name="segment" value="vip"' in page(client, "/?segment=vip")
