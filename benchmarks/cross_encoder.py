"""What a cross-encoder adds to the first stage, on judged queries.

    python -m benchmarks.cross_encoder                  the ESCI sample in SEARCHAPP_BENCHMARK_DATA
    python -m benchmarks.cross_encoder --steps 300      train longer

Two models are measured as they are served, in int8: one that the catalog alone has taught, and one
that was then fine-tuned on judgments, by five-fold cross-validation: the queries of a fold are
ranked by a model that has seen the judgments of the other four folds. Needs
requirements-training.txt. May be cut off and run again.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.answers import found_products
from benchmarks.judgments import Judgments, evaluate, read_judgments
from benchmarks.protocol import arguments, import_and_learn, print_table, set_up, write_json

FOLDS = 5
HEAD = 50
SHARES = (0.3, 0.5, 0.7, 1.0)
SIZE = 200


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--steps", type=int, default=150, help="on the catalog's queries")
    parser.add_argument("--judged-steps", type=int, default=150, help="on each fold's judgments")
    parser.add_argument("--queries", type=int, default=6000, help="how many are made")
    parser.add_argument("--catalog-only", action="store_true", help="leave the folds out")
    parser.add_argument("--indexed", action="store_true", help="the catalog is indexed already")
    options = parser.parse_args()
    data = Path(os.environ.get("SEARCHAPP_BENCHMARK_DATA", "../shared/data")) / "esci"
    judgments = read_judgments(data / "judgments.csv")
    engine = "embedded" if options.engine == "all" else options.engine
    folder = set_up("cross-encoder")
    from benchmarks.engines import use_engine
    from searchapp.indexing.rebuilding import rebuild
    from searchapp.pipeline.request import Kind

    use_engine(engine)
    if not options.indexed:
        import_and_learn(data.resolve())
        rebuild(Kind.PRODUCT)
    print(f"{engine}; head {HEAD}; share: of the cross-encoder in the blended score.\n")
    rows: list[tuple[str, dict[str, float], float | None]]
    rows = [("first stage", _ranked(judgments, {}, 0.0), None)]
    for name, by_query in _train(folder / "trained", judgments, options):
        alone = _judged_only(judgments, by_query)
        rows += [
            (f"{name}, share {share}", _ranked(judgments, by_query, share), alone)
            for share in SHARES
        ]
        _print(rows)
    write_json(options.json, {name: [figures, alone] for name, figures, alone in rows})


def _print(rows: Sequence[tuple[str, dict[str, float], float | None]]) -> None:
    print_table(
        ["system", "nDCG@10 linear", "nDCG@10 exponential", "judged only, linear"],
        [
            [name, f["nDCG@10 linear"], f["nDCG@10 exponential"], "" if alone is None else alone]
            for name, f, alone in rows
        ],
    )
    sys.stdout.flush()


def _train(
    folder: Path, judgments: Judgments, options: Any
) -> Iterator[tuple[str, Mapping[str, Path]]]:
    """Each system, with the model folder that ranks each query, as soon as it is trained."""
    from analyzers.embedding import minilm
    from rerankers.pair_text import PairTokenizer
    from searchapp import wiring
    from searchapp.relevance.cross_encoder.catalog import read_catalog
    from searchapp.relevance.cross_encoder.course import Course, mild
    from searchapp.relevance.cross_encoder.publishing import publish_weights
    from searchapp.relevance.cross_encoder.training import TrainingPlan, Weights, save_weights

    encoder = wiring.text_encoder()
    items, vectors = read_catalog(encoder)
    course = Course(items, vectors, encoder, queries=options.queries, seed=1, but=judgments.queries)
    plan = TrainingPlan(options.steps)
    tokenizer_file = minilm.source_folder() / "tokenizer.json"
    tokenizer = PairTokenizer(tokenizer_file, plan.max_tokens, texts_apart=True)

    def shown(label: str) -> Any:
        return lambda step, loss: step % 25 or print(f"{label} {step}: {loss:.3f}", flush=True)

    def published(name: str, weights: Weights) -> Path:
        path = folder / name
        publish_weights(
            path, weights, tokenizer_file, items, course.held_out, plan.max_tokens, {}, print
        )
        return path

    base_file = folder / f"catalog-{plan.steps}.npz"
    if base_file.exists():
        base = dict(np.load(base_file))
    else:
        base = course.from_catalog(tokenizer, plan, folder / "catalog.ckpt", shown("catalog"))
        save_weights(base_file, base)
    path = published("catalog", base)
    yield "taught by the catalog", dict.fromkeys(judgments.queries, path)
    if options.catalog_only:
        return
    queries = random.Random(1).sample(judgments.queries, len(judgments.queries))
    by_query: dict[str, Path] = {}
    for fold in range(FOLDS):
        held = queries[fold::FOLDS]
        seen = {query: judgments.grades[query] for query in queries if query not in held}
        weights = course.from_judgments(
            base,
            seen,
            tokenizer,
            mild(plan, options.judged_steps),
            folder / f"fold-{fold}-{plan.steps}-{options.judged_steps}.ckpt",
            shown(f"fold {fold}"),
        )
        by_query |= dict.fromkeys(held, published(f"fold-{fold}", weights))
    yield "and by judgments, five folds", by_query


def _ranked(judgments: Judgments, models: Mapping[str, Path], share: float) -> dict[str, float]:
    """The figures of the service with each query's model on the head."""
    from searchapp import wiring
    from searchapp.pipeline.config import RerankStep

    service, config = wiring.search_service(), wiring.current_config()
    steps = (RerankStep("cross_encoder", head=HEAD, share=share),) if models else ()
    profile = replace(config.profile("default"), rerankers=steps)
    config = replace(config, profiles={"default": profile})
    rankings: dict[str, list[str]] = {}
    for query in judgments.queries:
        if models:
            service = replace(service, rerankers={"cross_encoder": _encoder(models[query])})
        rankings[query] = found_products(service, config, query, SIZE)
    return evaluate(judgments, rankings)


def _judged_only(judgments: Judgments, models: Mapping[str, Path]) -> float:
    """nDCG@10 linear of the judged products of each query, in the cross-encoder's order alone."""
    from analyzers.query import AnalyzedQuery
    from rerankers.contract import Item
    from searchapp.indexing.documents import items_of
    from searchapp.indexing.documents.product import product_document
    from searchapp.pipeline.request import Kind

    rankings = {}
    for query, grades in judgments.grades.items():
        products = items_of(Kind.PRODUCT).filter(pk__in=list(grades))
        documents = {product.pk: product_document(product) for product in products}
        candidates = [Item(id_, {}, documents[id_]) for id_ in grades if id_ in documents]
        scores = _encoder(models[query]).score(AnalyzedQuery(query, query, "en"), candidates)
        order = np.argsort(-scores, kind="stable")
        rankings[query] = [candidates[place].id for place in order]
    return evaluate(judgments, rankings)["nDCG@10 linear"]


_ENCODERS: dict[Path, Any] = {}


def _encoder(folder: Path) -> Any:
    from rerankers.cross_encoder import CrossEncoder

    if folder not in _ENCODERS:
        _ENCODERS[folder] = CrossEncoder(folder, cached_pairs=1_000_000)
    return _ENCODERS[folder]


if __name__ == "__main__":
    main()
