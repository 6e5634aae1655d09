"""What is suggested while a query is typed, and what the engine is asked for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from analyzers.banned_words import BannedWords
from analyzers.completions.completion_index import CompletionIndex
from analyzers.completions.seller_names import SellerNames, SellerNamesBuilder
from analyzers.completions.words import folded_words
from analyzers.evidence import CatalogItem
from analyzers.lexicon import Lexicon
from searchapp.pipeline.merchandising import NOTHING_WANTED
from searchapp.pipeline.retrieval import (
    EngineHit,
    EngineUnavailable,
    RetrievalQuery,
    RetrievalResult,
)
from searchapp.pipeline.suggest import Suggestion, SuggestionKind, suggestions

SHOES = ["Shoes", "Shoes > Sports Shoes"]
PRODUCTS: list[dict[str, Any]] = [
    {"title": "Red Running Shoes by Drivora", "brand": "Drivora", "category": SHOES,
     "seller_name": "Running Corner"},
    {"title": "Blue Running Shoes", "brand": "Velo", "category": SHOES, "image": "blue.webp"},
    {"title": "Velo Racing Shoes", "brand": "Velo", "category": SHOES},
    {"title": "Red Summer Dress", "brand": "Alba", "category": ["Dresses"]},
    {"title": "Wool Socks, Red, Drivora", "brand": "Drivora", "category": ["Socks"]},
    {"title": "Mystery Box"},
]  # fmt: skip
LEARNT = Lexicon(
    completions=CompletionIndex.of(
        {"running shoes": 9, "running shoe": 1, "red running shoes": 5, "red dress": 4, "velo": 8}
    )
)


class Titles:
    """An engine that finds titles by their words, and keeps what it was asked."""

    name = "titles"

    def __init__(self, error: str | None = None) -> None:
        self.calls: list[list[RetrievalQuery]] = []
        self._error = error

    def search(self, queries: Sequence[RetrievalQuery], timeout_ms: int) -> list[RetrievalResult]:
        self.calls.append(list(queries))
        return [self._answer(query) for query in queries]

    def _answer(self, query: RetrievalQuery) -> RetrievalResult:
        if self._error:
            return RetrievalResult(error=self._error)
        *before, begun = folded_words(query.text[0].text)
        hits = []
        for number, product in enumerate(PRODUCTS):
            words = folded_words(product["title"])
            if set(before) <= set(words) and any(word.startswith(begun) for word in words):
                hits.append(EngineHit(f"p{number}", 0.0, document=product))
        return RetrievalResult(tuple(hits[: query.size]), len(hits))


def suggested(
    typed: str, size: int = 10, lexicon: Lexicon | None = None, engine: Titles | None = None
) -> list[Suggestion]:
    return suggestions(engine or Titles(), lexicon or Lexicon(), typed, size, NOTHING_WANTED, 1000)  # type: ignore[arg-type]


def texts(found: list[Suggestion], kind: SuggestionKind) -> list[str]:
    return [each.text for each in found if each.kind is kind]


def queries(typed: str, lexicon: Lexicon | None = None) -> list[str]:
    return texts(suggested(typed, lexicon=lexicon), SuggestionKind.QUERY)


def test_queries_come_first_then_category_brands_seller_and_products() -> None:
    found = suggested("run", lexicon=LEARNT)
    kinds = list(dict.fromkeys(each.kind for each in found))
    assert kinds == [
        SuggestionKind.QUERY,
        SuggestionKind.CATEGORY,
        SuggestionKind.SELLER,
        SuggestionKind.PRODUCT,
    ]
    assert Suggestion(SuggestionKind.CATEGORY, "Sports Shoes", "Shoes > Sports Shoes") in found
    assert Suggestion(SuggestionKind.SELLER, "Running Corner", "Running Corner") in found
    assert Suggestion(SuggestionKind.PRODUCT, "Blue Running Shoes", "p1", "blue.webp") in found


def test_a_brand_is_suggested_as_such_and_not_as_a_query_too() -> None:
    found = suggested("vel", lexicon=LEARNT)
    assert texts(found, SuggestionKind.BRAND) == ["Velo"]
    assert "velo" not in texts(found, SuggestionKind.QUERY)


def test_no_suggestion_has_a_banned_word() -> None:
    for banned in ("running", "Velo", "sports shoe", "socks", "Running Corner", "red shoes"):
        lexicon = replace(LEARNT, banned_words=BannedWords.of([banned]))
        for typed in ("run", "runing sh", "vel", "red", "so", "r", "s"):
            found = suggested(typed, lexicon=lexicon)
            assert not any(lexicon.banned_words.are_in(each.text) for each in found)
    allowed = replace(LEARNT, banned_words=BannedWords.of(["running shoes"]))
    assert "red dress" in queries("red", allowed)


def test_where_the_best_completions_are_banned_others_come() -> None:
    weighted = {f"red thing {letter}": 100.0 for letter in "abcdefghijkl"} | {"red dress": 1.0}
    lexicon = Lexicon(
        completions=CompletionIndex.of(weighted), banned_words=BannedWords.of(["thing"])
    )
    assert queries("red", lexicon)[0] == "red dress"


def test_each_meaning_is_suggested_once() -> None:
    assert queries("runn", LEARNT) == ["running shoes", "red running shoes"]


def test_all_is_asked_in_one_call() -> None:
    engine = Titles()
    suggested("runing sh", lexicon=LEARNT, engine=engine)
    assert len(engine.calls) == 1
    assert [query.text[0].text for query in engine.calls[0]] == ["runing sh", "running sh"]
    assert not any(query.facets for query in engine.calls[0])


def test_a_typo_still_finds_queries_categories_and_products() -> None:
    found = suggested("runing sh", lexicon=LEARNT)
    assert texts(found, SuggestionKind.QUERY)[0] == "running shoes"
    assert texts(found, SuggestionKind.CATEGORY) == ["Sports Shoes"]
    assert "Blue Running Shoes" in texts(found, SuggestionKind.PRODUCT)


def test_words_that_are_known_as_typed_are_asked_for_once() -> None:
    engine = Titles()
    suggested("running sh", lexicon=LEARNT, engine=engine)
    assert [query.text[0].text for query in engine.calls[0]] == ["running sh"]


def sellers(*names: str) -> SellerNames:
    builder = SellerNamesBuilder()
    for name in names:
        builder.add(CatalogItem(id=name, title="", seller=f"id of {name}", seller_name=name))
    return builder.build()


class TestSellers:
    """They are known by their names, whatever their products are called."""

    KNOWN = Lexicon(
        completions=LEARNT.completions, sellers=sellers("Reed & Sons", "Oakridge", "Runnymede Ltd")
    )

    def test_a_begun_name_suggests_the_seller_with_its_id(self) -> None:
        assert suggested("oakr", lexicon=self.KNOWN) == [
            Suggestion(SuggestionKind.SELLER, "Oakridge", "Oakridge", seller="id of Oakridge")
        ]

    def test_a_name_with_a_typo_does_where_nothing_else_is_known(self) -> None:
        found = suggested("okaridge", lexicon=self.KNOWN)
        assert texts(found, SuggestionKind.SELLER) == ["Oakridge"]

    def test_words_that_products_have_are_no_name_with_a_typo(self) -> None:
        assert texts(suggested("red", lexicon=self.KNOWN), SuggestionKind.SELLER) == []

    def test_words_that_only_a_name_has_are_not_read_otherwise(self) -> None:
        found = suggested("runny", lexicon=self.KNOWN)
        assert [(each.kind, each.text) for each in found] == [
            (SuggestionKind.SELLER, "Runnymede Ltd")
        ]

    def test_a_seller_that_is_newer_than_the_lexicon_comes_from_its_products(self) -> None:
        found = suggested("runn", lexicon=self.KNOWN)
        assert texts(found, SuggestionKind.SELLER) == ["Runnymede Ltd", "Running Corner"]


@pytest.mark.parametrize("size", [1, 3, 5, 8, 20])
def test_no_more_are_suggested_than_asked_and_products_keep_their_places(size: int) -> None:
    found = suggested("r", size, LEARNT)
    assert len(found) <= size
    assert found[0].kind is SuggestionKind.QUERY
    assert size < 4 or len(texts(found, SuggestionKind.PRODUCT)) >= 2


class TestANewShop:
    """Nothing has been learnt: completions come from the titles that are found."""

    def test_completes_the_last_word_as_titles_have_it(self) -> None:
        assert queries("running s") == ["running shoes"]
        assert queries("my") == ["mystery"]

    def test_completes_with_what_stands_between_the_words(self) -> None:
        assert queries("red d") == ["red summer dress"]

    def test_does_not_complete_with_a_brand(self) -> None:
        assert not any("drivora" in text for text in [*queries("red d"), *queries("socks d")])

    def test_suggests_categories_brands_and_products(self) -> None:
        found = suggested("vel")
        assert texts(found, SuggestionKind.BRAND) == ["Velo"]
        assert texts(found, SuggestionKind.PRODUCT) == ["Velo Racing Shoes"]


@pytest.mark.parametrize("typed", ["", "  ", "!!!", "👟"])
def test_what_has_no_word_is_not_asked_for(typed: str) -> None:
    engine = Titles()
    assert suggested(typed, engine=engine) == []
    assert engine.calls == []


def test_nothing_found_is_nothing_suggested() -> None:
    assert suggested("zzzz", lexicon=LEARNT) == []


def test_an_engine_that_fails_is_told() -> None:
    with pytest.raises(EngineUnavailable, match="gone"):
        suggested("red", engine=Titles(error="gone"))
