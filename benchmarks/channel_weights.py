"""Weights of words and meaning for each query, on judged queries, by cross-validation by query.

    python -m benchmarks.channel_weights                 the ESCI sample in SEARCHAPP_BENCHMARK_DATA
    python -m benchmarks.channel_weights --catalog C --judgments J     any catalog and judgments

First stage alone. The rankings at each share are those of the service, and a query's share is
learnt from queries of other folds, or from queries made of the catalog, without one judgment.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.judgments import Judgments, judged_arguments, judged_catalog
from benchmarks.protocol import (
    chosen_engines,
    gain_cell,
    import_and_learn,
    print_table,
    set_up,
    write_json,
)

FOLDS, PARTITIONS = 5, 2
MADE_UP = 1_000


def main() -> None:
    parser = judged_arguments(__doc__ or "")
    parser.add_argument("--partitions", type=int, default=PARTITIONS, help="into folds, at random")
    parser.add_argument("--made-up", type=int, default=MADE_UP, help="queries made of the catalog")
    options = parser.parse_args()
    catalog, judgments = judged_catalog(options)
    engines = chosen_engines(options.engine)
    set_up(f"channel-weights-{catalog.name.split('.')[0]}".lower())
    print(
        f"Catalog {catalog.name}; {len(judgments.queries)} judged queries, {judgments.pairs} pairs;"
        f" {options.made_up} made-up queries."
    )
    print("nDCG@10, linear gains, unjudged = 0. gain: over the profile's weights, mean of the")
    print("queries' differences ± its standard error.")
    print(f"{options.partitions} random partitions of the queries into {FOLDS} folds; a query has")
    print("the share that was learnt without its fold. Made-up queries have one right answer.\n")
    import_and_learn(catalog)
    figures: dict[str, Any] = {}
    for engine in engines:
        figures[engine] = _measure(engine, judgments, options.partitions, options.made_up)
        print(f"{engine}\n")
        print_table(
            ["shares", "judged queries", "gain", "made-up queries", "gain"],
            [[name, *row] for name, row in figures[engine].items()],
        )
    write_json(options.json, {"queries": len(judgments.queries), "figures": figures})


def _measure(
    engine: str, judgments: Judgments, partitions: int, made_up: int
) -> dict[str, list[Any]]:
    from benchmarks.engines import served
    from searchapp import wiring
    from searchapp.relevance.channel_weights_data import collect
    from searchapp.relevance.channel_weights_training import cross_validate, train
    from searchapp.relevance.made_up_judgments import made_up_judgments
    from searchapp.relevance.metrics import gain

    service, config = served(engine)
    made = made_up_judgments(wiring.text_encoder(), made_up, but=judgments.queries)
    judged, drawn = (collect(service, config, each) for each in (judgments.grades, made))
    columns = [cross_validate(each, FOLDS, partitions) for each in (judged, drawn)]
    own = judged.quality_at(np.full(len(judged.queries), judged.own))
    transferred = judged.quality_at(train(drawn).shares(judged.features))
    rows: dict[str, list[Any]] = {
        "the profile's": [part for each in columns for part in (each.own, "")],
        "best for all": [
            part for each in columns for part in (each.constant, gain_cell(*each.constant_gain))
        ],
        "for each query": [
            part for each in columns for part in (each.learnt, gain_cell(*each.learnt_gain))
        ],
        "the same, over the best for all": [
            part for each in columns for part in ("", gain_cell(*each.over_constant))
        ],
        "for each query, from made-up ones": [
            float(transferred.mean()), gain_cell(*gain(transferred, own)), "", ""
        ],
        "best for each query (unknowable)": [
            part for each in columns for part in (each.best, "")
        ],
    }  # fmt: skip
    return rows


if __name__ == "__main__":
    main()
