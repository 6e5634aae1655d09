"""The pure parts of the latency benchmark: ratios, loads, and a catalog recombined to any size."""

from __future__ import annotations

import threading
from itertools import islice
from typing import Any

import numpy as np
import pytest

from benchmarks.latency.processes import InProcess, own_cpu_seconds, own_resident_mb
from benchmarks.latency.recombined import puts
from benchmarks.latency.systems import RAW, SERVICE, System
from benchmarks.latency.throughput import Load, loop
from benchmarks.latency.whole import summary
from searchapp.pipeline.schema import EMBEDDING

ORIGINALS: list[dict[str, Any]] = [
    {
        "id": f"P{number}",
        "title": f"Kettle {number}",
        "body": f"prose {number}",
        "price": float(number),
        "category": ["Home", "Home > Kettles"] if number % 2 else ["Garden"],
        EMBEDDING: np.eye(8, dtype=np.float32)[number],
        **({"list_price": 9.0} if number == 3 else {}),
    }
    for number in range(8)
]


def test_each_system_is_told_beside_the_raw_search() -> None:
    found = summary({RAW: [1.0, 2.0, 3.0], SERVICE: [4.0, 5.0, 9.0]})
    assert found[RAW]["p50 / raw p50"] == 1
    assert found[SERVICE]["p50"] == 5
    assert found[SERVICE]["p50 / raw p50"] == 2.5


def test_a_core_second_counts_the_work_of_the_engine_too() -> None:
    load = Load(requests=100, seconds=10, own_cpu_s=4, engine_cpu_s=6, p50=1, p95=2)
    assert load.a_second == 10
    assert load.a_core_second == 10


def test_clients_ask_side_by_side_and_each_begins_at_its_own_place() -> None:
    meeting, first = threading.Barrier(2, timeout=10), threading.local()
    begun: list[str] = []

    def ask(text: str) -> None:
        if not getattr(first, "asked", False):
            first.asked = True
            begun.append(text)
            meeting.wait()

    load = loop(System("fake", ask), ["a", "b", "c", "d"], 2, 0.01, InProcess())
    assert sorted(begun) == ["a", "c"]
    assert load.requests >= 2
    assert load.engine_cpu_s == 0


def test_what_a_system_lets_fail_is_not_counted_as_an_answer() -> None:
    def ask(text: str) -> None:
        raise ValueError(text)

    with pytest.raises(ValueError, match="kettle"):
        loop(System("broken", ask), ["kettle"], 1, 0.01, InProcess())


def test_this_process_has_memory_and_uses_the_processor() -> None:
    before = own_cpu_seconds()
    sum(number * number for number in range(200_000))
    assert own_cpu_seconds() > before
    memory = own_resident_mb()
    assert memory is None or memory > 10


def test_a_catalog_begins_with_its_originals_and_goes_on_without_end() -> None:
    made = list(puts(ORIGINALS, 50))
    assert [each.document for each in made[:8]] == ORIGINALS
    assert len({each.id for each in made}) == 50
    assert len({each.document["title"] for each in made}) > 40
    assert [each.id for each in puts(ORIGINALS, 3)] == ["P0", "P1", "P2"]


def test_a_recombined_catalog_is_always_the_same() -> None:
    one, other = (
        [(each.id, each.document["title"], each.document["body"]) for each in puts(ORIGINALS, 50)]
        for _ in range(2)
    )
    assert one == other


def test_products_are_recombined_within_their_category() -> None:
    prose = {each["body"]: each["category"] for each in ORIGINALS}
    for each in islice(puts(ORIGINALS, 60), 8, None):
        document = each.document
        assert prose[document["body"]] == document["category"]
        # An offer is taken whole: a list price stands only beside its own price.
        assert ("list_price" in document) == (document["price"] == 3.0)


def test_recombined_vectors_lie_around_those_of_their_titles() -> None:
    for each in islice(puts(ORIGINALS, 60), 8, None):
        vector = each.document[EMBEDDING]
        assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-5)
        assert np.argmax(vector) == int(each.document["title"].split()[1])
