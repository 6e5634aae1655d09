"""A full build from the database, beside `parallel_bulk` of the ready-made documents."""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from zlib import crc32

import numpy as np
from elasticsearch.helpers import parallel_bulk

from analyzers.embedding.base import Vectors
from benchmarks.protocol import print_table
from benchmarks.sync.catalog import fill_catalog, write_embeddings
from benchmarks.sync.servers import drop_indexes, set_up_on_servers

NO_VECTORS, DRAWN, MINILM = "no vectors", "drawn vectors", "MiniLM"
Runs = dict[str, list[float]]


class Drawn:
    """An encoder without a cost: a direction drawn for each text, or none for all."""

    name = "drawn"
    dimensions = 384

    def __init__(self, has_vectors: bool) -> None:
        self.name = "drawn" if has_vectors else "none"
        self._has_vectors = has_vectors

    def warm_up(self) -> None:
        """There is nothing to load."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        if self._has_vectors:
            for row, text in enumerate(texts):
                vectors[row] = np.random.default_rng(crc32(text.encode())).normal(size=384)
            vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Documents per second of both, with vectors from several encoders; prints a table each."""
    products = options.products or (2_000 if options.quick else 20_000)
    rounds = 1 if options.quick else options.rounds
    set_up_on_servers("sync-build", "minilm")
    products = fill_catalog(products)
    print(
        f"Full build of {products:,} products, {rounds} rounds: A rebuild (database → documents →"
    )
    print("index, compared and made live), B elasticsearch.helpers.parallel_bulk of the same")
    print("documents ready-made in memory (two threads, batches of the same bytes, the same")
    print("settings, refreshed), by turns in one process. Every vector is in the table.\n")
    figures: dict[str, Any] = {}
    for name in options.vectors or (NO_VECTORS, DRAWN, MINILM):
        with _encoding_by(name) as encoder:
            write_embeddings(encoder)
            runs = _by_turns(rounds, {"rebuild": _rebuild, "parallel_bulk": _Ready(encoder).write})
        figures[name] = summary(runs)
    columns = ["vectors", "rebuild docs/s", "parallel_bulk docs/s", "ratio", "ratios of rounds"]
    drop_indexes()
    print_table(columns, [_row(name, each) for name, each in figures.items()])
    return {"products": products, "figures": figures}


def summary(runs: Runs) -> dict[str, Any]:
    """Medians in documents per second, and their ratio; each round's ratio beside it."""
    ratios = [a / b for a, b in zip(runs["rebuild"], runs["parallel_bulk"], strict=True)]
    return {
        **{name: statistics.median(speeds) for name, speeds in runs.items()},
        "ratio": statistics.median(ratios),
        "ratios": ratios,
    }


def _row(name: str, figures: dict[str, Any]) -> list[Any]:
    ratios = " ".join(f"{ratio:.2f}" for ratio in figures["ratios"])
    speeds = [round(figures[each]) for each in ("rebuild", "parallel_bulk")]
    return [name, *speeds, f"{figures['ratio']:.2f}", ratios]


def _by_turns(rounds: int, systems: dict[str, Callable[[], int]]) -> Runs:
    """Documents per second of each system in each round, after one that warms up."""
    speeds: Runs = {name: [] for name in systems}
    for number in range(rounds + 1):
        names = list(systems) if number % 2 else list(systems)[::-1]
        for name in names:
            start = time.perf_counter()
            documents = systems[name]()
            speed = documents / (time.perf_counter() - start)
            print(f"round {number}: {name}: {speed:,.0f} documents/s", file=sys.stderr)
            if number:
                speeds[name].append(speed)
    return speeds


@contextmanager
def _encoding_by(name: str) -> Iterator[Any]:
    """Has `wiring` give the encoder; with it come indexes of its vectors."""
    from searchapp import wiring

    given = wiring.text_encoder
    encoder = given() if name == MINILM else Drawn(has_vectors=name == DRAWN)
    wiring.text_encoder = lambda: encoder  # type: ignore[assignment]
    try:
        yield encoder
    finally:
        wiring.text_encoder = given


def _rebuild() -> int:
    from searchapp.indexing.rebuilding import rebuild
    from searchapp.pipeline.request import Kind

    return rebuild(Kind.PRODUCT).documents


class _Ready:
    """The documents as they are sent, made beforehand."""

    def __init__(self, encoder: Any) -> None:
        from searchapp.catalog.models import Product
        from searchapp.engines.base import Put, entry_checksum, slice_of
        from searchapp.engines.elasticsearch.documents import source
        from searchapp.engines.elasticsearch.mapping import CHECKSUM, SLICE
        from searchapp.indexing.documents import load_operations
        from searchapp.pipeline.request import Kind

        self._actions: list[dict[str, Any]] = []
        ids = list(Product.objects.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(ids), 500):
            for each in load_operations(Kind.PRODUCT, ids[start : start + 500], encoder).operations:
                if isinstance(each, Put):
                    document = source(Kind.PRODUCT, each.id, each.document)
                    document[SLICE] = slice_of(each.id)
                    document[CHECKSUM] = entry_checksum(each.id, each.version)
                    self._actions.append(
                        {
                            "_id": each.id,
                            "version": each.version,
                            "version_type": "external",
                            "_source": document,
                        }
                    )

    def write(self) -> int:
        """A new index with all of them, searchable; it goes again at once."""
        from searchapp import wiring
        from searchapp.engines.elasticsearch.bulk import BulkWriter
        from searchapp.engines.elasticsearch.connection import connect
        from searchapp.pipeline.request import Kind

        writer = wiring.index_writer()
        index = writer.create(Kind.PRODUCT)
        client = connect(os.environ["ELASTICSEARCH_URL"])
        batch_bytes = BulkWriter(client).batch_bytes
        done = 0
        for is_well, outcome in parallel_bulk(
            client,
            self._actions,
            index=index,
            thread_count=2,
            chunk_size=1_000_000,
            max_chunk_bytes=batch_bytes,
        ):
            if not is_well:
                raise RuntimeError(f"Elasticsearch refuses a document: {outcome}")
            done += 1
        writer.refresh(index)
        writer.drop(index)
        return done
