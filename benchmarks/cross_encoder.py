"""What a cross-encoder adds to the first stage, on judged queries.

    python -m benchmarks.cross_encoder                  the ESCI sample in SEARCHAPP_BENCHMARK_DATA
    python -m benchmarks.cross_encoder --steps 300      train longer

Two models are measured as they are served, in int8: one that the catalog alone has taught, and one
that was then fine-tuned on judgments, by five-fold cross-validation: the queries of a fold are
ranked by a model that has seen the judgments of the other four folds. So is the feature ranker
before it, where there is one. Needs requirements-training.txt. May be cut off and run again.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.answers import found_products
from benchmarks.judgments import Judgments, evaluate, ranking_figures, read_judgments
from benchmarks.protocol import arguments, import_and_learn, print_table, set_up, write_json
from benchmarks.rankers import FOLDS, publish_trained
from benchmarks.rankers import HEAD as RANKER_HEAD
from benchmarks.rankers import SHARES as RANKER_SHARES

HEAD = 50
SHARES = (0.2, 0.3, 0.5, 1.0)
SIZE = 200
Rows = list[tuple[str, dict[str, float], float | None]]


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--steps", type=int, default=150, help="on the catalog's queries")
    parser.add_argument("--judged-steps", type=int, default=150, help="on each fold's judgments")
    parser.add_argument("--queries", type=int, default=6000, help="how many are made")
    parser.add_argument("--dimensions", type=int, help="of the words' vectors (default 96)")
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
    rows: Rows = [("first stage", _ranked(judgments, {}, 0.0), None)]
    systems = dict(_train(folder / "trained", judgments, options, rows))
    if not options.catalog_only:
        rankers = _feature_rankers(folder / "rankers", judgments)
        for ranker_share in RANKER_SHARES:
            for share in (0.0, *SHARES[:3]):
                name = f"feature ranker, share {ranker_share}"
                name += f" + cross-encoder, share {share}" if share else ""
                found = _ranked(
                    judgments, systems["and by judgments"], share, rankers, ranker_share
                )
                rows.append((name, found, None))
        _print(rows)
    write_json(options.json, {name: [figures, alone] for name, figures, alone in rows})


def _print(rows: Rows) -> None:
    names = list(rows[0][1])
    print_table(
        ["system", *names, "judged only, alone"],
        [
            [name, *(found[each] for each in names), "" if alone is None else alone]
            for name, found, alone in rows
        ],
    )
    sys.stdout.flush()


def _measure(name: str, judgments: Judgments, by_query: Mapping[str, Path], rows: Rows) -> None:
    alone = _judged_only(judgments, by_query)
    rows += [
        (f"{name}, share {share}", _ranked(judgments, by_query, share), alone) for share in SHARES
    ]
    _print(rows)


def _train(
    folder: Path, judgments: Judgments, options: Any, rows: Rows
) -> Iterator[tuple[str, Mapping[str, Path]]]:
    """Each system, with the model folder that ranks each query; what it reaches is added to `rows`
    and printed as soon as it is trained.
    """
    from analyzers.embedding import minilm
    from rerankers.pair_text import PairTokenizer
    from searchapp import wiring
    from searchapp.relevance.cross_encoder.catalog import read_catalog
    from searchapp.relevance.cross_encoder.course import Course, mild
    from searchapp.relevance.cross_encoder.projection import DIMENSIONS
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
            path,
            weights,
            tokenizer_file,
            items,
            course.held_out,
            plan.max_tokens,
            {},
            print,
            options.dimensions or DIMENSIONS,
        )
        return path

    base_file = folder / f"catalog-{plan.steps}.npz"
    if base_file.exists():
        base = dict(np.load(base_file))
    else:
        base = course.from_catalog(tokenizer, plan, folder / "catalog.ckpt", shown("catalog"))
        save_weights(base_file, base)
    path = published("catalog", base)
    by_query: Mapping[str, Path] = dict.fromkeys(judgments.queries, path)
    _measure("taught by the catalog", judgments, by_query, rows)
    yield "taught by the catalog", by_query
    if options.catalog_only:
        return
    trained: dict[str, Path] = {}
    for fold, held in enumerate(_folds(judgments)):
        seen = {query: grades for query, grades in judgments.grades.items() if query not in held}
        weights = course.from_judgments(
            base,
            seen,
            tokenizer,
            mild(plan, options.judged_steps),
            folder / f"fold-{fold}-{plan.steps}-{options.judged_steps}.ckpt",
            shown(f"fold {fold}"),
        )
        trained |= dict.fromkeys(held, published(f"fold-{fold}", weights))
    _measure("and by judgments", judgments, trained, rows)
    yield "and by judgments", trained


def _folds(judgments: Judgments) -> list[list[str]]:
    queries = random.Random(1).sample(judgments.queries, len(judgments.queries))
    return [queries[fold::FOLDS] for fold in range(FOLDS)]


def _feature_rankers(folder: Path, judgments: Judgments) -> dict[str, Path]:
    """The folder of the feature ranker of each query: it was trained on the other folds."""
    from searchapp import wiring
    from searchapp.relevance.feature_ranker_training import DEFAULT_FEATURES
    from searchapp.relevance.training_set import collect

    service, config = wiring.search_service(), wiring.current_config()
    rows = collect(service, config, judgments.grades, DEFAULT_FEATURES)
    found: dict[str, Path] = {}
    for fold, held in enumerate(_folds(judgments)):
        known = rows.of_queries([n for n, query in enumerate(rows.queries) if query not in held])
        path = folder / str(fold)
        publish_trained(path, known, judgments)
        found |= dict.fromkeys(held, path)
    return found


def _ranked(
    judgments: Judgments,
    models: Mapping[str, Path],
    share: float,
    rankers: Mapping[str, Path] | None = None,
    ranker_share: float = 0.0,
) -> dict[str, float]:
    """The figures of the service with each query's feature ranker and cross-encoder on the head."""
    from rerankers.feature_ranker import FeatureRanker
    from searchapp import wiring
    from searchapp.pipeline.profile import RerankStep

    service, config = wiring.search_service(), wiring.current_config()
    steps: list[RerankStep] = []
    if rankers:
        steps.append(RerankStep("feature_ranker", head=RANKER_HEAD, share=ranker_share))
    if models and share:
        steps.append(RerankStep("cross_encoder", head=HEAD, share=share))
    profile = replace(config.profile("default"), rerankers=tuple(steps))
    config = replace(config, profiles={"default": profile})
    rankings: dict[str, list[str]] = {}
    for query in judgments.queries:
        chosen: dict[str, Any] = {}
        if rankers:
            chosen["feature_ranker"] = FeatureRanker(rankers[query])
        if models:
            chosen["cross_encoder"] = _encoder(models[query])
        service = replace(service, rerankers=chosen)
        rankings[query] = found_products(service, config, query, SIZE)
    return ranking_figures(judgments, rankings)


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
    from rerankers.late_interaction import LateInteraction

    if folder not in _ENCODERS:
        _ENCODERS[folder] = LateInteraction(folder, kept_documents=1_000_000)
    return _ENCODERS[folder]


if __name__ == "__main__":
    main()
