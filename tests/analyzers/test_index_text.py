"""The indexed text has the forms in which a query may ask for its words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.index_text import index_forms, index_text
from analyzers.normalization.measures import measure_of

ENGLISH = ("en",)
GERMAN = ("de", "en")


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Garden Hose 50 ft", "50ft 600in"),
        ("Kettle 1500ml", ""),
        ("Kettle 1,5 Litre", "1.5l 1500ml"),
        ('Drill 1/2"', "0.5in"),
        ("Rug 8 ft x 10 ft", "8x10ft 96x120in 8x10"),
        ("Bottle 12 fl. oz", "12floz 12oz"),
        ("Water 12 x 500 ml", "12x500ml 500ml"),
        ("Mugs, Pack of 6", "6pack"),
        ("Running Shoes", ""),
    ],
)
def test_measures_are_added_in_one_form(text: str, forms: str) -> None:
    assert index_forms(text, ENGLISH) == tuple(forms.split())


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Laufschuhe, Größe 8,5", "8.5 lauf schuhe"),
        ("Lederhandtasche", "leder hand tasche"),
        ("Kaffeemaschine 1.500 ml", "1500ml kaffee maschine"),
        ("Handschuhe", ""),
        ("Baumwolle Kopfhörer Kartoffel", ""),
    ],
)
def test_compounds_of_the_language_are_parted(text: str, forms: str) -> None:
    assert index_forms(text, GERMAN) == tuple(forms.split())


def test_a_shop_without_german_has_no_compounds() -> None:
    assert index_forms("Laufschuhe", ENGLISH) == ()


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80), st.sampled_from([ENGLISH, ("fr",), ("ja", "en")]))
def test_what_is_written_stays(text: str, languages: tuple[str, ...]) -> None:
    assert index_text(text, languages).startswith(text)
    assert len(set(index_forms(text, languages))) == len(index_forms(text, languages))


@given(st.integers(1, 999), st.sampled_from(["ml", "kg", "ft", "gb"]))
def test_an_item_has_the_form_that_a_query_has(number: int, unit: str) -> None:
    measure = measure_of(f"{number}{unit}")
    assert measure is not None
    indexed = index_text(f"A {number} {unit} thing", ENGLISH).split()
    assert {measure.written, *measure.forms} <= set(indexed)
