"""What every index writer does, as tests. A suite for one engine inherits `IndexWriterContract` and
provides the fixture `engine_pair`: (engine, writer) on an empty place, for `DIMENSIONS`."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import numpy as np
import pytest

from searchapp.engines.base import (
    Delete,
    Digest,
    IndexWriter,
    Operation,
    Put,
    WriteReport,
    slice_of,
)
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import RetrievalQuery, SearchEngine
from searchapp.pipeline.schema import EMBEDDING
from tests.contracts.shop import DIMENSIONS, TIMEOUT_MS, direction


def put(id: str, version: int, title: str = "kettle") -> Put:
    return Put(id, version, {"id": id, "title": title, EMBEDDING: direction(1, version)})


class IndexWriterContract:
    """All that `searchapp.engines.base.IndexWriter` promises."""

    @pytest.fixture
    def engine_pair(self) -> tuple[SearchEngine, IndexWriter]:
        raise NotImplementedError("provide the fixture engine_pair: (engine, writer)")

    @pytest.fixture
    def engine(self, engine_pair: tuple[SearchEngine, IndexWriter]) -> SearchEngine:
        return engine_pair[0]

    @pytest.fixture
    def writer(self, engine_pair: tuple[SearchEngine, IndexWriter]) -> IndexWriter:
        return engine_pair[1]

    @pytest.fixture
    def index(self, writer: IndexWriter) -> str:
        """A live index of products."""
        name = writer.create(Kind.PRODUCT)
        writer.make_live(name)
        return name

    def write(self, writer: IndexWriter, index: str, *operations: Operation) -> WriteReport:
        report = writer.write(index, operations)
        writer.refresh(index)
        return report

    def titles(self, engine: SearchEngine) -> dict[str, str]:
        """The title of each document that a search finds, by id."""
        query = RetrievalQuery(Kind.PRODUCT, "test", 100, document_fields=("title",))
        [result] = engine.search([query], TIMEOUT_MS)
        assert result.error is None, result.error
        return {hit.id: hit.document["title"] for hit in result.hits}

    def test_written_documents_are_reported_and_found(
        self, engine: SearchEngine, writer: IndexWriter, index: str
    ) -> None:
        report = self.write(writer, index, put("a", 1), put("b", 1, "lamp"))
        assert report == WriteReport(written=2)
        assert self.titles(engine) == {"a": "kettle", "b": "lamp"}
        assert writer.count(index) == 2

    def test_a_newer_version_replaces(
        self, engine: SearchEngine, writer: IndexWriter, index: str
    ) -> None:
        self.write(writer, index, put("a", 1, "old"))
        assert self.write(writer, index, put("a", 7, "new")) == WriteReport(written=1)
        assert self.titles(engine) == {"a": "new"}

    def test_a_version_that_is_not_newer_is_stale(
        self, engine: SearchEngine, writer: IndexWriter, index: str
    ) -> None:
        self.write(writer, index, put("a", 5, "new"))
        report = self.write(writer, index, put("a", 4, "old"), put("a", 5, "same"), Delete("a", 4))
        assert report == WriteReport(stale=3)
        assert self.titles(engine) == {"a": "new"}

    def test_deleted_documents_are_gone(
        self, engine: SearchEngine, writer: IndexWriter, index: str
    ) -> None:
        self.write(writer, index, put("a", 1), put("b", 1))
        assert self.write(writer, index, Delete("a", 2)) == WriteReport(deleted=1)
        assert self.titles(engine) == {"b": "kettle"}
        assert writer.count(index) == 1

    def test_a_delete_holds_against_an_older_put(
        self, engine: SearchEngine, writer: IndexWriter, index: str
    ) -> None:
        self.write(writer, index, put("a", 1), Delete("a", 5))
        assert self.write(writer, index, put("a", 3)).stale == 1
        assert self.titles(engine) == {}
        assert self.write(writer, index, put("a", 6)).written == 1
        assert self.titles(engine) == {"a": "kettle"}

    def test_a_delete_may_come_before_the_put(
        self, engine: SearchEngine, writer: IndexWriter, index: str
    ) -> None:
        self.write(writer, index, Delete("a", 5))
        assert self.write(writer, index, put("a", 3)).stale == 1
        assert self.titles(engine) == {}

    def test_the_newest_version_wins_within_one_batch(
        self, engine: SearchEngine, writer: IndexWriter, index: str
    ) -> None:
        batch = (put("a", 2, "second"), put("a", 1, "first"), put("a", 3, "third"), put("b", 1))
        assert self.write(writer, index, *batch) == WriteReport(written=3, stale=1)
        assert self.titles(engine) == {"a": "third", "b": "kettle"}
        assert self.write(writer, index, put("c", 1), Delete("c", 2)).deleted == 1
        assert "c" not in self.titles(engine)

    def test_a_batch_may_be_written_twice(
        self, engine: SearchEngine, writer: IndexWriter, index: str
    ) -> None:
        batch = (put("a", 1), put("b", 2), Delete("c", 3))
        self.write(writer, index, *batch)
        before = self.titles(engine)
        assert self.write(writer, index, *batch) == WriteReport(stale=3)
        assert self.titles(engine) == before

    @pytest.mark.parametrize(
        "fault", [{"price": "cheap"}, {EMBEDDING: np.ones(DIMENSIONS + 1, np.float32)}]
    )
    def test_failed_documents_are_reported_while_others_are_written(
        self, engine: SearchEngine, writer: IndexWriter, index: str, fault: dict[str, object]
    ) -> None:
        bad = Put("bad", 1, {"id": "bad", "title": "kettle", **fault})
        report = self.write(writer, index, put("a", 1), bad, put("b", 1))
        assert report.written == 2
        assert list(report.failed) == ["bad"]
        assert report.failed["bad"]
        assert set(self.titles(engine)) == {"a", "b"}
        assert self.write(writer, index, put("bad", 1)).written == 1, "may be mended and retried"

    def test_any_number_of_operations_can_be_streamed(
        self, writer: IndexWriter, index: str
    ) -> None:
        def stream() -> Iterator[Operation]:
            for number in range(2_500):
                yield put(f"{number:04}", 1)

        assert writer.write(index, stream()).written == 2_500
        writer.refresh(index)
        assert writer.count(index) == 2_500

    def test_ids_may_have_any_signs(
        self, engine: SearchEngine, writer: IndexWriter, index: str
    ) -> None:
        ids = ["a/b c", "ü?#&", "..", 'q"\\', "日本", "x" * 200, "_under", "A", "a"]
        self.write(writer, index, *(put(each, 1) for each in ids))
        assert set(self.titles(engine)) == set(ids)
        assert set(engine.documents(Kind.PRODUCT, ids, TIMEOUT_MS)) == set(ids)
        self.write(writer, index, *(Delete(each, 2) for each in ids))
        assert self.titles(engine) == {}

    def test_versions_are_paged_by_id(self, writer: IndexWriter, index: str) -> None:
        ids = ["b", "a", "10", "9", "ü", "Z", "日", "a b"]
        self.write(writer, index, *(put(each, number + 1) for number, each in enumerate(ids)))
        self.write(writer, index, put("gone", 1), Delete("gone", 2))
        expected = sorted((each, number + 1) for number, each in enumerate(ids))
        assert writer.versions(index) == expected
        assert writer.versions(index, size=3) == expected[:3]
        assert writer.versions(index, after=expected[2][0], size=3) == expected[3:6]
        assert writer.versions(index, after=expected[-1][0]) == []

    def test_versions_may_be_large(self, writer: IndexWriter, index: str) -> None:
        large = 1_900_000_000_000_000
        self.write(writer, index, put("a", large))
        assert self.write(writer, index, put("a", large - 1)).stale == 1
        assert writer.versions(index) == [("a", large)]

    def test_digests_differ_where_documents_or_versions_do(
        self, writer: IndexWriter, index: str
    ) -> None:
        operations = [put(f"id {number}", 5) for number in range(30)]
        self.write(writer, index, *operations)
        expected = Digest.of((f"id {number}", 5) for number in range(30))
        assert writer.digest(index).differing(expected) == []
        self.write(writer, index, put("id 3", 6), Delete("id 4", 6), put("new", 1))
        differing = writer.digest(index).differing(expected)
        assert differing == sorted({slice_of("id 3"), slice_of("id 4"), slice_of("new")})
        versions = writer.versions_in(index, differing)
        assert versions["id 3"] == 6
        assert versions["new"] == 1
        assert "id 4" not in versions
        assert all(slice_of(id) in differing for id in versions)

    def test_a_new_index_is_made_for_the_settings_of_today(
        self, writer: IndexWriter, index: str
    ) -> None:
        assert writer.is_current(index)

    def test_a_new_index_is_not_live(self, engine: SearchEngine, writer: IndexWriter) -> None:
        assert writer.live(Kind.PRODUCT) is None
        name = writer.create(Kind.PRODUCT)
        self.write(writer, name, put("a", 1))
        assert writer.live(Kind.PRODUCT) is None
        assert self.titles(engine) == {}
        writer.make_live(name)
        assert writer.live(Kind.PRODUCT) == name
        assert self.titles(engine) == {"a": "kettle"}

    def test_a_swap_replaces_everything(
        self, engine: SearchEngine, writer: IndexWriter, index: str
    ) -> None:
        self.write(writer, index, put("a", 1), put("b", 1))
        other = writer.create(Kind.PRODUCT)
        self.write(writer, other, put("a", 2, "lamp"), put("c", 1))
        assert set(self.titles(engine)) == {"a", "b"}
        writer.make_live(other)
        assert writer.live(Kind.PRODUCT) == other
        assert self.titles(engine) == {"a": "lamp", "c": "kettle"}

    def test_a_swap_is_one_atomic_step(
        self, engine: SearchEngine, writer: IndexWriter, index: str
    ) -> None:
        other = writer.create(Kind.PRODUCT)
        self.write(writer, index, put("old", 1))
        self.write(writer, other, put("new", 1))
        done = Event()

        def watch() -> set[tuple[str, ...]]:
            seen = set()
            while not done.is_set():
                seen.add(tuple(self.titles(engine)))
            return seen

        with ThreadPoolExecutor(1) as threads:
            seen = threads.submit(watch)
            for turn in range(10):
                writer.make_live(other if turn % 2 == 0 else index)
            done.set()
        assert seen.result() <= {("old",), ("new",)}

    def test_indexes_are_listed_oldest_first(self, writer: IndexWriter) -> None:
        assert writer.indexes(Kind.PRODUCT) == []
        names = [writer.create(Kind.PRODUCT) for _ in range(3)]
        assert len(set(names)) == 3
        assert writer.indexes(Kind.PRODUCT) == names
        assert writer.indexes(Kind.VIDEO) == []

    def test_kinds_do_not_meet(self, engine: SearchEngine, writer: IndexWriter, index: str) -> None:
        video = writer.create(Kind.VIDEO)
        writer.make_live(video)
        self.write(writer, video, put("v", 1))
        self.write(writer, index, put("p", 1))
        assert set(self.titles(engine)) == {"p"}
        assert writer.live(Kind.VIDEO) == video
        assert writer.live(Kind.PRODUCT) == index

    def test_a_dropped_index_is_gone(self, writer: IndexWriter, index: str) -> None:
        other = writer.create(Kind.PRODUCT)
        self.write(writer, other, put("a", 1))
        writer.drop(other)
        assert writer.indexes(Kind.PRODUCT) == [index]

    def test_the_live_index_is_not_dropped(
        self, engine: SearchEngine, writer: IndexWriter, index: str
    ) -> None:
        self.write(writer, index, put("a", 1))
        with pytest.raises(ValueError, match="live"):
            writer.drop(index)
        assert set(self.titles(engine)) == {"a"}
