"""The rankers that come with searchapp on the generated marketplace, of which they saw nothing.

    python -m benchmarks.marketplace
    python -m benchmarks.marketplace --engine elasticsearch

Its products tell what fits a query that is made of their categories and attributes.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.answers import found_products
from benchmarks.engines import served
from benchmarks.protocol import (
    arguments,
    chosen_engines,
    gain_cell,
    print_table,
    set_up,
    write_json,
)

if TYPE_CHECKING:
    from searchapp.catalog.models import Product
    from searchapp.pipeline.profile import RankingProfile

ATTRIBUTES = ("colour", "brand", "material", "gender")
TITLE_WORDS = 3
QUERIES, QUICK_QUERIES = 60, 10
"""Of each kind."""
DEPTH = 50
SEED = 5
Grades = Mapping[str, int]


def main() -> None:
    options = arguments(__doc__ or "").parse_args()
    engines = chosen_engines(options.engine)
    set_up("marketplace")
    from django.core.management import call_command

    call_command("load_demo", stdout=sys.stderr)
    call_command("build_lexicon", stdout=sys.stderr)
    queries = made_queries(QUICK_QUERIES if options.quick else QUERIES)
    _print_protocol(queries)
    figures: dict[str, Any] = {}
    for engine in engines:
        figures[engine] = _measure(engine, queries)
        print(f"{engine}\n")
        systems = list(next(iter(figures[engine].values())))
        print_table(
            ["queries of", *systems],
            [[kind, *row.values()] for kind, row in figures[engine].items()],
        )
    write_json(options.json, {"figures": figures})


def _print_protocol(queries: Mapping[str, Mapping[str, Grades]]) -> None:
    count = ", ".join(f"{len(made)} of {kind}" for kind, made in queries.items())
    print(f"The generated marketplace; queries made of products drawn at random: {count}.")
    print("An attribute's query is its value and the narrowest category: grade 3 for products of")
    print(
        "both, 1 for those of the category. A title's query is three words of it that follow each"
    )
    print("other: 3 for the product, 2 for others with these words, 1 for its category. nDCG@10,")
    print("linear gains, of the first stage; of the others mean of the differences to it ± its")
    print("standard error. The rankers come with searchapp; they learnt from the ESCI judgments.\n")


def made_queries(count: int) -> dict[str, dict[str, Grades]]:
    """At most `count` queries of each kind, each with the grades of what fits."""
    from searchapp.catalog.models import Product

    shown = Product.objects.exclude(published=None).exclude(category=None)
    products = list(shown.select_related("category").order_by("id"))
    drawing = Random(SEED)
    made: dict[str, dict[str, Grades]] = {}
    for name in ATTRIBUTES:
        having = [product for product in products if getattr(product, name)]
        drawn = drawing.sample(having, min(count, len(having)))
        made[name] = dict(_of_attribute(each, name, products) for each in drawn)
    long = [product for product in products if len(product.title.split()) > TITLE_WORDS]
    drawn = drawing.sample(long, min(count, len(long)))
    made["title"] = dict(_of_title(each, products, drawing) for each in drawn)
    return made


def _of_attribute(
    product: Product, name: str, products: Sequence[Product]
) -> tuple[str, dict[str, int]]:
    value = getattr(product, name)
    narrowest = str(product.category).rpartition(">")[2].strip()
    grades = {
        each.id: 3 if getattr(each, name) == value else 1
        for each in products
        if each.category_id == product.category_id
    }
    return f"{value} {narrowest}".lower(), grades


def _of_title(
    product: Product, products: Sequence[Product], drawing: Random
) -> tuple[str, dict[str, int]]:
    words = product.title.lower().split()
    start = drawing.randrange(len(words) - TITLE_WORDS + 1)
    wanted = words[start : start + TITLE_WORDS]
    grades = {each.id: 1 for each in products if each.category_id == product.category_id}
    grades |= {each.id: 2 for each in products if {*wanted} <= {*each.title.lower().split()}}
    return " ".join(wanted), {**grades, product.id: 3}


def _measure(engine: str, queries: Mapping[str, Mapping[str, Grades]]) -> dict[str, dict[str, Any]]:
    from searchapp.relevance.metrics import gain, ndcg

    service, config = served(engine)
    systems = _systems(config.profile("default"))
    config = replace(config, profiles=systems)
    figures: dict[str, dict[str, Any]] = {}
    for kind, made in queries.items():
        scores = {
            name: np.array(
                [
                    ndcg(found_products(service, config, query, DEPTH, name), grades)
                    for query, grades in made.items()
                ]
            )
            for name in systems
        }
        first, *others = scores
        row: dict[str, Any] = {first: float(scores[first].mean())}
        for name in others:
            row[name] = gain_cell(*gain(scores[name], scores[first]))
        figures[kind] = row
    return figures


def _systems(default: RankingProfile) -> dict[str, RankingProfile]:
    from searchapp.pipeline.profile import PRECISE_PROFILE

    (ranker,) = default.rerankers
    *_, cross_encoder = PRECISE_PROFILE.rerankers
    steps = {
        "first stage": (),
        "+ feature ranker, share 0.5": (replace(ranker, share=0.5),),
        "+ feature ranker (the default)": (ranker,),
        "+ cross-encoder (precise)": (ranker, replace(cross_encoder, budget_ms=None)),
    }
    return {name: replace(default, name=name, rerankers=each) for name, each in steps.items()}


if __name__ == "__main__":
    main()
