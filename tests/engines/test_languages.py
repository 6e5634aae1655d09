"""Items are found in the shop's languages, on both engines alike, and shown as they were written.

Elasticsearch takes part when ELASTICSEARCH_URL is set.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from secrets import token_hex

import pytest

from searchapp.engines.elasticsearch.connection import connect
from searchapp.engines.elasticsearch.engine import ElasticsearchEngine
from searchapp.engines.elasticsearch.mapping import IndexOptions
from searchapp.engines.elasticsearch.writer import ElasticsearchWriter
from searchapp.engines.embedded import EmbeddedIndexWriter, EmbeddedSearchEngine
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import Match
from tests.contracts.shop import DIMENSIONS, TIMEOUT_MS, Shop, words

URL = os.environ.get("ELASTICSEARCH_URL", "")

Open = Callable[..., Shop]


@pytest.fixture(params=["embedded", "elasticsearch"])
def open_shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Opens an empty shop with the languages that are given."""
    if request.param == "embedded":
        yield lambda *languages: Shop(
            EmbeddedSearchEngine(tmp_path, DIMENSIONS),
            EmbeddedIndexWriter(tmp_path, DIMENSIONS, languages),
        )
        return
    if not URL:
        pytest.skip("Elasticsearch: set ELASTICSEARCH_URL=http://127.0.0.1:9200 to run it")
    prefix = f"languages-{token_hex(6)}"
    with connect(URL) as client:
        yield lambda *languages: Shop(
            ElasticsearchEngine(client, prefix),
            ElasticsearchWriter(client, prefix, IndexOptions(DIMENSIONS, languages=languages)),
        )
        for kind in Kind:
            for index in ElasticsearchWriter(client, prefix, IndexOptions(DIMENSIONS)).indexes(
                kind
            ):
                client.indices.delete(index=index)


def titled(*titles: str) -> list[dict[str, str]]:
    return [{"id": str(number), "title": title} for number, title in enumerate(titles)]


@pytest.mark.parametrize(
    ("languages", "title", "queries"),
    [
        (("en",), "Garden Hose 50 ft", ["50ft hose", "600in", "hoses 50"]),
        (("en",), "Kettle 1,5 l", ["1500ml", "1.5l kettle", "kettles"]),
        (("en",), 'Drill Bit 1/2"', ["0.5in bits"]),
        (("en",), "Café Crème Women's Mug 12.5mm", ["cafe creme", "women mugs", "12.5mm"]),
        (("de", "en"), "Rote Laufschuhe für Damen", ["laufschuh", "schuhe rot", "für dame"]),
        (("de",), "Kühlschränke groß", ["kuehlschrank", "kuhlschrank", "gross"]),
        (("de",), "Größe 8,5", ["8.5", "grosse"]),
        (("es",), "Zapatillas rojas de canción", ["zapatilla", "canciones", "cancion"]),
        (("fr",), "L’eau d'été, chaussures légères", ["eau", "été", "chaussure legere"]),
        (("en", "ja", "zh"), "Nike 红色跑鞋 shoes", ["跑鞋", "红色 跑鞋", "鞋", "nike shoe"]),
        (("ja",), "赤いランニングシューズ", ["シューズ", "ランニング", "赤い"]),
        (("xx",), "Zapatos", ["zapatos"]),
    ],
)  # fmt: skip
def test_an_item_is_found_by_other_forms_of_its_words(
    open_shop: Open, languages: tuple[str, ...], title: str, queries: list[str]
) -> None:
    shop = open_shop(*languages)
    shop.add(*titled(title, "Etwas Anderes", "something else"))
    for query in queries:
        assert shop.found(words(query, minimum_match=1.0)) == ["0"], query


def test_a_number_is_not_found_by_a_part_of_it(open_shop: Open) -> None:
    shop = open_shop("en")
    shop.add(*titled("Bolt 12.5mm"))
    assert shop.found(words("5mm")) == []


def test_characters_that_do_not_stand_together_are_not_found(open_shop: Open) -> None:
    shop = open_shop("zh")
    shop.add(*titled("红跑色鞋"))
    assert shop.found(words("红色", minimum_match=1.0)) == []


def test_an_item_comes_back_as_it_was_written(open_shop: Open) -> None:
    shop = open_shop("de")
    written = {
        "title": "Wasserkocher 1,5 l",
        "body": ["50 ft"],
        "title_words": "Wasserkocher 1,5 l",
    }
    shop.add({"id": "k", **written})
    kept = shop.engine.documents(Kind.PRODUCT, ["k"], TIMEOUT_MS)["k"]
    assert {name: value for name, value in kept.items() if name != "id"} == written


def test_suggestions_know_a_measure_in_the_form_of_queries(open_shop: Open) -> None:
    shop = open_shop("en")
    shop.add({"id": "hose", "title": "Hose 50 ft", "title_words": "Hose 50 ft"})
    typed = words("hose 50f", fields={"title_words": 1.0}, match=Match.PREFIX)
    assert shop.found(typed) == ["hose"]


def test_parts_of_a_compound_weigh_less_than_the_word(open_shop: Open) -> None:
    shop = open_shop("de")
    shop.add(*titled("Laufschuhe", "Wanderschuhe", "Schuhe"))
    assert shop.found(words("laufschuhe")) == ["0"]
    assert shop.found(words("schuhe"))[0] == "2"
