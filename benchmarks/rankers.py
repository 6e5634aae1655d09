"""The feature ranker on judged queries, through the service, by cross-validation by query.

    python -m benchmarks.rankers                         the ESCI sample in SEARCHAPP_BENCHMARK_DATA
    python -m benchmarks.rankers --catalog C --judgments J        any catalog and judgments

Each query is answered by a ranker that was trained on queries of other folds, exported to a model
folder and read from there, as in production.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.answers import found_products
from benchmarks.judgments import Judgments, judged_arguments, judged_catalog, ranking_figures
from benchmarks.protocol import (
    chosen_engines,
    gain_cell,
    import_and_learn,
    print_table,
    set_up,
    write_json,
)

if TYPE_CHECKING:
    from rerankers.feature_ranker import FeatureRanker

DEPTH = 200
PARTITIONS = 2
FOLDS = 5
HEAD = 100
SHARES = (0.5, 1.0)
"""The ranker's share of the score; the rest is the first stage's."""
Rankings = Mapping[str, Sequence[str]]


def main() -> None:
    parser = judged_arguments(__doc__ or "")
    parser.add_argument("--partitions", type=int, default=PARTITIONS, help="into folds, at random")
    options = parser.parse_args()
    catalog, judgments = judged_catalog(options)
    engines = chosen_engines(options.engine)
    set_up(f"rankers-{catalog.name.split('.')[0]}".lower())
    _print_protocol(catalog, judgments, options.partitions)
    import_and_learn(catalog)
    figures: dict[str, Any] = {}
    for engine in engines:
        figures[engine] = _measure(engine, judgments, options.partitions)
        print(f"{engine}\n")
        columns = list(next(iter(figures[engine].values())))
        print_table(
            ["system", *columns], [[name, *row.values()] for name, row in figures[engine].items()]
        )
    write_json(options.json, {"queries": len(judgments.queries), "figures": figures})


def _print_protocol(catalog: Path, judgments: Judgments, partitions: int) -> None:
    print(
        f"Catalog {catalog.name}; {len(judgments.queries)} judged queries, {judgments.pairs} pairs."
    )
    print(f"Rankers: {partitions} random partitions of the queries into {FOLDS} folds; a query is")
    print("answered by the ranker that was trained without its fold. nDCG@10: log2 discount, ideal")
    print(
        "from the labels, unjudged = 0, linear and exponential gains, by ir-measures. Judged only:"
    )
    print("the same of the ranking without what is not judged. gain: over the first stage, mean of")
    print(
        "the queries' differences ± its standard error; of the partitions' mean. The ranker orders"
    )
    print(
        f"the first {HEAD} of the first stage and has a share of their score; the rest is the first"
    )
    print("stage's.\n")


def _measure(engine: str, judgments: Judgments, partitions: int) -> dict[str, dict[str, Any]]:
    from benchmarks.engines import served
    from searchapp.relevance.feature_ranker_training import DEFAULT_FEATURES
    from searchapp.relevance.metrics import gain
    from searchapp.relevance.training_set import collect

    service, config = served(engine)
    rows = collect(service, config, judgments.grades, DEFAULT_FEATURES)
    first = answers_with(service, config, None, judgments.queries)
    before = ndcgs(judgments, first)
    runs = [
        _held_out(service, config, judgments, rows, partition) for partition in range(partitions)
    ]
    figures: dict[str, dict[str, Any]] = {
        "first stage": {**ranking_figures(judgments, first), "gain": ""}
    }
    for share in SHARES:
        answers = [run[share] for run in runs]
        after = np.mean([ndcgs(judgments, each) for each in answers], axis=0)
        ranked = [ranking_figures(judgments, each) for each in answers]
        figures[f"+ feature ranker, share {share}"] = {
            **{name: float(np.mean([each[name] for each in ranked])) for name in ranked[0]},
            "gain": gain_cell(*gain(after, before)),
        }
    return figures


def _held_out(
    service: Any, config: Any, judgments: Judgments, rows: Any, partition: int
) -> Mapping[float, Rankings]:
    """The answers to all queries at each share, each by a ranker of the folds without it."""
    found: dict[float, dict[str, Sequence[str]]] = {share: {} for share in SHARES}
    with tempfile.TemporaryDirectory() as room:
        for ranker, unseen in trained_rankers(Path(room), rows, judgments, partition):
            for share in SHARES:
                found[share] |= answers_with(service, config, ranker, unseen, share)
    return found


def trained_rankers(
    room: Path, rows: Any, judgments: Judgments, partition: int
) -> Iterator[tuple[FeatureRanker, list[str]]]:
    """The ranker of each fold, from a folder in `room`, and the queries that it has not seen."""
    from rerankers.feature_ranker import FeatureRanker
    from searchapp.relevance.feature_ranker_training import fold_numbers

    fold_of = fold_numbers(len(rows.queries), FOLDS, partition)
    for fold in range(FOLDS):
        known = rows.of_queries(np.flatnonzero(fold_of != fold).tolist())
        publish_trained(room / str(fold), known, judgments)
        unseen = [rows.queries[number] for number in np.flatnonzero(fold_of == fold)]
        yield FeatureRanker(room / str(fold)), unseen


def publish_trained(folder: Path, known: Any, judgments: Judgments) -> None:
    """Makes `folder` a ranker trained on the rows `known`, all but one fold; whether it has trees
    is chosen within them.
    """
    from searchapp.relevance.feature_ranker_folder import publish_feature_ranker
    from searchapp.relevance.feature_ranker_training import DEFAULT, chosen, train

    grades = {query: judgments.grades[query] for query in known.queries}
    how, _ = chosen(known, grades, DEFAULT, FOLDS - 1, 1)
    publish_feature_ranker(folder, train(known, how), known, how, {}, {})


def answers_with(
    service: Any, config: Any, ranker: Any, queries: Sequence[str], share: float = 1.0
) -> Rankings:
    """The service's answers with `ranker` as its only reranker, or with none."""
    from searchapp.pipeline.profile import RerankStep

    steps = () if ranker is None else (RerankStep(ranker.name, head=HEAD, share=share),)
    profile = replace(config.profile("default"), rerankers=steps)
    config = replace(config, profiles={"default": profile})
    if ranker is not None:
        service = replace(service, rerankers={ranker.name: ranker})
    return {query: found_products(service, config, query, DEPTH) for query in queries}


def ndcgs(judgments: Judgments, rankings: Rankings) -> np.ndarray[Any, Any]:
    from searchapp.relevance.metrics import ndcg

    return np.array([ndcg(rankings[query], items) for query, items in judgments.grades.items()])


if __name__ == "__main__":
    main()
