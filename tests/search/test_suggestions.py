"""Suggestions of a small shop whose lexicon was learnt from its own catalog, on each engine."""

from __future__ import annotations

import pytest

from analyzers.completions.builder import CompletionIndexBuilder
from analyzers.evidence import CatalogItem, LoggedQuery
from analyzers.lexicon import Lexicon
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.suggest import Suggestion, SuggestionKind
from tests.search.shop import ROWS, Shop

pytestmark = pytest.mark.django_db


def learnt_config() -> SearchConfig:
    builder = CompletionIndexBuilder()
    for row in ROWS:
        if row["kind" if "kind" in row else "id"] in ("seller", "video", "live", "draft"):
            continue
        levels = row.get("category", "").split(" > ")
        paths = [" > ".join(levels[: end + 1]) for end in range(len(levels)) if levels[0]]
        builder.add(
            CatalogItem(
                id=row["id"],
                title=row["title"],
                brand=row.get("brand", ""),
                categories=tuple(paths),
                colours=(row["colour"],) if row.get("colour") else (),
                popularity=row.get("rating_count", 0),
            )
        )
    for text, people in (("running shoes", 40), ("red running shoes", 7), ("red secret", 4)):
        builder.add_query(LoggedQuery(text, "en", people, people, people))
    return SearchConfig(lexicon=Lexicon(version="learnt", completions=builder.build()))


@pytest.fixture(scope="module")
def config() -> SearchConfig:
    return learnt_config()


def suggested(shop: Shop, config: SearchConfig, typed: str, size: int = 10) -> list[Suggestion]:
    return shop.service.suggest(typed, size, config)


def texts(found: list[Suggestion], kind: SuggestionKind) -> list[str]:
    return [each.text for each in found if each.kind is kind]


def test_any_word_of_a_phrase_may_be_begun(shop: Shop, config: SearchConfig) -> None:
    assert "running shoes" in texts(suggested(shop, config, "sho"), SuggestionKind.QUERY)


def test_typos_find_phrases_categories_and_products(shop: Shop, config: SearchConfig) -> None:
    found = suggested(shop, config, "runnign sho")
    assert texts(found, SuggestionKind.QUERY)[0] == "running shoes"
    assert texts(found, SuggestionKind.CATEGORY) == ["Sports Shoes"]
    assert "Red Running Shoes" in texts(found, SuggestionKind.PRODUCT)


def test_a_colour_is_not_completed_by_a_brand(shop: Shop, config: SearchConfig) -> None:
    assert "red summer dress" in texts(suggested(shop, config, "red d"), SuggestionKind.QUERY)


def test_a_brand_whose_name_is_begun_is_suggested(shop: Shop, config: SearchConfig) -> None:
    assert "velo" in texts(suggested(shop, config, "vel"), SuggestionKind.QUERY)


def test_what_few_people_typed_is_not_suggested(shop: Shop, config: SearchConfig) -> None:
    for end in range(1, len("red secret") + 1):
        found = suggested(shop, config, "red secret"[:end], 20)
        assert not any("secret" in each.text for each in found)


@pytest.mark.parametrize("typed", ["r", "s", "run", "kett", "ketle", "cof", "v", "caf", "dres"])
def test_every_suggested_query_finds_something(
    shop: Shop, config: SearchConfig, typed: str
) -> None:
    for text in texts(suggested(shop, config, typed, 20), SuggestionKind.QUERY):
        assert shop.search(text).total > 0


def test_accents_and_case_do_not_count(shop: Shop, config: SearchConfig) -> None:
    for typed in ("CAFE C", "café cr"):
        assert "Café Crème Mug" in texts(suggested(shop, config, typed), SuggestionKind.PRODUCT)


@pytest.mark.parametrize("typed", ['"red" AND (sho', "sho*", "👟 sho", "x" * 1000, "run\tsh"])
def test_any_text_is_answered(shop: Shop, config: SearchConfig, typed: str) -> None:
    assert isinstance(suggested(shop, config, typed), list)
