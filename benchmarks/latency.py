"""Latency of the service and of its stages, beside the same queries as a raw multi_match, in one
run.

    python -m benchmarks.latency                          100,000 generated products
    python -m benchmarks.latency --products 20000

The catalog is imported, embedded and indexed at the first run and kept for the next.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np

from benchmarks.protocol import arguments, chosen_engines, print_table, set_up, write_json

PAGE = 24
FACETS = ("brand", "category", "colour")
RAW_FIELDS = ("title^3", "brand_text^2", "colour_text", "category_text", "body")
WARM_UP_QUERIES = 50
NOW = datetime(2026, 1, 1, tzinfo=UTC)
Timings = dict[str, list[float]]


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--products", type=int, help="how many products (default 100,000)")
    parser.add_argument("--queries", type=int, help="how many queries (default 400)")
    parser.add_argument("--rebuild", action="store_true", help="fill the indexes anew")
    options = parser.parse_args()
    products = options.products or (5_000 if options.quick else 100_000)
    queries = options.queries or (100 if options.quick else 400)
    engines = chosen_engines(options.engine)
    set_up(f"latency-{products}")
    fill_catalog(products)
    texts = _queries(queries)
    _print_protocol(products, texts)
    figures: dict[str, Any] = {}
    for engine in engines:
        figures[engine] = _summary(_measure(engine, texts, options.rebuild))
        _print_figures(engine, figures[engine])
    write_json(options.json, {"products": products, "queries": queries, "figures": figures})


def _print_protocol(products: int, texts: Sequence[str]) -> None:
    print(
        f"{products:,} generated products; {len(texts)} queries of 1-4 words drawn from titles and"
    )
    print(
        f"categories, e.g. {', '.join(repr(text) for text in texts[:4])}. One caller, one process;"
    )
    print("each query is answered by every system in turn before the next one; the order of the")
    print(f"systems turns with each query. Page of {PAGE}; the service: products only, facets")
    print(f"{', '.join(FACETS)}, query embedding, kNN, cards with highlights. Raw: one multi_match")
    print(
        "cross_fields search of the same page with its source, no facets. Times in milliseconds.\n"
    )


def fill_catalog(products: int) -> None:
    """Demo marketplaces of different seeds, with the seed in the ids, until there are enough."""
    from searchapp.catalog.models import Product
    from searchapp.importing.job import Import
    from searchapp.importing.sources import SourceRow

    if Product.objects.count() >= products:
        return
    print(f"importing {products:,} products …", file=sys.stderr)
    rows = enumerate(_product_rows(products), start=1)
    Import(index=False).run(SourceRow(line, row, row) for line, row in rows)


def open_indexed(engine: str, rebuilt: bool) -> None:
    """Makes `engine` the one that is measured, and indexes the catalog where it isn't."""
    from benchmarks.engines import use_engine
    from searchapp import wiring
    from searchapp.catalog.models import Product
    from searchapp.indexing.rebuilding import rebuild
    from searchapp.pipeline.request import Kind

    use_engine(engine)
    writer = wiring.index_writer()
    index = writer.live(Kind.PRODUCT)
    if rebuilt or index is None or writer.count(index) < Product.objects.count() * 0.95:
        print(f"indexing on {engine} …", file=sys.stderr)
        rebuild(Kind.PRODUCT)


def _product_rows(products: int) -> Iterator[dict[str, Any]]:
    from searchapp.importing.demo import marketplace_rows

    made = 0
    for seed in range(1_000):
        for row in marketplace_rows(seed=seed, now=NOW):
            if row.get("kind") != "product":
                continue
            own = {**row, "id": f"{seed}-{row.get('id')}", "published": True}
            for name in ("seller", "variants", "gtin", "sku"):
                own.pop(name, None)
            yield own
            made += 1
            if made >= products * 1.01:
                return


