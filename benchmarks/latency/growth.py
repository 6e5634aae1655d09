"""How the service and the raw search of each engine grow with the catalog: 10,000, 100,000 and
1,000,000 products.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from itertools import takewhile
from pathlib import Path
from typing import Any

from benchmarks.protocol import chosen_engines, print_table, set_up
from searchapp.pipeline.request import Kind

SIZES, FULL, QUICK = (10_000, 100_000), 1_000_000, (1_000, 5_000)
ORIGINALS = 100_000
"""So many products come from the catalog's database; the rest is recombined from them."""
INDEX_PREFIX = "benchmark-latency-growth"
QUERIES, WARM_UP_QUERIES = 200, 50
SETTLING_S = 600
"""So long at most the merges that filling left behind are waited for."""

Row = dict[str, Any]


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """The figures of each engine at each size; prints the table so far after each, and draws them
    where `--plot` says.
    """
    sizes = [*(QUICK if options.quick else SIZES), *([FULL] if options.full else [])]
    if options.products:
        sizes = [options.products]
    originals = min(ORIGINALS, max(sizes))
    given = dict(os.environ)
    _print_protocol(originals, options.minutes)
    figures: dict[str, list[Row]] = {}
    for engine in chosen_engines(options.engine):
        rows = figures.setdefault(engine, [])
        for size in sizes:
            # One fills, the other measures: the memory of filling is not the search's.
            filled = _in_a_process(given, "fill", engine, originals, size, options.minutes)
            rows.append({**filled, **_in_a_process(given, "ask", engine, originals)})
            _print_rows(engine, rows)
        _in_a_process(given, "empty", engine, originals)
    if options.plot:
        from benchmarks.latency.plot import draw

        draw(figures, options.plot)
    return {"figures": figures}


def _print_protocol(originals: int, minutes: float) -> None:
    from benchmarks.latency.recombined import NOISE
    from benchmarks.latency.systems import PROTOCOL

    cosine = (1 + NOISE**2) ** -0.5
    print(
        f"Growing catalogs: up to {originals:,} generated products with encoded titles, beyond it\n"
        "products recombined from them (title, prose and offer of three of one category), with\n"
        f"vectors drawn around the title's (cosine about {cosine:.2f}). Documents go straight\n"
        "through the engine's writer, so filling is the engine's work alone, not the database's\n"
        f"or the encoder's; the lexicon is that of the originals. {QUERIES} queries, one caller.\n"
        f"{PROTOCOL}\nEach size is filled by one process and asked by another; memory is what is\n"
        f"resident after the queries. What isn't filled in {minutes:g} minutes is asked as far as\n"
        "it got. Elasticsearch is asked when the merges that filling left behind have ended.\n"
    )


def _print_rows(engine: str, rows: list[Row]) -> None:
    print(f"{engine}\n")
    print_table(
        [
            "products", "raw p50 ms", "service p50", "service p95", "service / raw", "index MB",
            "fill s", "documents/s", "our memory MB", "engine's memory MB",
        ],
        [
            [
                f"{row['products']:,}", row["raw"]["p50"], row["service"]["p50"],
                row["service"]["p95"], row["service"]["p50 / raw p50"], round(row["index_mb"]),
                round(row["fill_s"]), round(row["products"] / row["fill_s"]),
                _rounded(row["own_mb"]), _rounded(row["engine_mb"]),
            ]
            for row in rows
        ],
    )  # fmt: skip
    sys.stdout.flush()


def _rounded(megabytes: float | None) -> int | str:
    return "?" if megabytes is None else round(megabytes)


def _in_a_process(
    environment: dict[str, str], doing: str, engine: str, originals: int, *more: float
) -> Row:
    program = [sys.executable, "-m", "benchmarks.latency.growth"]
    asked = [*program, doing, engine, str(originals), *map(str, more)]
    done = subprocess.check_output(asked, env=environment, text=True)
    found: Row = json.loads(done.splitlines()[-1])
    return found


def _set_up(engine: str, originals: int) -> None:
    set_up(f"latency-{originals}")
    from django.conf import settings

    from benchmarks.engines import use_engine
    from benchmarks.latency.catalog import fill_catalog

    fill_catalog(originals)
    settings.ENVIRONMENT["SEARCHAPP_INDEX_PREFIX"] = INDEX_PREFIX
    use_engine(engine)


def _fill(originals: int, size: int, minutes: float) -> Row:
    from benchmarks.latency.recombined import puts, read_originals
    from searchapp import wiring

    documents = read_originals(min(size, originals))
    writer = wiring.index_writer()
    print(f"filling {size:,} …", file=sys.stderr)
    start = time.perf_counter()
    index = writer.create(Kind.PRODUCT)
    in_time = takewhile(lambda _: time.perf_counter() - start < minutes * 60, puts(documents, size))
    report = writer.write(index, in_time)
    writer.refresh(index)
    seconds = time.perf_counter() - start
    if report.failed:
        raise SystemExit(f"not written: {next(iter(report.failed.items()))}")
    _make_live(index)
    return {"products": report.written, "fill_s": seconds}


def _make_live(index: str) -> None:
    """In the place of all others, which go."""
    from searchapp import wiring

    writer = wiring.index_writer()
    writer.make_live(index)
    for other in writer.indexes(Kind.PRODUCT):
        if other != index:
            writer.drop(other)


def _ask(engine: str) -> Row:
    from benchmarks.latency import whole
    from benchmarks.latency.catalog import drawn_queries
    from benchmarks.latency.processes import engine_processes, own_resident_mb
    from benchmarks.latency.systems import RAW, SERVICE, systems

    if engine == "elasticsearch":
        _settle()
    drawn = drawn_queries(QUERIES + WARM_UP_QUERIES)
    found = whole.measure(systems(engine, None), drawn[:QUERIES], drawn[QUERIES:])
    return {
        "raw": found[RAW],
        "service": found[SERVICE],
        "stages": {name.strip(): each for name, each in found.items() if name.startswith("  ")},
        "index_mb": _index_bytes(engine) / 1e6,
        "own_mb": own_resident_mb(),
        "engine_mb": engine_processes(engine).resident_mb(),
    }


def _settle() -> None:
    """Waits until no segment of the live index is being merged."""
    from benchmarks.engines import elasticsearch_client, product_index

    end = time.perf_counter() + SETTLING_S
    while time.perf_counter() < end:
        stats = elasticsearch_client().indices.stats(index=product_index(), metric="merge")
        if not stats["_all"]["total"]["merges"]["current"]:
            return
        time.sleep(1)


def _index_bytes(engine: str) -> int:
    from django.conf import settings

    from benchmarks.engines import elasticsearch_client, product_index

    if engine == "elasticsearch":
        stats = elasticsearch_client().indices.stats(index=product_index(), metric="store")
        return int(stats["_all"]["total"]["store"]["size_in_bytes"])
    folder: Path = settings.DATA_DIR / "indexes" / INDEX_PREFIX
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _main(doing: str, engine: str, originals: str, *more: str) -> None:
    _set_up(engine, int(originals))
    found: Row = {}
    if doing == "fill":
        size, minutes = more
        found = _fill(int(originals), int(size), float(minutes))
    elif doing == "ask":
        found = _ask(engine)
    else:
        from searchapp import wiring

        _make_live(wiring.index_writer().create(Kind.PRODUCT))
    print(json.dumps(found))


if __name__ == "__main__":
    _main(*sys.argv[1:])
