"""Elasticsearch keeps the contracts of engine and writer. Needs the server at ELASTICSEARCH_URL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from secrets import token_hex
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from searchapp.engines.base import IndexWriter, Put
from searchapp.engines.elasticsearch.connection import connect
from searchapp.engines.elasticsearch.engine import ElasticsearchEngine
from searchapp.engines.elasticsearch.mapping import IndexOptions
from searchapp.engines.elasticsearch.writer import ElasticsearchWriter
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import RetrievalQuery, SearchEngine, TextClause
from tests.contracts.index_writer import IndexWriterContract
from tests.contracts.search_engine import SearchEngineContract
from tests.contracts.shop import DIMENSIONS

URL = os.environ.get("ELASTICSEARCH_URL", "")

pytestmark = pytest.mark.skipif(
    not URL, reason="Elasticsearch suite: set ELASTICSEARCH_URL=http://127.0.0.1:9200 to run it"
)


@pytest.fixture(scope="module")
def client() -> Iterator[Elasticsearch]:
    with connect(URL) as client:
        yield client


@pytest.fixture
def engine_pair(client: Elasticsearch) -> Iterator[tuple[SearchEngine, IndexWriter]]:
    """An engine and a writer with an index prefix that no one else has, removed afterwards."""
    prefix = f"contract-{token_hex(6)}"
    writer = ElasticsearchWriter(client, prefix, IndexOptions(DIMENSIONS))
    yield ElasticsearchEngine(client, prefix), writer
    for kind in Kind:
        for index in writer.indexes(kind):
            client.indices.delete(index=index)


class TestElasticsearchEngine(SearchEngineContract):
    @pytest.fixture
    def engine_pair(
        self, engine_pair: tuple[SearchEngine, IndexWriter]
    ) -> tuple[SearchEngine, IndexWriter]:
        return engine_pair


class TestElasticsearchWriter(IndexWriterContract):
    @pytest.fixture
    def engine_pair(
        self, engine_pair: tuple[SearchEngine, IndexWriter]
    ) -> tuple[SearchEngine, IndexWriter]:
        return engine_pair


def test_an_index_refreshes_itself_once_it_is_live(
    client: Elasticsearch, engine_pair: tuple[SearchEngine, IndexWriter]
) -> None:
    writer = engine_pair[1]
    index = writer.create(Kind.PRODUCT)

    def interval() -> str:
        settings = client.indices.get_settings(index=index)[index]["settings"]["index"]
        return str(settings["refresh_interval"])

    assert interval() == "-1"
    writer.make_live(index)
    assert interval() == "1s"


def test_a_dropped_index_is_not_made_again_by_a_late_write(
    engine_pair: tuple[SearchEngine, IndexWriter],
) -> None:
    writer = engine_pair[1]
    index = writer.create(Kind.PRODUCT)
    writer.drop(index)
    with pytest.raises(ValueError, match="no index behind"):
        writer.write(index, [Put("a", 1, {"title": "late"})])
    assert writer.indexes(Kind.PRODUCT) == []


def test_very_long_queries_are_answered(
    engine_pair: tuple[SearchEngine, IndexWriter],
) -> None:
    engine, writer = engine_pair
    index = writer.create(Kind.PRODUCT)
    writer.write(index, [Put("a", 1, {"title": "kettle"})])
    writer.make_live(index)
    writer.refresh(index)
    fields = dict.fromkeys(("title", "body", "brand_text", "category_text", "colour_text"), 1.0)
    clause = TextClause("words", "kettle " + " ".join(f"w{n}" for n in range(4_000)), fields)
    query = RetrievalQuery(
        Kind.PRODUCT, "test", 5, text=(clause,), field_scores=tuple(fields), highlight=("title",)
    )
    [result] = engine.search([query], 5_000)
    assert result.error is None
    assert [hit.id for hit in result.hits] == ["a"]


def test_field_scores_are_those_of_a_search_in_the_field_alone(
    engine_pair: tuple[SearchEngine, IndexWriter],
) -> None:
    engine, writer = engine_pair
    index = writer.create(Kind.PRODUCT)
    writer.write(index, [Put("a", 1, {"title": "red kettle"}), Put("b", 1, {"title": "kettle"})])
    writer.make_live(index)
    writer.refresh(index)

    def query(fields: dict[str, float], **settings: Any) -> RetrievalQuery:
        clause = TextClause("words", "red kettle", fields)
        return RetrievalQuery(Kind.PRODUCT, "test", 5, text=(clause,), **settings)

    both, alone = engine.search(
        [query({"title": 3.0, "body": 1.0}, field_scores=("title",)), query({"title": 1.0})], 5_000
    )
    assert {hit.id: hit.field_scores["title"] for hit in both.hits} == {
        hit.id: pytest.approx(hit.score, rel=1e-6) for hit in alone.hits
    }


def test_equal_items_score_equally_on_every_shard_and_pages_lose_none(
    client: Elasticsearch,
) -> None:
    prefix = f"contract-{token_hex(6)}"
    writer = ElasticsearchWriter(client, prefix, IndexOptions(DIMENSIONS, shards=3))
    engine = ElasticsearchEngine(client, prefix)
    index = writer.create(Kind.PRODUCT)
    try:
        rare = [Put(f"k{number:02}", 1, {"title": "copper kettle"}) for number in range(7)]
        common = [Put(f"p{number:02}", 1, {"title": "copper pan"}) for number in range(33)]
        writer.write(index, [*rare, *common])
        writer.make_live(index)
        writer.refresh(index)
        clause = TextClause("words", "copper kettle", {"title": 1.0})
        asked = RetrievalQuery(Kind.PRODUCT, "lexical", 40, text=(clause,))
        [whole] = engine.search([asked], 5_000)
        assert len({hit.score for hit in whole.hits}) == 2
        pages = [replace(asked, size=9, offset=offset) for offset in range(0, 40, 9)]
        paged = [hit.id for page in pages for hit in engine.search([page], 5_000)[0].hits]
        assert paged == [hit.id for hit in whole.hits]
        assert paged[:7] == [put.id for put in rare], "equal scores come by id"
    finally:
        client.indices.delete(index=index)
