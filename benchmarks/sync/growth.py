"""Memory and time of a rebuild as the catalog grows."""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from typing import Any

from benchmarks.protocol import print_table
from benchmarks.sync.catalog import fill_catalog
from benchmarks.sync.servers import drop_indexes, set_up_on_servers

QUICK = (1_000, 5_000)
SIZES = (10_000, 100_000)
FULL = 1_000_000


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Peak memory and seconds of a rebuild of each size; prints a table."""
    sizes = [*(QUICK if options.quick else SIZES), *([FULL] if options.full else [])]
    if options.products:
        sizes = [options.products]
    print("Rebuild of growing catalogs on PostgreSQL and Elasticsearch, hashing encoder, no text")
    print(
        "encoded before, each in a process of its own that does nothing else; its peak of resident"
    )
    print("memory, libraries and all.\n")
    given = dict(os.environ)
    figures = [_in_a_process(size, given) for size in sizes]
    print_table(
        ["products", "seconds", "documents/s", "seconds/1,000", "CPU s/1,000", "peak memory MB"],
        [
            [
                f"{each['products']:,}",
                f"{each['seconds']:,.1f}",
                round(each["products"] / each["seconds"]),
                each["seconds"] / each["products"] * 1000,
                each["cpu_seconds"] / each["products"] * 1000,
                round(each["peak_mb"]),
            ]
            for each in figures
        ],
    )
    return {"figures": figures}


def _in_a_process(products: int, environment: dict[str, str]) -> dict[str, float]:
    program = [sys.executable, "-m", "benchmarks.sync.growth"]
    # One makes the catalog, the other measures: what making it takes is not the rebuild's.
    url = subprocess.check_output([*program, "fill", str(products)], env=environment, text=True)
    done = subprocess.check_output([*program, "rebuild", url.strip()], env=environment, text=True)
    measured: dict[str, float] = json.loads(done.splitlines()[-1])
    return measured


def _fill(products: int) -> None:
    set_up_on_servers("sync-growth", "hashing")
    fill_catalog(products)
    print(os.environ["DATABASE_URL"])


def _rebuild(url: str) -> None:
    from benchmarks.protocol import set_up

    os.environ["DATABASE_URL"] = url
    os.environ["SEARCHAPP_TEXT_ENCODER"] = "hashing"
    set_up("sync-growth", served=["DATABASE_URL"])
    from searchapp.indexing.rebuilding import rebuild
    from searchapp.pipeline.request import Kind

    start = time.perf_counter()
    report = rebuild(Kind.PRODUCT)
    seconds = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_SELF)
    drop_indexes()
    figures = {
        "products": report.documents,
        "seconds": seconds,
        "cpu_seconds": used.ru_utime + used.ru_stime,
        # Kilobytes on Linux, bytes on macOS.
        "peak_mb": used.ru_maxrss / (1 if sys.platform == "darwin" else 1 / 1024) / 1024**2,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    if sys.argv[1] == "fill":
        _fill(int(sys.argv[2]))
    else:
        _rebuild(sys.argv[2])
