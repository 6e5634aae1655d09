"""From commit to searchable: a stream of changes, real workers, polls of the engine's search."""

from __future__ import annotations

import argparse
import random
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from benchmarks.protocol import print_table
from benchmarks.sync.catalog import fill_catalog, write_embeddings
from benchmarks.sync.servers import celery, drop_indexes, set_up_on_servers

PER_SECOND = 100
SAMPLED = 25
"""Each so manyth change of a lane is waited for: looking for more of them, and more often, would be
most of what the engine has to do."""
POLL_S = 0.05
GIVE_UP_S = 60.0
BACKLOG = 100_000
STREAMS = 12
WORKERS = (
    ("-Q", "fast", "--concurrency", "1"),
    ("-Q", "bulk", "--concurrency", "1"),
    ("-Q", "embed", "--concurrency", "1"),
)
WORDS, PRICE, ENDED = "text (bulk)", "price, stock (fast)", "stream that ended (fast)"


@dataclass(slots=True)
class Waiting:
    """A committed change that is not searchable yet; `is_seen` looks at its query's result."""

    lane: str
    query: Any
    is_seen: Callable[[Any], bool]
    committed: float


@dataclass(slots=True)
class Watch:
    """Polls the engine for all changes that are waited for, in one request."""

    engine: Any
    waits: dict[str, list[float]] = field(default_factory=dict)
    polls: list[float] = field(default_factory=list)
    _pending: list[Waiting] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _is_over: bool = False

    def add(self, change: Waiting) -> None:
        """Wait for one more."""
        with self._lock:
            self._pending.append(change)

    def run(self) -> None:
        """Until `finish` was called and nothing is waited for."""
        while True:
            with self._lock:
                pending = list(self._pending)
            if not pending and self._is_over:
                return
            if pending:
                self._look(pending)
            time.sleep(POLL_S)

    def finish(self) -> None:
        """Nothing more will be added."""
        self._is_over = True

    def _look(self, pending: Sequence[Waiting]) -> None:
        asked = time.perf_counter()
        results = self.engine.search([each.query for each in pending], 30_000)
        now = time.perf_counter()
        self.polls.append(now - asked)
        gone = []
        for each, result in zip(pending, results, strict=True):
            if each.is_seen(result) or now - each.committed > GIVE_UP_S:
                self.waits.setdefault(each.lane, []).append(now - each.committed)
                gone.append(each)
        with self._lock:
            self._pending = [each for each in self._pending if each not in gone]


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Seconds from commit to searchable in each lane, with and without a backlog."""
    seconds = options.seconds or (5 if options.quick else 60)
    products = options.products or (2_000 if options.quick else 20_000)
    backlog = 5_000 if options.quick else BACKLOG
    folder = set_up_on_servers("sync-freshness", options.encoder, broker=True)
    from searchapp import wiring
    from searchapp.indexing.rebuilding import rebuild
    from searchapp.pipeline.request import Kind

    wiring.index_writer()
    products = fill_catalog(products)
    if options.encoder == "minilm":
        write_embeddings(wiring.text_encoder())
    for kind in Kind:
        rebuild(kind)
    print(f"{products:,} products, encoder {options.encoder}; {PER_SECOND} changes a second for")
    print(f"{seconds} s, each a transaction of its own, by one process: half of them titles, half")
    print("prices or stocks. Workers: " + "; ".join(" ".join(each) for each in WORKERS) + "; beat.")
    print(f"Every {SAMPLED}th change is waited for: the engine's search is asked for the new value")
    print(
        f"every {POLL_S * 1000:.0f} ms, counted from the end of the commit. Then {backlog:,} rows"
    )
    print(f"in the bulk lane, and {STREAMS} live streams end.\n")
    with celery(folder, WORKERS):
        _wait_for_workers()
        watch = Watch(wiring.search_engine())
        rate = _watched(watch, lambda: _change(watch, seconds))
        left = _rows_left()
        ended = Watch(wiring.search_engine())
        _watched(ended, lambda: _end_streams(ended, backlog))
        behind = _rows_left()
    drop_indexes()
    waits = {**watch.waits, **ended.waits}
    figures = {lane: summary(values) for lane, values in sorted(waits.items())}
    print_table(
        ["change", "waited for", "p50 s", "p95 s", "max s"],
        [[lane, *each.values()] for lane, each in figures.items()],
    )
    print(f"{rate:.0f} changes a second were made; {left:,} rows waited afterwards; a poll took")
    print(f"{np.median(watch.polls) * 1000:.0f} ms in the median. When the last stream was gone,")
    print(f"{behind:,} rows of the backlog still waited.\n")
    return {"rate": rate, "left": left, "behind": behind, "figures": figures}


def summary(waits: Sequence[float]) -> dict[str, float]:
    """How many, the median, the 95th percentile and the longest."""
    p50, p95 = (float(np.percentile(waits, q)) for q in (50, 95))
    return {"count": len(waits), "p50": p50, "p95": p95, "max": max(waits)}


def _watched(watch: Watch, work: Callable[[], float]) -> float:
    watcher = threading.Thread(target=watch.run)
    watcher.start()
    try:
        return work()
    finally:
        watch.finish()
        watcher.join()


def _change(watch: Watch, seconds: int) -> float:
    """Changes products at the set rate; how many a second it came to."""
    from searchapp.catalog.models import Product

    draw = random.Random(17)
    count = PER_SECOND * seconds
    ids = list(Product.objects.exclude(published=None).order_by("pk").values_list("pk", flat=True))
    draw.shuffle(ids)
    start = time.perf_counter()
    for number in range(count):
        time.sleep(max(0.0, start + number / PER_SECOND - time.perf_counter()))
        name = ids[number % len(ids)]
        is_waited_for = number // 2 % SAMPLED == 0
        change = _new_title(name, number) if number % 2 else _new_price(name, number)
        if is_waited_for:
            watch.add(change)
    return count / (time.perf_counter() - start)


def _new_title(name: str, number: int) -> Waiting:
    from searchapp.catalog.models import Product
    from searchapp.catalog.upsert import save
    from searchapp.pipeline.request import Kind
    from searchapp.pipeline.retrieval import RetrievalQuery, TextClause

    word = f"zq{number}x"
    product = Product.objects.get(pk=name)
    product.title = f"{product.title[:450]} {word}"
    committed = _committed(lambda: save(product))
    clause = TextClause("words", word, {"title": 1.0})
    query = RetrievalQuery(Kind.PRODUCT, "words", 1, text=(clause,))
    return Waiting(WORDS, query, lambda result: bool(result.hits), committed)


def _new_price(name: str, number: int) -> Waiting:
    from searchapp.catalog.models import Product
    from searchapp.pipeline.request import Between, Kind
    from searchapp.pipeline.retrieval import RetrievalQuery

    column, value = ("price", number + 100_000) if number % 4 else ("stock", number + 500_000)
    committed = _committed(lambda: Product.objects.filter(pk=name).update(**{column: value}))
    query = RetrievalQuery(
        Kind.PRODUCT, "price", 1, filters=(Between(column, float(value), float(value)),)
    )
    return Waiting(PRICE, query, lambda result: bool(result.hits), committed)


def _end_streams(watch: Watch, backlog: int) -> float:
    """Streams that end while the bulk lane has a backlog."""
    from searchapp.catalog.models import Lane, LiveStream, Product
    from searchapp.catalog.outbox import record
    from searchapp.pipeline.request import AnyOf, Kind
    from searchapp.pipeline.retrieval import RetrievalQuery

    names = list(Product.objects.order_by("pk").values_list("pk", flat=True))
    record(Kind.PRODUCT, (names[place % len(names)] for place in range(backlog)), Lane.BULK)
    # Nobody is told of these rows: the workers find them by themselves.
    streams = LiveStream.objects.exclude(status="ended").exclude(published=None)
    for name in list(streams.order_by("pk").values_list("pk", flat=True)[:STREAMS]):
        time.sleep(0.5)
        ending = LiveStream.objects.filter(pk=name)
        committed = _committed(partial(ending.update, status="ended"))
        query = RetrievalQuery(
            Kind.LIVE,
            "running",
            1,
            filters=(AnyOf("id", (name,)), AnyOf("status", ("live", "scheduled"))),
        )
        watch.add(Waiting(ENDED, query, lambda result: not result.hits, committed))
    return 0.0


def _committed(write: Callable[[], Any]) -> float:
    """When the write was committed, before anybody was told of it."""
    from django.db import transaction

    moments: list[float] = []
    with transaction.atomic():
        transaction.on_commit(lambda: moments.append(time.perf_counter()))
        write()
    return moments[0]


def _wait_for_workers() -> None:
    print("waiting for the workers …", file=sys.stderr)
    from searchapp.celery import app

    deadline = time.monotonic() + 120
    there: set[str] = set()
    # One that is at work may answer the next time.
    while len(there) < len(WORKERS):
        there.update(name for answer in app.control.ping(timeout=1.0) for name in answer)
        if time.monotonic() > deadline:
            raise SystemExit("The workers do not answer; see celery.log in the data folder.")


def _rows_left() -> int:
    from searchapp.catalog.models import OutboxRow

    return OutboxRow.objects.count()