def _queries(count: int) -> list[str]:
    """Seeded: runs of words from titles, category names, brand with category."""
    from searchapp.catalog.models import Product

    draw = random.Random(13)
    ids = list(Product.objects.order_by("id").values_list("id", flat=True))
    chosen = Product.objects.select_related("category").in_bulk(draw.sample(ids, count))
    queries = []
    for product in chosen.values():
        words = product.title.replace(",", " ").split()
        length = min(len(words), draw.choice((1, 2, 2, 3, 3, 4)))
        start = draw.randrange(len(words) - length + 1)
        text = " ".join(words[start : start + length])
        if product.category and draw.random() < 0.3:
            text = f"{product.brand} {product.category.title}".strip()
        queries.append(text.lower())
    return queries


def _measure(engine: str, texts: Sequence[str], rebuilt: bool) -> Timings:
    from searchapp.settled_memory import settle_memory

    systems = _systems(engine, rebuilt)
    for text in texts[:WARM_UP_QUERIES]:
        for system in systems:
            system(text)
    settle_memory()
    timings: Timings = {}
    for number, text in enumerate(texts):
        turn = number % len(systems)
        for system in (*systems[turn:], *systems[:turn]):
            for name, took_ms in system(text).items():
                timings.setdefault(name, []).append(took_ms)
    return timings


def _systems(engine: str, rebuilt: bool) -> list[Callable[[str], dict[str, float]]]:
    """The systems to compare, each a function query → milliseconds by what took them."""
    from benchmarks.engines import elasticsearch_client, product_index
    from searchapp import wiring
    from searchapp.pipeline.request import Kind, SearchRequest
    from searchapp.pipeline.retrieval import RetrievalQuery, TextClause

    open_indexed(engine, rebuilt)
    service, config = wiring.search_service(), wiring.current_config()
    service.warm_up()

    def whole_service(text: str) -> dict[str, float]:
        request = SearchRequest(
            text=text, kinds=(Kind.PRODUCT,), size=PAGE, facets=FACETS, budget_ms=60_000
        )
        start = time.perf_counter()
        response = service.search(request, config)
        took = (time.perf_counter() - start) * 1000
        stages = {f"  {stage}": ms for stage, ms in response.took_ms.items() if stage != "total"}
        return {"service": took, **stages}

    def raw_elasticsearch(text: str) -> dict[str, float]:
        start = time.perf_counter()
        elasticsearch_client().search(
            index=product_index(),
            query={
                "multi_match": {"query": text, "type": "cross_fields", "fields": list(RAW_FIELDS)}
            },
            size=PAGE,
        )
        return {"raw cross_fields": (time.perf_counter() - start) * 1000}

    weights = {
        name: float(weight or 1) for name, _, weight in (f.partition("^") for f in RAW_FIELDS)
    }

    def raw_embedded(text: str) -> dict[str, float]:
        asked = RetrievalQuery(
            Kind.PRODUCT,
            "raw",
            PAGE,
            text=(TextClause("words", text, weights),),
            document_fields=("title", "brand", "price", "image"),
        )
        start = time.perf_counter()
        service.engine.search([asked], 60_000)
        return {"raw cross_fields": (time.perf_counter() - start) * 1000}

    return [raw_elasticsearch if engine == "elasticsearch" else raw_embedded, whole_service]


def _summary(timings: Timings) -> dict[str, dict[str, float]]:
    raw = float(np.percentile(timings["raw cross_fields"], 50))
    summary = {}
    for name, values in timings.items():
        p50, p95, p99 = (float(np.percentile(values, q)) for q in (50, 95, 99))
        summary[name] = {"p50": p50, "p95": p95, "p99": p99, "p50 / raw p50": p50 / raw}
    return summary


def _print_figures(engine: str, figures: dict[str, dict[str, float]]) -> None:
    order = ["raw cross_fields", "service", *[name for name in figures if name.startswith("  ")]]
    rows = [[name, *figures[name].values()] for name in order]
    print(f"{engine}\n")
    print_table(["", *figures["service"]], rows)


if __name__ == "__main__":
    main()
