"""Misspelt judged queries: what is still found, with and without understanding, in one run.

    python -m benchmarks.misspelt                        the ESCI sample in SEARCHAPP_BENCHMARK_DATA
    python -m benchmarks.misspelt --catalog C --judgments J       any catalog and judgments

Each judged query is misspelt several times by a seeded generator that knows nothing of the
corrector. A misspelt query keeps the judgments of the query that it was made of.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.answers import first_stage_only
from benchmarks.judgments import Judgments, evaluate, judged_arguments, judged_catalog
from benchmarks.protocol import (
    chosen_engines,
    import_and_learn,
    print_table,
    set_up,
    write_json,
)
from benchmarks.typos import misspell

SEED = 20_261
VARIANTS = 3
"""How many misspelt forms of each query."""
PAGE = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """The first products, and how many items there were by words and in all."""

    ids: list[str]
    total: int
    by_words: int


def main() -> None:
    parser = judged_arguments(__doc__ or "")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    catalog, judgments = judged_catalog(options)
    variants = _misspelt(judgments, options.seed)
    engines = chosen_engines(options.engine)
    set_up(f"relevance-{catalog.name.split('.')[0]}".lower())
    _print_protocol(catalog, judgments, variants, options.seed)
    import_and_learn(catalog)
    figures: dict[str, Any] = {}
    for engine in engines:
        figures[engine] = _measure(engine, judgments, variants)
        print(f"{engine}\n")
        columns = list(next(iter(figures[engine].values())))
        print_table(
            ["queries and system", *columns],
            [[name, *row.values()] for name, row in figures[engine].items()],
        )
    write_json(options.json, {"seed": options.seed, "figures": figures})


def _misspelt(judgments: Judgments, seed: int) -> dict[str, str]:
    """Misspelt queries, each with the query that it was made of."""
    random = Random(seed)
    made: dict[str, str] = {}
    for query in judgments.queries:
        for _ in range(VARIANTS):
            typed = misspell(query, random)
            if typed is not None and typed not in judgments.grades:
                made[typed] = query
    return made


def _print_protocol(
    catalog: Path, judgments: Judgments, variants: dict[str, str], seed: int
) -> None:
    print(
        f"Catalog {catalog.name}; {len(judgments.queries)} judged queries, of which "
        f"{len(variants)} misspelt ones are made (one error each, seed {seed})."
    )
    print("nDCG@10: linear gains, as in benchmarks.relevance. Nothing by words: no product has")
    print("the words that were searched; nothing at all: the answer has no product. Empty lexicon:")
    print("nothing is corrected or relaxed by known words. First page, no filters, no rerankers.\n")


def _measure(
    engine: str, judgments: Judgments, variants: dict[str, str]
) -> dict[str, dict[str, float]]:
    search = _service(engine)
    of_variants = Judgments({typed: judgments.grades[query] for typed, query in variants.items()})
    return {
        "as judged, service": _figures(judgments, search, True),
        "misspelt, empty lexicon": _figures(of_variants, search, False),
        "misspelt, service": _figures(of_variants, search, True),
    }


def _figures(
    judgments: Judgments, search: Callable[[str, bool], Answer], understood: bool
) -> dict[str, float]:
    answers = {query: search(query, understood) for query in judgments.queries}
    metrics = evaluate(judgments, {query: answer.ids for query, answer in answers.items()})
    count = len(answers)
    return {
        "nDCG@10 linear": metrics["nDCG@10 linear"],
        "nothing by words": sum(not answer.by_words for answer in answers.values()) / count,
        "nothing at all": sum(not answer.total for answer in answers.values()) / count,
    }


def _service(engine: str) -> Callable[[str, bool], Answer]:
    """The search on a freshly filled index of `engine`, with or without the learnt lexicon."""
    from analyzers.lexicon import Lexicon
    from benchmarks.engines import served
    from searchapp.pipeline.request import PATIENT_MS, Kind, SearchRequest
    from searchapp.pipeline.understanding.relaxation import Step

    service, config = served(engine)
    learnt = first_stage_only(config)
    unlearnt = replace(learnt, lexicon=Lexicon(languages=learnt.lexicon.languages))

    def search(query: str, understood: bool) -> Answer:
        request = SearchRequest(text=query, kinds=(Kind.PRODUCT,), size=PAGE, budget_ms=PATIENT_MS)
        response = service.search(request, learnt if understood else unlearnt)
        total = response.totals[Kind.PRODUCT]
        only_meaning = response.relaxed is not None and response.relaxed.step is Step.MEANING
        ids = [hit.id for hit in response.hits]
        return Answer(ids, total, 0 if only_meaning else total)

    return search


if __name__ == "__main__":
    main()
