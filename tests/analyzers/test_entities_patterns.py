"""Prices, ratings and stock, as people write them in four languages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.entities.patterns.amounts import number_value
from analyzers.entities.patterns.offers import availability, seller_cue
from analyzers.entities.patterns.prices import cheap_words, prices
from analyzers.entities.patterns.ratings import ratings

LANGUAGES = ("de", "en", "es", "fr")
Range = tuple[float | None, float | None]


def price(text: str, currency: str = "") -> list[tuple[Range, bool]]:
    return [
        ((found.at_least, found.at_most), found.is_sure)
        for found in prices(text, LANGUAGES, currency)
    ]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("50", 50.0),
        ("12.99", 12.99),
        ("12,99", 12.99),
        ("12,5", 12.5),
        ("1,299", 1299.0),
        ("1.299", 1299.0),
        ("1.299,00", 1299.0),
        ("1,299.95", 1299.95),
        ("1 299", 1299.0),
        ("1'299.50", 1299.5),
        ("1,234,567", 1234567.0),
    ],
)
def test_numbers_are_read_as_they_are_written(written: str, value: float) -> None:
    assert number_value(written) == value


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("headphones under $50", None, 50),
        ("under 50", None, 50),
        ("laptop less than $1,299", None, 1299),
        ("sofa 1.299,00 € maximal", None, 1299),
        ("max 15", None, 15),
        ("lamp under 60 in stock", None, 60),
        ("sofa under 1.5k", None, 1500),
        ("50 dollars or less", None, 50),
        ("toaster $20-$30", 20, 30),
        ("between 20 and 30 euros", 20, 30),
        ("20-30 €", 20, 30),
        ("from $50 to $80", 50, 80),
        ("more than 200", 200, None),
        ("$50+", 50, None),
        ("kleid unter 50 euro", None, 50),
        ("unter 50eur", None, 50),
        ("fernseher zwischen 300 und 500", 300, 500),
        ("ab 200 €", 200, None),
        ("moins de 30 €", None, 30),
        ("entre 20 et 40 euros", 20, 40),
        ("menos de 20 €", None, 20),
        ("1 299 € ou moins", None, 1299),
    ],
)
def test_prices(text: str, low: float | None, high: float | None) -> None:
    assert price(text) == [((low, high), True)]


@pytest.mark.parametrize(
    "text",
    [
        "under armour",
        "over ear headphones",
        "tv under 50 inch",
        "under 250g",
        "less than 2 kg",
        "under 50 cm",
        "vitamins for men over 50",
        "toys for kids under 5",
        "pack of 12",
        "2x4",
        "4711",
        "bis bald",
        "ab 4 sternen",
        "from 5",
    ],
)
def test_what_is_no_price(text: str) -> None:
    assert price(text) == []


def test_an_amount_without_a_limit_is_unsure() -> None:
    assert price("headphones $50") == [((40, 60), False)]


def test_an_amount_in_another_currency_is_unsure() -> None:
    assert price("under 50 €", "USD") == [((None, 50), False)]
    assert price("under $50", "CAD") == [((None, 50), True)]


def test_cheap_is_found_where_it_stands() -> None:
    assert list(cheap_words("a cheap laptop", LANGUAGES)) == [(2, 7)]


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("blender 4 stars and up", 4),
        ("4+ star vacuum", 4),
        ("at least 4.5 stars", 4.5),
        ("rated 4 and above", 4),
        ("4,5 sterne oder mehr", 4.5),
        ("au moins 4 étoiles", 4),
        ("mínimo 3 estrellas", 3),
    ],
)
def test_ratings(text: str, least: float) -> None:
    (found,) = ratings(text, LANGUAGES)
    assert (found.at_least, found.is_sure) == (least, True)


@pytest.mark.parametrize("text", ["4 stars", "top rated air fryer", "5 star"])
def test_ratings_that_are_unsure(text: str) -> None:
    (found,) = ratings(text, LANGUAGES)
    assert not found.is_sure


@pytest.mark.parametrize("text", ["star wars", "five star", "9 stars and up", "50 stars"])
def test_what_is_no_rating(text: str) -> None:
    assert ratings(text, LANGUAGES) == []


@pytest.mark.parametrize("text", ["drone in stock", "auf lager", "en stock", "available now"])
def test_stock(text: str) -> None:
    (found,) = availability(text, LANGUAGES)
    assert found.values == ("true",)


def test_sellers_are_announced() -> None:
    assert seller_cue("mug sold by tilda", 12, ("en",)) == (4, True)
    assert seller_cue("mug from tilda", 9, ("en",)) == (4, False)
    assert seller_cue("mug tilda", 4, ("en",)) is None


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    for found in (
        *prices(text, LANGUAGES, "USD"),
        *ratings(text, LANGUAGES),
        *availability(text, LANGUAGES),
    ):
        assert 0 <= found.start < found.end <= len(text)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 9_999_999), st.sampled_from(["under ${}", "max {} €", "unter {} euro"]))
def test_any_amount_is_read_rightly(amount: int, form: str) -> None:
    ((_, high), _) = price(form.format(amount))[0]
    assert high == amount
    ((_, grouped), _) = price(form.format(f"{amount:,}"))[0]
    assert grouped == amount
