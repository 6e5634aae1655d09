"""How quick the service is beside the raw search of the engine, in one run.

    python -m benchmarks.latency                       100,000 generated products, all but growth
    python -m benchmarks.latency --products 20000
    python -m benchmarks.latency --part throughput     one of: whole, stages, throughput, growth
    python -m benchmarks.latency --part growth --full  10,000, 100,000 and 1,000,000 products
    python -m benchmarks.latency --cross-encoder FOLDER  that model, not the registered one

The catalog is imported, embedded and indexed at the first run and kept for the next.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.protocol import arguments, chosen_engines, set_up, write_json

PARTS = ("whole", "stages", "throughput")
GROWTH = "growth"
WARM_UP_QUERIES = 50


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--part", choices=(*PARTS, GROWTH), help="only this part")
    parser.add_argument("--products", type=int, help="how many products (default 100,000)")
    parser.add_argument("--queries", type=int, help="how many queries (default 400)")
    parser.add_argument("--seconds", type=float, help="of each closed loop (default 12)")
    parser.add_argument("--cross-encoder", default="", metavar="FOLDER", help="its model folder")
    parser.add_argument("--rebuild", action="store_true", help="fill the indexes anew")
    parser.add_argument("--full", action="store_true", help="growth up to 1,000,000 products")
    parser.add_argument("--minutes", type=float, default=15, help="of filling, at most: growth")
    parser.add_argument("--plot", type=Path, metavar="PATH", help="growth as a picture, there")
    options = parser.parse_args()
    if options.part == GROWTH:
        from benchmarks.latency import growth

        figures = growth.measure(options)
    else:
        figures = _on_one_catalog(options)
    write_json(options.json, figures)


def _on_one_catalog(options: argparse.Namespace) -> dict[str, Any]:
    products = options.products or (5_000 if options.quick else 100_000)
    queries = options.queries or (100 if options.quick else 400)
    seconds = options.seconds or (1.0 if options.quick else 12.0)
    engines = chosen_engines(options.engine)
    os.environ.setdefault("SEARCHAPP_TOKEN_VECTORS", "true")
    set_up(f"latency-{products}")
    from benchmarks.latency import stages, throughput, whole
    from benchmarks.latency.catalog import drawn_queries, fill_catalog, open_indexed
    from benchmarks.latency.measured_cross_encoder import choose
    from benchmarks.latency.processes import engine_processes
    from benchmarks.latency.systems import PROTOCOL, systems
    from searchapp import wiring

    fill_catalog(products)
    drawn = drawn_queries(queries + WARM_UP_QUERIES)
    texts, warm_up = drawn[:queries], drawn[queries:]
    profiles = wiring.current_config().profiles
    cross_encoder = choose(options.cross_encoder, profiles)
    _print_protocol(products, texts, PROTOCOL)
    if cross_encoder is None:
        print("The cross-encoder is left out: none is registered; name one by --cross-encoder.\n")
    else:
        print(f"The cross-encoder is {cross_encoder.origin}; {cross_encoder.step}.\n")
    figures: dict[str, Any] = {}
    for engine in engines:
        open_indexed(engine, options.rebuild)
        measured = figures.setdefault(engine, {})
        compared = systems(engine, cross_encoder)
        if options.part in (None, "whole"):
            measured["whole"] = whole.measure(compared, texts, warm_up)
            whole.print_figures(engine, measured["whole"])
        if options.part in (None, "stages"):
            measured["stages"] = stages.measure(texts, warm_up, cross_encoder)
            stages.print_figures(engine, measured["stages"], cross_encoder)
        if options.part in (None, "throughput"):
            loads = throughput.measure(compared, texts, warm_up, seconds, engine_processes(engine))
            throughput.print_figures(engine, loads)
            measured["throughput"] = {
                name: {clients: asdict(load) for clients, load in by_clients.items()}
                for name, by_clients in loads.items()
            }
    return {"products": products, "queries": queries, "figures": figures}


def _print_protocol(products: int, texts: Sequence[str], systems: str) -> None:
    shown = ", ".join(repr(text) for text in texts[:4])
    print(
        f"{products:,} generated products and the lexicon that they teach; {len(texts)} queries\n"
        f"of 1-4 words drawn from titles and categories, e.g. {shown}.\n{systems}\n"
        "The index keeps what the cross-encoder reads of documents (SEARCHAPP_TOKEN_VECTORS).\n"
        "One caller, one process (throughput: several threads); each query is answered by every\n"
        "system before the next one, in an order that turns.\n"
    )


if __name__ == "__main__":
    main()
