"""Judged queries and the metrics over them."""

from __future__ import annotations

import argparse
import csv
import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import ir_measures
from ir_measures import Judged, R, nDCG

from benchmarks.protocol import arguments

RELEVANT = 1
"""The least grade that counts as relevant for recall."""
_NOTHING = ""
"""Stands for the product of a query that found none: no products have no judged share."""
QUICK_QUERIES = 25
"""How many queries a quick run takes."""
Ranking = Sequence[str]


@dataclass(frozen=True, slots=True)
class Judgments:
    """Grades by query and product id; higher is better, 0 is irrelevant."""

    grades: Mapping[str, Mapping[str, int]]

    @property
    def queries(self) -> list[str]:
        return list(self.grades)

    def first(self, count: int) -> Judgments:
        """The judgments of the first `count` queries."""
        return Judgments(dict(list(self.grades.items())[:count]))

    @property
    def pairs(self) -> int:
        return sum(len(items) for items in self.grades.values())


def judged_arguments(description: str) -> argparse.ArgumentParser:
    """A parser for benchmarks on any catalog and its judged queries."""
    parser = arguments(description)
    parser.add_argument("--catalog", type=Path, help="the catalog to import")
    parser.add_argument("--judgments", type=Path, help="the judged queries")
    return parser


def judged_catalog(options: argparse.Namespace) -> tuple[Path, Judgments]:
    """The catalog to import and the judgments of its queries: by default the ESCI sample's."""
    data = Path(os.environ.get("SEARCHAPP_BENCHMARK_DATA", "../shared/data")) / "esci"
    catalog: Path = (options.catalog or data).resolve()
    judgments = read_judgments(options.judgments or data / "judgments.csv")
    return catalog, judgments.first(QUICK_QUERIES) if options.quick else judgments


def read_judgments(path: Path) -> Judgments:
    """Reads a CSV file with the columns query, product_id and grade.

    Raises FileNotFoundError saying how to get one, KeyError for a missing column.
    """
    if not path.exists():
        raise FileNotFoundError(
            f"{path} is not there. Set SEARCHAPP_BENCHMARK_DATA to a folder with "
            "esci/judgments.csv and esci/products.jsonl.gz, or name your own with "
            "--judgments and --catalog."
        )
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    with path.open(newline="") as file:
        for row in csv.DictReader(file):
            grades[row["query"]][row["product_id"]] = int(row["grade"])
    return Judgments(grades)


def evaluate(judgments: Judgments, rankings: Mapping[str, Ranking]) -> dict[str, float]:
    """Means over all judged queries; a query without a ranking counts as 0.

    nDCG@10: log2 discount, ideal from the labels, an unjudged product counts as grade 0. Linear
    gains are the grades; exponential gains are 2^grade - 1. recall@200: judged products of grade 1
    or more that are among the first 200, of all such. judged@10: share of the first ten that have a
    judgment.
    """
    highest = max(grade for items in judgments.grades.values() for grade in items.values())
    exponential = {grade: 2**grade - 1 for grade in range(highest + 1)}
    measures = {
        "nDCG@10 linear": nDCG @ 10,
        "nDCG@10 exponential": nDCG(gains=exponential) @ 10,
        "recall@200": R(rel=RELEVANT) @ 200,
        "judged@10": Judged @ 10,
    }
    names = {query: str(number) for number, query in enumerate(judgments.queries)}
    qrels = {names[query]: dict(items) for query, items in judgments.grades.items()}
    run = {
        names[query]: {id_: float(-place) for place, id_ in enumerate(ranking or [_NOTHING])}
        for query, ranking in rankings.items()
    }
    # One by one: asked for together, measures that differ in their gains alone are mixed up.
    return {
        name: float(ir_measures.calc_aggregate([measure], qrels, run)[measure])
        for name, measure in measures.items()
    }


def ranking_figures(
    judgments: Judgments, rankings: Mapping[str, Sequence[str]]
) -> dict[str, float]:
    """nDCG@10 of whole rankings, and of the same without what is not judged."""
    judged = {
        query: [id_ for id_ in rankings[query] if id_ in items]
        for query, items in judgments.grades.items()
    }
    every, only = evaluate(judgments, rankings), evaluate(judgments, judged)
    return {
        "nDCG@10 linear": every["nDCG@10 linear"],
        "nDCG@10 exponential": every["nDCG@10 exponential"],
        "judged only, linear": only["nDCG@10 linear"],
    }
