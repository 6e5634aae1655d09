"""What the embedded engine keeps on disk: through restarts, crashes, other processes and growth."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from searchapp.engines.base import Delete, Operation, Put
from searchapp.engines.embedded import EmbeddedIndexWriter, EmbeddedSearchEngine, vector_index
from searchapp.engines.embedded.layout import Layout
from searchapp.engines.embedded.lock import exclusive
from searchapp.engines.embedded.text_index import TextWriter
from searchapp.pipeline.request import AnyOf, Kind, Sort
from searchapp.pipeline.retrieval import EngineUnavailable, FacetRequest
from searchapp.pipeline.schema import EMBEDDING, SCHEMAS, Field, FieldType
from tests.contracts.shop import DIMENSIONS, TIMEOUT_MS, Shop, direction, near, words


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return open_shop(tmp_path)


def open_shop(folder: Path) -> Shop:
    return Shop(EmbeddedSearchEngine(folder, DIMENSIONS), EmbeddedIndexWriter(folder, DIMENSIONS))


def vectors(count: int, seed: int = 3) -> list[np.ndarray]:
    rows = np.random.default_rng(seed).normal(size=(count, DIMENSIONS)).astype(np.float32)
    return list(rows / np.linalg.norm(rows, axis=1, keepdims=True))


def item(id: str, vector: np.ndarray | None = None, title: str = "kettle") -> dict[str, object]:
    return {"id": id, "title": title} | ({} if vector is None else {EMBEDDING: vector})


def test_a_restart_finds_everything(shop: Shop, tmp_path: Path) -> None:
    shop.add(item("a", direction(1)), item("b", direction(0, 1), title="lamp"))
    again = open_shop(tmp_path)
    assert again.found() == ["a", "b"]
    assert again.found(words("lamp")) == ["b"]
    assert again.found(vector=near(1, k=1)) == ["a"]


def test_another_process_sees_each_commit(shop: Shop, tmp_path: Path) -> None:
    shop.add(item("a"))
    reading = f"""
import sys
from pathlib import Path
from tests.contracts.shop import words
from tests.engines.test_embedded_storage import open_shop
shop = open_shop(Path({str(tmp_path)!r}))
for _ in sys.stdin:
    print(*shop.found(words("kettle")), flush=True)
"""
    with subprocess.Popen(
        [sys.executable, "-c", reading], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout

        def ask() -> str:
            process.stdin.write("\n")
            process.stdin.flush()
            return process.stdout.readline().strip()

        assert ask() == "a"
        shop.add(item("b"))
        assert ask() == "a b"
        fresh = shop.writer.create(Kind.PRODUCT)
        shop.writer.write(fresh, [Put("c", 1, item("c"))])
        assert ask() == "a b"
        shop.writer.make_live(fresh)
        assert ask() == "c"
        process.stdin.close()


def test_only_one_writes_at_a_time(shop: Shop, tmp_path: Path) -> None:
    shop.add(item("a"))
    index = shop.indexes[Kind.PRODUCT]
    impatient = EmbeddedIndexWriter(tmp_path, DIMENSIONS, wait_seconds=0.05)
    with (
        exclusive(Layout(tmp_path).index(index).lock, 1.0),
        pytest.raises(EngineUnavailable, match="writing"),
    ):
        impatient.write(index, [Put("b", 2, item("b"))])
    assert impatient.write(index, [Put("b", 2, item("b"))]).written == 1


def test_writers_take_turns(shop: Shop, tmp_path: Path) -> None:
    shop.add()
    index = shop.indexes[Kind.PRODUCT]

    def write(worker: int) -> None:
        writer = EmbeddedIndexWriter(tmp_path, DIMENSIONS)
        for turn in range(4):
            id = f"{worker}-{turn}"
            writer.write(
                index, [Put(id, 1, item(id)), Put("shared", 10 * turn + worker, item("s"))]
            )

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(write, range(3)))
    assert shop.writer.count(index) == 13
    assert len(shop.found(words("kettle"), size=20)) == 13
    assert dict(shop.writer.versions(index))["shared"] == 32


def fail_to_commit(*_: object) -> None:
    raise OSError("the disk is full")


def test_a_failed_write_leaves_the_last_commit(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.add(item("a", direction(1)), item("b", direction(1)))
    with monkeypatch.context() as patched:
        patched.setattr(TextWriter, "commit", fail_to_commit)
        with pytest.raises(OSError, match="full"):
            shop.add(item("a", direction(0, 1), title="lamp"), item("c", direction(1)))
        with pytest.raises(OSError, match="full"):
            shop.remove("b")
    for seen in (shop, open_shop(tmp_path)):
        assert seen.found(words("kettle")) == ["a", "b"]
        assert seen.found(vector=near(1)) == ["a", "b"]
        assert seen.found(words("lamp")) == []
        assert list(seen.engine.documents(Kind.PRODUCT, ["a", "b", "c"], TIMEOUT_MS)) == ["a", "b"]
    shop.add(item("c", direction(1)))
    assert shop.found(words("kettle")) == ["a", "b", "c"]
    assert shop.found(vector=near(1)) == ["a", "b", "c"]


def test_a_killed_writer_leaves_the_last_commit(shop: Shop, tmp_path: Path) -> None:
    shop.add(item("a", direction(1)))
    index = shop.indexes[Kind.PRODUCT]
    dying = f"""
