"""The pure parts of the benchmark of freshness and builds: copies, waits, summaries."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from benchmarks.sync.catalog import copying
from benchmarks.sync.freshness import Waiting, Watch
from benchmarks.sync.freshness import summary as waits_summary
from benchmarks.sync.full_build import Drawn
from benchmarks.sync.full_build import summary as speeds_summary
from benchmarks.sync.servers import own_database


class LateEngine:
    """An engine whose index has a change from the third poll on."""

    def __init__(self) -> None:
        self.polls = 0

    def search(self, queries: list[Any], timeout_ms: int) -> list[Any]:
        self.polls += 1
        hits = [query for query in queries if self.polls >= 3]
        return [SimpleNamespace(hits=hits) for _ in queries]


def test_copies_keep_every_column_but_those_that_change() -> None:
    statement = copying("things", ["id", "title", "price"], {"id": "id || copy"})
    assert "INSERT INTO things (id, title, price) SELECT id || copy, title, price" in statement
    assert "copy < %(copies)s OR id <= %(rest)s" in statement


def test_rows_of_an_owner_are_copied_as_often_as_it_is() -> None:
    changed = {"id": "id || copy", "product_id": "product_id || copy"}
    assert "OR product_id <= %(rest)s" in copying("parts", ["id", "product_id"], changed)


def test_the_named_database_is_never_the_benchmarks_own() -> None:
    assert own_database("shop", "sync-build") == "shop_benchmark_sync_build"


def test_a_drawn_vector_is_a_direction_and_always_the_same() -> None:
    first, again = (Drawn(has_vectors=True).encode(["kettle", "pot"]) for _ in range(2))
    assert np.array_equal(first, again)
    assert np.linalg.norm(first, axis=1) == pytest.approx([1, 1])
    assert not np.array_equal(first[0], first[1])
    assert not Drawn(has_vectors=False).encode(["kettle"]).any()


def test_each_round_has_its_ratio_and_the_median_counts() -> None:
    found = speeds_summary({"rebuild": [80.0, 50.0, 90.0], "parallel_bulk": [100.0, 100.0, 100.0]})
    assert found["ratios"] == [0.8, 0.5, 0.9]
    assert found["ratio"] == 0.8
    assert found["rebuild"] == 80.0


def test_a_change_is_waited_for_until_a_search_has_it() -> None:
    engine = LateEngine()
    watch = Watch(engine)
    watch.add(Waiting("fast", "price", lambda result: bool(result.hits), time.perf_counter()))
    watch.finish()
    watch.run()
    assert engine.polls == 3
    assert len(watch.waits["fast"]) == 1


def test_what_is_never_seen_counts_as_the_time_after_which_it_is_given_up() -> None:
    watch = Watch(LateEngine())
    watch.add(Waiting("fast", "price", lambda result: False, time.perf_counter() - 1_000))
    watch.finish()
    watch.run()
    assert watch.waits["fast"][0] > 999


def test_waits_are_summed_up_by_their_percentiles() -> None:
    found = waits_summary([0.1] * 95 + [2.0] * 5)
    assert found["count"] == 100
    assert found["p50"] == 0.1
    assert found["max"] == 2.0
