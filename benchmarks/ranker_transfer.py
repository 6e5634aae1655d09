"""The feature ranker on catalogs that are poorer than the one on which it was trained.

    python -m benchmarks.ranker_transfer        the ESCI sample in SEARCHAPP_BENCHMARK_DATA
    python -m benchmarks.ranker_transfer --catalog C --judgments J        any catalog and judgments

Shops lack what others have: brands, categories, texts, long titles. Each query is answered on each
such catalog by a ranker that was trained on the whole one, with the judgments of other queries.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.judgments import Judgments, judged_arguments, judged_catalog
from benchmarks.protocol import gain_cell, import_and_learn, print_table, set_up, write_json
from benchmarks.rankers import FOLDS, HEAD, SHARES, answers_with, ndcgs, trained_rankers

if TYPE_CHECKING:
    from rerankers.feature_ranker import FeatureRanker
    from searchapp.catalog.models import Product

TITLE_WORDS = 7
QUICK_CATALOGS = 2


def main() -> None:
    parser = judged_arguments(__doc__ or "")
    parser.set_defaults(engine="embedded")
    options = parser.parse_args()
    if options.engine == "all":
        parser.error("--engine: name one, embedded or elasticsearch")
    catalog, judgments = judged_catalog(options)
    set_up(f"ranker-transfer-{catalog.name.split('.')[0]}".lower())
    _print_protocol(catalog, judgments, options.engine)
    from benchmarks.engines import served
    from searchapp.relevance.feature_ranker_training import DEFAULT_FEATURES
    from searchapp.relevance.training_set import collect

    figures: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as room:
        import_and_learn(catalog)
        rows = collect(*served(options.engine), judgments.grades, DEFAULT_FEATURES)
        rankers = list(trained_rankers(Path(room), rows, judgments, partition=0))
        for name, change in list(CATALOGS.items())[: QUICK_CATALOGS if options.quick else None]:
            import_and_learn(catalog)
            left = _make_poorer(change)
            asked = Judgments(
                {query: _of(left, items) for query, items in judgments.grades.items()}
            )
            figures[name] = _measure(options.engine, asked, rankers)
    columns = list(next(iter(figures.values())))
    print_table(["catalog", *columns], [[name, *row.values()] for name, row in figures.items()])
    write_json(options.json, {"queries": len(judgments.queries), "figures": figures})


def _print_protocol(catalog: Path, judgments: Judgments, engine: str) -> None:
    print(f"Catalog {catalog.name}; {len(judgments.queries)} judged queries; {engine}.")
    print(
        f"{FOLDS} folds of the queries, one partition: a query is answered by the ranker that was"
    )
    print("trained without its fold, on the whole catalog. nDCG@10, linear gains, unjudged = 0: of")
    print(f"the first stage, and what a ranker of its first {HEAD} adds with a share of the score:")
    print("mean of the queries' differences ± its standard error. What is left out of a catalog")
    print("is left out of its judgments.\n")


def _make_poorer(change: Callable[[Product, int], bool]) -> set[str]:
    """Changes every product of the catalog, and learns anew; the ids of those that are left."""
    from django.core.management import call_command

    from searchapp.catalog.models import Product
    from searchapp.catalog.outbox import held

    with held():
        products = list(Product.objects.order_by("id"))
        left = [product for number, product in enumerate(products) if change(product, number)]
        ids = {product.id for product in left}
        Product.objects.exclude(pk__in=ids).delete()
        Product.objects.bulk_update(left, _CHANGED, batch_size=200)
    call_command("build_lexicon", stdout=sys.stderr)
    return ids


def _measure(
    engine: str, judgments: Judgments, rankers: Sequence[tuple[FeatureRanker, list[str]]]
) -> dict[str, Any]:
    from benchmarks.engines import served
    from searchapp.relevance.metrics import gain

    service, config = served(engine)
    before = ndcgs(judgments, answers_with(service, config, None, judgments.queries))
    figures: dict[str, Any] = {"first stage": float(before.mean())}
    for share in SHARES:
        found: dict[str, Sequence[str]] = {}
        for ranker, unseen in rankers:
            found |= answers_with(service, config, ranker, unseen, share)
        figures[f"share {share}"] = gain_cell(*gain(ndcgs(judgments, found), before))
    return figures


def _of(left: set[str], items: Any) -> dict[str, int]:
    return {id_: grade for id_, grade in items.items() if id_ in left}


_TEXT = ("description", "bullets")
_FIELDS = ("brand", "colour", "size", "material", "gender", "category", "attributes")
_CHANGED = ("title", *_TEXT, *_FIELDS)
_EMPTY: dict[str, Any] = {"bullets": [], "category": None, "attributes": {}}


def _without(*fields: str) -> Callable[[Product, int], bool]:
    def change(product: Product, number: int) -> bool:
        for name in fields:
            setattr(product, name, _EMPTY.get(name, ""))
        return True

    return change


def _with_a_short_title(product: Product, number: int) -> bool:
    words = product.title.split()
    product.title = " ".join(words[:TITLE_WORDS])
    product.description = "\n".join([" ".join(words[TITLE_WORDS:]), product.description])
    return True


def _every_other(product: Product, number: int) -> bool:
    return number % 2 == 0


CATALOGS: dict[str, Callable[[Product, int], bool]] = {
    "whole": _without(),
    "no categories": _without("category"),
    "no brands": _without("brand"),
    "no texts": _without(*_TEXT),
    "titles and texts alone": _without(*_FIELDS),
    "titles alone": _without(*_FIELDS, *_TEXT),
    f"titles of {TITLE_WORDS} words, the rest of them in the text": _with_a_short_title,
    "every other product": _every_other,
}

if __name__ == "__main__":
    main()
