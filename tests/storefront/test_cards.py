"""A card says of an item what a shopper wants to know first."""

from __future__ import annotations

import pytest

from searchapp.pictures import picture_url
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import HIGHLIGHT_END, HIGHLIGHT_START
from searchapp.prices import Price, price
from searchapp.storefront.cards import card, clock, live_state, rating
from searchapp.storefront.swatches import MANY, swatch

HOUR = 3600.0


def marked(text: str) -> str:
    return text.replace("[", HIGHLIGHT_START).replace("]", HIGHLIGHT_END)


@pytest.mark.parametrize(
    ("document", "shown"),
    [
        ({"price": 1299, "currency": "USD"}, Price("$1,299.00")),
        ({"price": 30, "list_price": 40, "currency": "EUR"}, Price("€30.00", "€40.00", "25% off")),
        ({"price": 40.0, "list_price": 30.0, "currency": "EUR"}, Price("€40.00")),
        ({"price": 39.99, "list_price": 40.0, "currency": "GBP"}, Price("£39.99")),
        ({"price": 0.0, "list_price": 0.0}, Price("$0.00")),
        ({"price": 1200, "currency": "JPY"}, Price("¥1,200")),
        ({"price": 5.5, "currency": "CHF"}, Price("5.50 CHF")),
        ({"list_price": 40.0}, None),
    ],
)
def test_prices(document: dict[str, object], shown: Price | None) -> None:
    assert price(document, "USD") == shown


def test_the_words_of_the_query_are_marked_in_an_escaped_title() -> None:
    document = {"title": "Kettle <b> & co"}
    shown = card(Kind.PRODUCT, "k", document, {"title": (marked("[Kettle] <b> & co"),)})
    assert shown.title == "<mark>Kettle</mark> &lt;b&gt; &amp; co"


def test_a_passage_of_a_title_does_not_stand_for_the_title() -> None:
    shown = card(Kind.PRODUCT, "k", {"title": "A kettle, long"}, {"title": (marked("[kettle]"),)})
    assert shown.title == "A kettle, long"


def test_an_item_without_a_title_goes_by_its_id() -> None:
    assert card(Kind.VIDEO, "v-7", {}).title == "v-7"


def test_stars_are_filled_by_the_rating_and_left_out_without_one() -> None:
    stars = rating({"rating": 4.5, "rating_count": 1200})
    assert stars is not None
    assert (stars.value, stars.width, stars.count) == ("4.5", 90.0, "1,200")
    assert rating({"rating": None}) is None


@pytest.mark.parametrize(
    ("seconds", "shown"), [(5, "0:05"), (65, "1:05"), (3723, "1:02:03"), (None, None), (0, None)]
)
def test_durations(seconds: float | None, shown: str | None) -> None:
    assert clock(seconds) == shown


@pytest.mark.parametrize(
    ("document", "note"),
    [
        ({"status": "live", "viewers": 1234}, "1,234 watching"),
        ({"status": "live"}, None),
        ({"status": "scheduled", "starts": HOUR}, "starts in 1 hour"),
        ({"status": "scheduled", "starts": 50 * HOUR}, "starts in 2 days"),
        ({"status": "scheduled", "starts": 30.0}, "starts any moment"),
        ({"status": "scheduled"}, "starts soon"),
        ({"status": "ended", "viewers": 9}, None),
    ],
)
def test_a_live_badge_says_who_watches_or_when_it_starts(
    document: dict[str, object], note: str | None
) -> None:
    assert live_state(document, now=0.0).note == note


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("demo/kettle 1.webp", "/media/demo/kettle%201.webp"),
        ("https://cdn.example/k.webp", "https://cdn.example/k.webp"),
        ("http://cdn.example/k.webp", None),
        ("javascript:alert(1)", "/media/javascript%3Aalert%281%29"),
        ("/etc/passwd", None),
        ("data:image/png;base64,AA", None),
        ("", None),
        (None, None),
    ],
)
def test_a_picture_is_under_the_media_url_or_at_an_https_address(
    name: object, address: str | None
) -> None:
    assert picture_url(name) == address


@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        ("Rose Gold", "#dba490"),
        ("light blue", "#2f63b8"),
        ("navy stripe", "#24365f"),
        ("gray", "#8d929a"),
        ("multicolour", MANY),
        ("Ocean", None),
    ],
)
def test_swatches(name: str, drawn: str | None) -> None:
    assert swatch(name) == drawn
