"""Relevance on judged queries: the service beside plain multi_match, per engine, in one run.

    python -m benchmarks.relevance                       the ESCI sample in SEARCHAPP_BENCHMARK_DATA
    python -m benchmarks.relevance --catalog C --judgments J      any catalog and judgments

A catalog is whatever `manage.py import_catalog` reads; judgments are CSV: query, product_id, grade.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.answers import first_stage_only, found_products
from benchmarks.judgments import Judgments, evaluate, judged_arguments, judged_catalog
from benchmarks.protocol import (
    chosen_engines,
    import_and_learn,
    print_table,
    set_up,
    write_json,
)

if TYPE_CHECKING:
    from searchapp.pipeline.config import SearchConfig

DEPTH = 200
BASELINE_FIELDS = ("title^3", "brand_text^2", "colour_text", "category_text", "body")


def main() -> None:
    parser = judged_arguments(__doc__ or "")
    parser.add_argument("--profile", default="default", help="the ranking profile")
    options = parser.parse_args()
    catalog, judgments = judged_catalog(options)
    engines = chosen_engines(options.engine)
    set_up(f"relevance-{catalog.name.split('.')[0]}".lower())
    _print_protocol(catalog, judgments)
    figures: dict[str, Any] = {}
    import_and_learn(catalog)
    for engine in engines:
        systems = _systems(engine, options.profile)
        figures[engine] = {
            name: evaluate(judgments, {query: search(query) for query in judgments.queries})
            for name, search in systems.items()
        }
        _print_figures(engine, figures[engine])
    write_json(options.json, {"queries": len(judgments.queries), "figures": figures})


def _print_protocol(catalog: Path, judgments: Judgments) -> None:
    print(
        f"Catalog {catalog.name}; {len(judgments.queries)} judged queries, {judgments.pairs} pairs."
    )
    print(
        "nDCG@10: log2 discount, ideal from the labels, unjudged = 0, gains linear (the grade) and"
    )
    print("exponential (2^grade - 1); recall@200 of grade >= 1; judged@10; means over queries, by")
    print(f"ir-measures. First {DEPTH} products of each system; no filters. multi_match: fields")
    print(f"{' '.join(BASELINE_FIELDS)}. In the first stage nothing is trained or")
    print(
        "fitted on these queries. The default feature ranker learnt from the judgments of the ESCI"
    )
    print("sample: there, the row of the whole service shows what it knows by heart, and")
    print("benchmarks.rankers cross-validates it.")
    print("The lexicon is learnt from the catalog alone; with the empty one nothing is corrected,")
    print("recognised or predicted.\n")


def _systems(engine: str, profile: str) -> dict[str, Callable[[str], list[str]]]:
    """The systems to compare on a freshly filled index of `engine`, each a function query → ids."""
    from analyzers.lexicon import Lexicon
    from benchmarks.engines import served
    from searchapp.pipeline.config import SearchConfig
    from searchapp.pipeline.request import Kind
    from searchapp.pipeline.retrieval import RetrievalQuery, TextClause

    service, config = served(engine)

    def by_service(config: SearchConfig) -> Callable[[str], list[str]]:
        return lambda query: found_products(service, config, query, DEPTH, profile)

    def by_channel(channel: str) -> Callable[[str], list[str]]:
        def search(query: str) -> list[str]:
            clause = TextClause("words", query, dict(map(_weighted, BASELINE_FIELDS)))
            asked = RetrievalQuery(Kind.PRODUCT, channel, DEPTH, text=(clause,))
            (result,) = service.engine.search([asked], 60_000)
            return [hit.id for hit in result.hits]

        return search

    systems: dict[str, Callable[[str], list[str]]] = {}
    if engine == "elasticsearch":
        systems |= {
            f"multi_match {type_}": _multi_match(type_) for type_ in ("best_fields", "cross_fields")
        }
    else:
        systems["words alone"] = by_channel("lexical")
    unlearnt = SearchConfig(Lexicon(languages=config.lexicon.languages))
    return systems | {
        "first stage, empty lexicon": by_service(first_stage_only(unlearnt)),
        "first stage": by_service(first_stage_only(config)),
        "service": by_service(config),
    }


def _weighted(field: str) -> tuple[str, float]:
    name, _, weight = field.partition("^")
    return name, float(weight or 1)


def _multi_match(type_: str) -> Callable[[str], list[str]]:
    from benchmarks.engines import elasticsearch_client, product_index

    client, index = elasticsearch_client(), product_index()

    def search(query: str) -> list[str]:
        answer = client.search(
            index=index,
            query={"multi_match": {"query": query, "type": type_, "fields": list(BASELINE_FIELDS)}},
            size=DEPTH,
            source=False,
        )
        return [hit["_id"] for hit in answer["hits"]["hits"]]

    return search


def _print_figures(engine: str, figures: dict[str, dict[str, float]]) -> None:
    metrics = list(next(iter(figures.values())))
    print(f"{engine}\n")
    print_table(
        ["system", *metrics], [[name, *values.values()] for name, values in figures.items()]
    )


if __name__ == "__main__":
    main()
