"""What a query says of the fields of the catalog."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzers.base import Analyzer
from analyzers.entities.analyzer import Entities
from analyzers.entities.builder import EntityDictionaryBuilder
from analyzers.entities.dictionary import EntityDictionary
from analyzers.evidence import CatalogItem
from analyzers.lexicon import Lexicon
from analyzers.query import SURE, AnalyzedQuery
from tests.analyzers.entity_shop import (
    CHAIN,
    DICTIONARY,
    analysed,
    catalog,
    learnt,
    readings,
    sure,
)
from tests.contracts.analyzer import AnalyzerContract
from tests.timing import quickest


class TestEntities(AnalyzerContract):
    def analyzer(self) -> Analyzer:
        return Entities()


class TestBrands:
    def test_an_ampersand_is_an_and(self) -> None:
        assert sure("blue heron and co dress")["brand"] == ("Blue Heron & Co",)

    def test_a_plus_between_words_is_an_and(self) -> None:
        tools = learnt(
            CatalogItem(id=str(n), title=f"BLACK+DECKER Drill {n}", brand="BLACK+DECKER")
            for n in range(20)
        )
        for text in (
            "black and decker drill",
            "black & decker drill",
            "black+decker",
            "black decker",
        ):
            (brand,) = analysed(text, dictionary=tools).entities
            assert brand.is_sure and brand.values == ("BLACK+DECKER",), text

    def test_a_colour_within_a_brand_is_no_colour(self) -> None:
        assert "colour" not in sure("blue heron & co dress")

    def test_a_name_that_titles_use_otherwise_only_raises(self) -> None:
        assert "brand" not in sure("orange hoodie")

    @pytest.mark.parametrize(
        ("brand", "text"),
        [
            ("The Tall Ship", "tall ship hoodie"),
            ("The Tall Ship", "tallship hoodie"),
            ("The Tall Ship", "thetallship hoodie"),
            ("La Roche Bleue", "roche bleue hoodie"),
            ("Torvald's", "torvald hoodie"),
            ("Torvald’s", "torvalds hoodie"),
            ("Torvald's", "torvald's hoodie"),
            ("Lands' End", "lands end hoodie"),
        ],
    )
    def test_are_known_without_their_article_their_possessive_and_in_one_word(
        self, brand: str, text: str
    ) -> None:
        shop = learnt(
            CatalogItem(id=str(n), title=f"{brand} Hoodie {n}", brand=brand) for n in range(60)
        )
        found = [each for each in analysed(text, dictionary=shop).entities if each.is_sure]
        assert [(each.field, each.values) for each in found] == [("brand", (brand,))], text

    def test_a_plural_raises(self) -> None:
        (brand,) = readings("fjells hoodie", "brand")
        assert brand.values == ("Fjell",) and not brand.is_sure

    @pytest.mark.parametrize(("brand", "word"), [("Over All", "overall"), ("Mother's", "mother")])
    def test_a_form_that_titles_use_otherwise_only_raises(self, brand: str, word: str) -> None:
        shop = learnt(
            CatalogItem(
                id=str(n),
                title=f"{brand} Hoodie {n}" if n % 2 else f"Hoodie {word} {n}",
                brand=brand if n % 2 else "Torvel",
            )
            for n in range(60)
        )
        assert not any(
            each.is_sure for each in analysed(f"{word} hoodie", dictionary=shop).entities
        )

    @pytest.mark.parametrize("text", ["ordinary hoodie", "ship hoodie"])
    def test_one_word_of_several_is_no_brand(self, text: str) -> None:
        shop = learnt(
            CatalogItem(id=f"{brand}{n}", title=f"{brand} Hoodie {n}", brand=brand)
            for n in range(30)
            for brand in ("The Ordinary", "The Tall Ship")
        )
        assert analysed(text, dictionary=shop).entities == ()

    def test_the_words_beside_tell_whether_a_word_is_a_brand(self) -> None:
        shop = learnt(
            CatalogItem(id=f"{brand}{thing}{n}", title=f"Pear {thing} {n}", brand=brand)
            for brand, things in {"Pear": ("Phone", "Tablet"), "Grove": ("Juice", "Tea")}.items()
            for thing in things
            for n in range(15)
        )
        found = {
            thing: next(
                each.confidence
                for each in analysed(f"pear {thing}", dictionary=shop).entities
                if each.values == ("Pear",)
            )
            for thing in ("phone", "juice", "umbrella")
        }
        assert found["phone"] >= SURE > found["umbrella"] > found["juice"]

    def test_what_a_brand_is_not_known_to_make_does_not_stand_against_it(self) -> None:
        assert sure("fjell wallet")["brand"] == ("Fjell",)

    def test_what_fits_a_brand_is_not_of_it(self) -> None:
        assert "brand" in sure("fjell bicycle")
        assert "brand" not in sure("bell for fjell")


class TestColours:
    def test_a_shade_means_its_own_values(self) -> None:
        assert sure("navy dress")["colour"] == ("Navy",)

    def test_a_family_means_all_its_shades(self) -> None:
        assert set(sure("blue dress")["colour"]) == {"Navy", "Sky Blue"}

    def test_a_shade_that_nobody_sells_means_what_names_its_family(self) -> None:
        plain = learnt(
            CatalogItem(id=str(n), title="Blue dress", colours=("Blue",), brand="Torvel")
            for n in range(9)
        )
        (colour,) = (
            entity
            for entity in analysed("navy torvel dress", dictionary=plain).entities
            if entity.field == "colour"
        )
        assert colour.values == ("Blue",)

    @pytest.mark.parametrize(
        ("text", "language"),
        [("schwarzes dress", "de"), ("dress noir", "fr"), ("dress negra", "es")],
    )
    def test_other_languages_name_the_values_of_the_catalog(self, text: str, language: str) -> None:
        assert sure(text, language)["colour"] == ("Black",)

    def test_a_word_of_another_language_is_not_read(self) -> None:
        assert readings("rot repair", "colour") == []

    def test_two_colours_are_two_entities_of_one_field(self) -> None:
        found = [entity for entity in readings("red or black dress", "colour") if entity.is_sure]
        assert [entity.values for entity in found] == [("Red",), ("Black",)]

    def test_what_is_bought_decides_whether_orange_is_a_colour(self) -> None:
        assert sure("orange dress")["colour"] == ("Orange",)
        assert "colour" not in sure("orange juice")

    def test_an_ambiguous_word_alone_keeps_its_readings_and_filters_by_none(self) -> None:
        assert {entity.field for entity in analysed("orange").entities} == {"brand", "colour"}
        assert sure("orange") == {}

    @pytest.mark.parametrize(
        "text", ["navy & glorpson hoodie", "navy and glorpson hoodie", "navy+glorpson hoodie"]
    )
    def test_a_colour_may_be_half_of_a_name_that_the_shop_does_not_know(self, text: str) -> None:
        (colour,) = readings(text, "colour")
        assert colour.values == ("Navy",) and not colour.is_sure
        assert sure("navy and hoodie")["colour"] == ("Navy",)

    def test_evidence_is_told_in_words(self) -> None:
        (entity,) = readings("navy dress", "colour")
        assert "36 items" in entity.evidence and "'navy'" in entity.evidence


class TestSizesMaterialsAndPeople:
    def test_a_size_filters_things_that_come_in_sizes(self) -> None:
        assert sure("hoodie in xl")["size"] == ("XL",)
        assert "size" not in sure("xl bicycle")

    def test_a_letter_must_be_announced(self) -> None:
        assert sure("dress size m")["size"] == ("M",)
        assert "size" not in sure("dress m")

    def test_a_material_means_its_kinds_but_not_its_imitations(self) -> None:
        assert set(sure("leather wallet")["material"]) == {"leather", "goat leather"}
        assert sure("vegan leather wallet")["material"] == ("vegan leather",)

    @pytest.mark.parametrize("said", ["women's", "womens", "women", "ladies", "for women"])
    def test_people_are_called_by_many_names(self, said: str) -> None:
        assert sure(f"{said} dress")["gender"] == ("women",)

    def test_words_that_take_the_whole_query_do_not_filter(self) -> None:
        assert sure("women") == {}
        assert sure("leather") == {}


class TestCategories:
    def test_a_category_alone_does_not_filter(self) -> None:
        assert sure("hoodies") == {}
        assert readings("hoodies", "category")

    def test_beside_a_price_it_does(self) -> None:
        assert sure("hoodies under 40")["category"] == ("Fashion > Hoodies",)


class TestOffers:
    def test_conditions(self) -> None:
        assert sure("second hand hoodie")["condition"] == ("used",)
        assert "condition" not in sure("hoodie used for running")

    def test_sellers_need_an_announcement(self) -> None:
        (seller,) = readings("hoodie sold by tilda's workshop", "seller_name")
        assert seller.values == ("Tilda's Workshop",)
        assert seller.is_sure and not seller.is_spoken
        assert "seller_name" not in sure("tilda's workshop hoodie")

    def test_stock(self) -> None:
        assert sure("hoodie in stock")["available"] == ("true",)

    def test_cheap_raises_the_cheaper_third(self) -> None:
        (price,) = readings("cheap hoodie", "price")
        assert price.at_most == 50.0
        assert not price.is_sure

    def test_a_range_that_few_items_have_is_partial(self) -> None:
        unpriced = learnt(CatalogItem(id=str(n), title="red hoodie") for n in range(20))
        (price,) = analysed("hoodie under $50", dictionary=unpriced).entities
        assert price.is_partial
        (price,) = readings("hoodie under $50", "price")
        assert not price.is_partial


def test_what_is_not_wanted_is_negated() -> None:
    (colour,) = readings("dress without red", "colour")
    assert colour.is_negated and colour.is_sure


@pytest.mark.parametrize(
    "text",
    ["no leather wallet", "not leather wallet", "non-leather wallet", "wallet no leather please",
     "wallet not made of leather", "anything but leather wallet", "without leather wallet",
     "wallet,-leather", 'wallet -"goat leather"', "wallet, no leather, brown"],
)  # fmt: skip
def test_what_stands_behind_a_negation_is_no_filter(text: str) -> None:
    assert not [each for each in readings(text, "material") if each.is_sure and not each.is_negated]


@pytest.mark.parametrize("text", ["no red dress", "no red or navy dress", "dress no navy or red"])
def test_a_list_behind_a_negation_is_no_filter(text: str) -> None:
    colours = readings(text, "colour")
    assert {each.values for each in colours} == {("Navy",), ("Red",)} or "navy" not in text
    assert not [each for each in colours if each.is_sure and not each.is_negated]


@pytest.mark.parametrize("text", ["no iron red dress", "red dress no lace", "dress no. 7 red"])
def test_a_negation_of_something_else_leaves_a_filter(text: str) -> None:
    assert sure(text)["colour"] == ("Red",)


def test_a_name_that_has_a_negation_in_it_is_a_name() -> None:
    shop = learnt(
        CatalogItem(id=str(n), title=f"No Fear Cap {n}", brand="No Fear") for n in range(20)
    )
    (brand,) = analysed("no fear cap", dictionary=shop).entities
    assert brand.is_sure and brand.values == ("No Fear",)


def test_a_price_that_is_negated_only_raises() -> None:
    assert "price" not in sure("dress not under $50")
    assert "price" in sure("dress no more than $50")


def test_at_most_one_reading_of_a_word_is_sure() -> None:
    for text in ("orange hoodie", "blue heron & co navy dress size m under $40", "leather wallet"):
        taken: set[int] = set()
        for entity in analysed(text).entities:
            if entity.is_sure:
                span = set(range(entity.start, entity.end))
                assert taken.isdisjoint(span)
                taken |= span


def test_without_tokens_names_are_found_all_the_same() -> None:
    query = AnalyzedQuery(raw="", text="navy dress under $50", language="en")
    found = Entities().analyze(query, Lexicon(entities=DICTIONARY, currency="USD")).entities
    assert {entity.field for entity in found if entity.is_sure} >= {"colour", "price"}


def test_free_text_is_never_a_sure_colour() -> None:
    written = learnt(
        CatalogItem(id=str(n), title="navy dress", colours=(f"Navy {n}",)) for n in range(40)
    )
    assert not any(entity.is_sure for entity in analysed("navy dress", dictionary=written).entities)


def test_the_arrays_make_the_same_dictionary_again(tmp_path: Path) -> None:
    path = tmp_path / "entities.npz"
    np.savez(path, **DICTIONARY.arrays())
    with np.load(path) as stored:
        arrays = {name: stored[name] for name in stored.files}
    for array in arrays.values():
        array.setflags(write=False)
    again = EntityDictionary.from_arrays(arrays)
    for text in ("blue heron dress", "orange hoodie xl", "women's leather wallet", "cheap hoodie"):
        assert analysed(text, dictionary=again).entities == analysed(text).entities


def test_the_same_evidence_builds_the_same_dictionary() -> None:
    one, other = learnt(catalog()).arrays(), learnt(catalog()).arrays()
    assert all(one[name].tobytes() == other[name].tobytes() for name in one)


def test_nothing_is_learnt_from_nothing() -> None:
    assert EntityDictionaryBuilder().build().find(["red"], "en") == []
    assert analysed("red dress", dictionary=learnt([CatalogItem(id="1", title="")])).entities == ()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(max_size=30), min_size=1, max_size=6))
def test_any_values_can_be_learnt_and_asked_for(values: list[str]) -> None:
    dictionary = learnt(
        CatalogItem(
            id=str(number),
            title=value,
            brand=value,
            categories=(value,) if value else (),
            colours=(value,),
            sizes=(value,),
            material=value,
            gender=value,
            seller_name=value,
        )
        for number, value in enumerate(values)
    )
    for value in values:
        query = analysed(value, dictionary=dictionary)
        assert all(0 <= entity.start < entity.end <= len(query.text) for entity in query.entities)


def test_a_long_query_is_read_in_no_time() -> None:
    text = "red shoes under $50 size m " * 400
    CHAIN.analyze(text, "en", Lexicon(entities=DICTIONARY))
    query = AnalyzedQuery(raw=text, text=text[:10_000], language="en")
    lexicon = Lexicon(entities=DICTIONARY)
    assert quickest(lambda: Entities().analyze(query, lexicon)) < 0.05