import os
from pathlib import Path
from searchapp.engines.base import Put
from searchapp.engines.embedded import EmbeddedIndexWriter
from searchapp.engines.embedded.text_index import TextWriter
TextWriter.commit = lambda *_: os._exit(9)
writer = EmbeddedIndexWriter(Path({str(tmp_path)!r}), {DIMENSIONS})
writer.write({index!r}, [Put("a", 50, {{"id": "a", "title": "lamp"}})])
"""
    assert subprocess.run([sys.executable, "-c", dying], check=False).returncode == 9
    assert shop.found(words("kettle")) == open_shop(tmp_path).found(words("kettle")) == ["a"]
    assert shop.writer.write(index, [Put("a", 40, item("a", title="lamp"))]).written == 1
    assert shop.found(words("lamp")) == ["a"]
    assert shop.found(vector=near(1)) == []


def test_readers_never_see_half_a_commit(shop: Shop) -> None:
    shop.add(*(item(f"{n}", direction(1), title="old kettle") for n in range(5)))
    done = Event()

    def watch() -> None:
        while not done.is_set():
            hits = shop.search(words("kettle"), document_fields=("title",)).hits
            titles = {str(hit.document["title"]) for hit in hits}
            assert len(hits) == 5
            assert len(titles) == 1
            assert len(shop.found(vector=near(1))) == 5

    with ThreadPoolExecutor(2) as threads:
        watchers = [threads.submit(watch) for _ in range(2)]
        for turn in range(12):
            shop.add(*(item(f"{n}", direction(1), title=f"kettle {turn}") for n in range(5)))
        done.set()
        for each in watchers:
            each.result()


class TestManyVectors:
    @pytest.fixture(autouse=True)
    def short_tail(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(vector_index, "SHORTEST_TAIL", 50)

    def generations(self, shop: Shop, folder: Path) -> list[str]:
        return [path.name for path in (folder / shop.indexes[Kind.PRODUCT]).glob("vectors-*")]

    def exact(self, there: dict[str, np.ndarray], k: int) -> list[str]:
        cosines = {id: float(vector @ direction(1)) for id, vector in there.items()}
        return sorted(cosines, key=lambda id: -cosines[id])[:k]

    def assert_right(self, shop: Shop, there: dict[str, np.ndarray]) -> None:
        """Nearly the exact neighbours: ranks may differ where int8 cosines are close."""
        found = shop.found(vector=near(1, k=20), size=20)
        assert len(found) == 20
        assert len(set(found) & set(self.exact(there, 20))) >= 17
        assert set(self.exact(there, 5)) <= set(found)
        returned = shop.engine.vectors(Kind.PRODUCT, list(there), TIMEOUT_MS)
        assert set(returned) == set(there)
        assert all(float(returned[id] @ there[id]) > 0.99 for id in there)

    def test_generations_and_tail_answer_as_one(self, shop: Shop, tmp_path: Path) -> None:
        there = {f"{n:03}": vector for n, vector in enumerate(vectors(200))}
        shop.add(*(item(id, vector) for id, vector in there.items()))
        assert len(self.generations(shop, tmp_path)) == 1
        self.assert_right(shop, there)
        more = {f"new{n}": vector for n, vector in enumerate(vectors(40, seed=4))}
        shop.add(*(item(id, vector) for id, vector in more.items()))
        assert len(self.generations(shop, tmp_path)) == 1, "a short tail rewrites nothing"
        self.assert_right(shop, there | more)
        self.assert_right(open_shop(tmp_path), there | more)

    def test_replaced_and_removed_vectors_are_not_found(self, shop: Shop, tmp_path: Path) -> None:
        there = {f"{n:03}": vector for n, vector in enumerate(vectors(200))}
        shop.add(*(item(id, vector) for id, vector in there.items()))
        for seed in range(5, 9):
            moved = dict(zip(list(there)[:90], vectors(90, seed), strict=True))
            there |= moved
            shop.add(*(item(id, vector) for id, vector in moved.items()))
            gone = list(there)[-10:]
            shop.remove(*gone)
            for id in gone:
                del there[id]
            self.assert_right(shop, there)
        self.assert_right(open_shop(tmp_path), there)
        assert len(self.generations(shop, tmp_path)) == 2, "older ones are cleared away"

    def test_filters_narrow_a_graph_search(
        self, shop: Shop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("searchapp.engines.embedded.neighbours._EXACT_UP_TO", 10)
        monkeypatch.setattr("searchapp.engines.embedded.neighbours._EXACT_SHARE", 0.5)
        there = {f"{n:03}": vector for n, vector in enumerate(vectors(300))}
        shop.add(
            *(
                item(id, vector) | {"brand": "rare" if int(id) % 100 == 0 else "common"}
                for id, vector in there.items()
            )
        )
        rare = shop.found(vector=near(1, k=5), filters=(AnyOf("brand", ("rare",)),))
        assert sorted(rare) == ["000", "100", "200"]
        common = {id: vector for id, vector in there.items() if int(id) % 100}
        found = shop.found(vector=near(1, k=20), size=20, filters=(AnyOf("brand", ("common",)),))
        assert len(set(found) & set(self.exact(common, 20))) >= 17

    def test_a_failed_write_keeps_vectors_that_it_replaced(
        self, shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        there = {f"{n:03}": vector for n, vector in enumerate(vectors(120))}
        shop.add(*(item(id, vector) for id, vector in there.items()))
        with monkeypatch.context() as patched:
            patched.setattr(TextWriter, "commit", fail_to_commit)
            with pytest.raises(OSError, match="full"):
                shop.add(*(item(id, direction(0, 1)) for id in there))
        self.assert_right(shop, there)
        self.assert_right(open_shop(tmp_path), there)
        shop.add(item("more", direction(0, 0, 1)))
        self.assert_right(shop, there | {"more": direction(0, 0, 1)})


def test_facets_are_exact_over_many_commits(shop: Shop) -> None:
    for turn in range(6):
        shop.add(
            *(item(f"{turn}-{n}") | {"brand": f"brand {(n * (turn + 1)) % 40}"} for n in range(40))
        )
    result = shop.search(facets=(FacetRequest("brand", size=3),))
    expected: dict[str, int] = {}
    for turn in range(6):
        for n in range(40):
            name = f"brand {(n * (turn + 1)) % 40}"
            expected[name] = expected.get(name, 0) + 1
    best = sorted(expected.items(), key=lambda each: (-each[1], each[0]))[:3]
    assert list(shop.facet("brand", result).items()) == best


def test_a_long_write_is_committed_in_parts(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("searchapp.engines.embedded.writer.OPERATIONS_A_COMMIT", 1_000)
    shop.add()

    def broken() -> Iterator[Operation]:
        for number in range(1_500):
            yield Put(f"{number:04}", 1, item(f"{number:04}"))
        raise RuntimeError("the source broke")

    with pytest.raises(RuntimeError, match="source"):
        shop.writer.write(shop.indexes[Kind.PRODUCT], broken())
    assert shop.search().total == 1_000


def test_an_index_keeps_the_fields_that_it_was_made_with(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.add(item("a") | {"price": 5.0, "rating": 4.0})
    fewer = {name: each for name, each in SCHEMAS[Kind.PRODUCT].items() if name != "price"}
    more = {"weight": Field("weight", FieldType.NUMBER, sort=True)} | fewer
    monkeypatch.setattr("searchapp.engines.embedded.writer.SCHEMAS", {Kind.PRODUCT: more})
    again = open_shop(tmp_path)
    again.indexes = shop.indexes
    again.writer.write(again.indexes[Kind.PRODUCT], [Put("b", 9, item("b") | {"price": 6.0})])
    hits = again.search(feature_fields=("price", "rating")).hits
    assert [hit.features for hit in hits] == [{"price": 5.0, "rating": 4.0}, {"price": 6.0}]
    rebuilt = again.writer.create(Kind.PRODUCT)
    again.writer.make_live(rebuilt)
    again.writer.write(rebuilt, [Put("c", 1, item("c") | {"weight": 2.0})])
    [hit] = again.search(feature_fields=("weight",), sort=Sort("weight")).hits
    assert hit.features == {"weight": 2.0}


def test_an_unknown_index_is_refused(shop: Shop) -> None:
    for name in ("product-nowhere", "../product-x", "nothing"):
        with pytest.raises(ValueError, match=r"nowhere|not"):
            shop.writer.write(name, [Delete("a", 1)])


def test_a_folder_that_can_not_be_read_is_unavailable(shop: Shop, tmp_path: Path) -> None:
    shop.add(item("a"))
    fresh = open_shop(tmp_path)
    (tmp_path / shop.indexes[Kind.PRODUCT] / "text" / "meta.json").unlink()
    assert not fresh.engine.is_ready(TIMEOUT_MS)
    with pytest.raises(EngineUnavailable, match="rebuild"):
        fresh.found()
