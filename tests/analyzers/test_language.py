"""The language of a query is one of the shop's."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from analyzers.base import Analyzer
from analyzers.evidence import CatalogItem
from analyzers.language import Language
from analyzers.lexicon import Lexicon
from analyzers.query import AnalyzedQuery
from analyzers.spelling.vocabulary_builder import VocabularyBuilder
from searchapp import wiring
from tests.contracts.analyzer import AnalyzerContract

LANGUAGE = Language()
MANY = Lexicon(languages=("en", "de", "es", "fr", "ja", "zh"))


class TestLanguage(AnalyzerContract):
    def analyzer(self) -> Analyzer:
        return LANGUAGE


def language(text: str, lexicon: Lexicon = MANY) -> str:
    return LANGUAGE.analyze(AnalyzedQuery(text, text, ""), lexicon).language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("red shoes", "en"),
        ("mini table lamp for bedroom", "en"),
        ("rote laufschuhe für damen", "de"),
        ("größe 42", "de"),
        ("wasserdichte wanderschuhe herren", "de"),
        ("zapatillas para mujer", "es"),
        ("camiseta niño", "es"),
        ("robe rouge pour femme", "fr"),
        ("chaussures randonnée homme imperméables", "fr"),
        ("赤いシューズ", "ja"),
        ("红色跑鞋", "zh"),
    ],
)
def test_script_words_and_letters_tell_the_language(text: str, expected: str) -> None:
    assert language(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("powerbank 10.000 mAh für das handy", "powerbank 10000mah für das handy"),
        ("Flasche 1.500 ml mit Griff", "flasche 1500ml mit griff"),
        ("nappe pour table 120 par 170 cm", "nappe pour table 120x170cm"),
        ("bottle with handle 1.500 l", "bottle with handle 1.5l"),
    ],
)
def test_numbers_are_read_as_the_language_of_the_query_has_them(text: str, expected: str) -> None:
    by_steps = dict(wiring.analyzer_chain().steps(text, "", MANY))
    assert by_steps["normalization"].text == expected


@pytest.mark.parametrize("text", ["ＲＯＴＥ SCHUHE FÜR DAMEN", "Rote  schuhe für damen"])
def test_letters_are_compared_as_normalised(text: str) -> None:
    assert language(text) == "de"


@pytest.mark.parametrize("text", ["iphone 12", "laptop", "x", "", "кроссовки", "123 !?"])
def test_what_tells_nothing_is_in_the_shops_default_language(text: str) -> None:
    assert language(text) == "en"
    assert language(text, Lexicon(languages=("fr", "de"))) == "fr"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kühlschrank", "de"),
        ("schuhe", "de"),
        ("laufschuhe", "de"),
        ("zapatos", "es"),
        ("chaussures", "fr"),
        ("kettle", "en"),
        ("lampe", "en"),
        ("elegant", "en"),
        ("jeans", "en"),
        ("schuhe kettle", "en"),
    ],
)
def test_a_word_of_one_language_alone_tells_it(text: str, expected: str) -> None:
    assert language(text) == expected


def test_a_word_that_german_borrowed_is_german_in_a_german_shop() -> None:
    assert language("laptop", Lexicon(languages=("de", "en"))) == "de"
    assert language("kleid", Lexicon(languages=("fr", "de"))) == "de"


def test_the_name_of_a_brand_tells_no_language() -> None:
    builder = VocabularyBuilder()
    shop = Lexicon(languages=("en", "de"))
    assert language("adler", shop) == "de"
    builder.add(CatalogItem("1", "Adler kettle", brand="Adler"))
    builder.add(CatalogItem("2", "Nike shoes", brand="Nike"))
    with_brands = replace(shop, vocabulary=builder.build())
    assert language("adler", with_brands) == "en"
    assert language("nike schuhe", with_brands) == "de"


def test_the_only_language_of_a_shop_is_that_of_every_query() -> None:
    assert language("rote laufschuhe für damen", Lexicon(languages=("en",))) == "en"


def test_characters_of_two_languages_are_read_as_the_shops_default() -> None:
    assert language("財布", Lexicon(languages=("ja", "zh"))) == "ja"


def test_a_language_that_was_given_is_left() -> None:
    query = AnalyzedQuery("rote schuhe", "rote schuhe", "fr")
    assert LANGUAGE.analyze(query, MANY) is query


def test_a_language_without_a_file_can_be_chosen_by_its_script() -> None:
    assert language("кроссовки", Lexicon(languages=("en", "ru"))) == "ru"


def test_it_serves_many_threads() -> None:
    texts = ["waterproof hiking boots men", "wasserdichte wanderschuhe herren"] * 20
    fresh = Language()
    with ThreadPoolExecutor(4) as threads:
        found = threads.map(
            lambda text: fresh.analyze(AnalyzedQuery(text, text, ""), MANY).language, texts
        )
    assert list(found) == ["en", "de"] * 20
