"""Suggestions while a query is typed: how quick they are beside a raw prefix search of the engine,
in one run, and after how many letters the intended query is among them.

    python -m benchmarks.suggestions                          100,000 generated products
    python -m benchmarks.suggestions --products 20000

The catalog and its indexes are those of `benchmarks.latency`; they are made at the first run and
kept for the next.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from analyzers.completions.builder import FEWEST_PEOPLE, CompletionIndexBuilder
from analyzers.completions.completion_index import CompletionIndex
from analyzers.completions.meaning import meaning
from analyzers.evidence import CatalogItem
from benchmarks.keystrokes import Intention, intentions, logged
from benchmarks.latency.catalog import fill_catalog, open_indexed
from benchmarks.protocol import arguments, chosen_engines, print_table, set_up, write_json

SHOWN = 8
LETTERS = (2, 3, 4, 6, 8, 12)
WARM_UP_CALLS = 100
Systems = dict[str, Callable[[str], Any]]


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--products", type=int, help="how many products (default 100,000)")
    parser.add_argument("--queries", type=int, help="how many intended queries (default 300)")
    parser.add_argument("--rebuild", action="store_true", help="fill the indexes anew")
    options = parser.parse_args()
    products = options.products or (5_000 if options.quick else 100_000)
    queries = options.queries or (40 if options.quick else 300)
    engines = chosen_engines(options.engine)
    set_up(f"latency-{products}")
    fill_catalog(products)
    items = list(_catalog_items())
    intended = intentions(items, queries)
    index, built = _build(items)
    _print_protocol(products, intended, index, built)
    figures: dict[str, Any] = {"index": built, "found": _found(index, intended)}
    _print_found(figures["found"])
    timed = intended[: max(20, queries // 5)]
    figures["completion index"] = _timings(
        {"completion index": lambda t: index.complete(t, 4)}, timed
    )
    for engine in engines:
        open_indexed(engine, options.rebuild)
        figures[engine] = _timings(_systems(engine, index), timed)
    _print_timings({name: figures[name] for name in ("completion index", *engines)})
    write_json(options.json, {"products": products, "queries": queries, "figures": figures})


def _catalog_items() -> Iterator[CatalogItem]:
    from searchapp.lexicon.catalog_evidence import catalog_items

    yield from catalog_items()


def _build(items: Sequence[CatalogItem]) -> tuple[CompletionIndex, dict[str, float]]:
    """The index learnt from the catalog and the generated log, and what it took."""
    builder = CompletionIndexBuilder()
    start = time.perf_counter()
    for item in items:
        builder.add(item)
    for query in logged(items):
        builder.add_query(query)
    index = builder.build()
    return index, {
        "seconds": time.perf_counter() - start,
        "phrases": len(index),
        "megabytes": sum(array.nbytes for array in index.arrays().values()) / 1e6,
    }


def _print_protocol(
    products: int, intended: Sequence[Intention], index: CompletionIndex, built: dict[str, float]
) -> None:
    shown = ", ".join(repr(each.text) for each in intended[:4])
    misspelt = ", ".join(repr(each.misspelt) for each in intended[:3])
    known = {meaning(text) for text in index.phrases}
    share = np.mean([meaning(each.text) in known for each in intended])
    print(
        f"{products:,} generated products. {len(intended)} intended queries, drawn as those of\n"
        f"the generated log are (what is popular is asked for more), e.g. {shown};\n"
        "each is typed letter by letter, once right and once with one seeded typo at or after\n"
        f"its third letter, e.g. {misspelt}. Of them {share:.0%} are among\n"
        f"the {len(index):,} phrases of the completion index. It was learnt from the catalog and\n"
        f"the log (queries of at least {FEWEST_PEOPLE} people) in {built['seconds']:.0f} s and "
        f"takes {built['megabytes']:.1f} MB.\n"
    )


def _found(index: CompletionIndex, intended: Sequence[Intention]) -> dict[str, dict[str, float]]:
    """By how it was typed and the place, the share of the intended queries after k letters.

    A completion that means the same counts; so does the typed text itself once it is whole. After
    k letters only the queries that are longer count, and with a typo those whose typo is typed.
    """
    figures: dict[str, dict[str, float]] = {}
    for manner in ("right", "misspelt"):
        for most in (5, 10):
            figures[f"{manner}, top {most}"] = {
                f"{letters} letters": _share(index, intended, manner == "misspelt", most, letters)
                for letters in LETTERS
                if letters > LETTERS[0] or manner == "right"
            }
    return figures


def _share(
    index: CompletionIndex, intended: Sequence[Intention], misspelt: bool, most: int, letters: int
) -> float:
    hits = []
    for each in intended:
        typed = each.misspelt if misspelt else each.text
        if len(typed) <= letters or (misspelt and each.typo_at > letters):
            continue
        found = index.complete(typed[:letters], most)
        hits.append(meaning(each.text) in {meaning(completion.text) for completion in found})
    return float(np.mean(hits)) if hits else float("nan")


def _systems(engine: str, index: CompletionIndex) -> Systems:
    """The suggestions of the service, and a raw prefix search with a page of titles."""
    from analyzers.lexicon import Lexicon
    from benchmarks.engines import elasticsearch_client, product_index
    from searchapp import wiring
    from searchapp.pipeline.config import SearchConfig
    from searchapp.pipeline.request import Kind
    from searchapp.pipeline.retrieval import Match, RetrievalQuery, TextClause

    service = wiring.search_service()
    config = SearchConfig(lexicon=Lexicon(version="benchmark", completions=index))

    def raw_elasticsearch(text: str) -> None:
        elasticsearch_client().search(
            index=product_index(),
            query={
                "multi_match": {
                    "query": text,
                    "type": "bool_prefix",
                    "operator": "and",
                    "fields": ["title_words"],
                }
            },
            source_includes=["title"],
            size=SHOWN,
        )

    def raw_embedded(text: str) -> None:
        clause = TextClause("prefix", text, {"title_words": 1.0}, match=Match.PREFIX)
        asked = RetrievalQuery(
            Kind.PRODUCT, "raw", SHOWN, text=(clause,), document_fields=("title",)
        )
        service.engine.search([asked], 60_000)

    return {
        f"{engine}, raw prefix search": raw_elasticsearch
        if engine == "elasticsearch"
        else raw_embedded,
        f"{engine}, suggestions": lambda text: service.suggest(text, SHOWN, config),
    }


def _timings(systems: Systems, intended: Sequence[Intention]) -> dict[str, dict[str, float]]:
    """Milliseconds by system; each text is answered by all of them in turn."""
    typed = [
        text[:letters]
        for each in intended
        for text in (each.text, each.misspelt)
        for letters in range(1, len(text) + 1)
    ]
    for text in typed[:WARM_UP_CALLS]:
        for system in systems.values():
            system(text)
    timings: dict[str, list[float]] = {name: [] for name in systems}
    for number, text in enumerate(typed):
        turn = number % len(systems)
        names = list(systems)
        for name in (*names[turn:], *names[:turn]):
            start = time.perf_counter()
            systems[name](text)
            timings[name].append((time.perf_counter() - start) * 1000)
    short = np.array([len(text) <= 2 for text in typed])
    return {name: _summary(np.array(values), short) for name, values in timings.items()}


def _summary(values: Any, short: Any) -> dict[str, float]:
    p50, p95, p99 = (float(np.percentile(values, q)) for q in (50, 95, 99))
    return {
        "calls": len(values),
        "p50": p50,
        "p95": p95,
        "p99": p99,
        "p95 of 1-2 letters": float(np.percentile(values[short], 95)),
    }


def _print_found(figures: dict[str, dict[str, float]]) -> None:
    print("Share of the intended queries among the completions, after so many letters\n")
    columns = [f"{letters} letters" for letters in LETTERS]
    print_table(
        ["", *columns],
        [[name, *(row.get(column, "") for column in columns)] for name, row in figures.items()],
    )


def _print_timings(figures: dict[str, dict[str, dict[str, float]]]) -> None:
    print("Milliseconds for each letter typed; one caller, one process\n")
    rows = [
        [name, *summary.values()]
        for systems in figures.values()
        for name, summary in systems.items()
    ]
    first = next(iter(next(iter(figures.values())).values()))
    print_table(["", *first], rows)


if __name__ == "__main__":
    main()
