"""`manage.py train_ranker`: judgments → a feature ranker in a model folder."""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from analyzers.model_folder import ModelFolderError
from searchapp import wiring
from searchapp.observability.progress import progress_bar
from searchapp.pipeline.ranking.features.registry import FEATURES
from searchapp.pipeline.request import InvalidRequest, Kind
from searchapp.relevance.feature_ranker_folder import publish_feature_ranker
from searchapp.relevance.feature_ranker_training import (
    DEFAULT,
    DEFAULT_FEATURES,
    chosen,
    importance,
    train,
)
from searchapp.relevance.judgments import UnreadableJudgments, read_judgments
from searchapp.relevance.training_set import collect

_SHOWN = 12


class Command(BaseCommand):
    """The candidates and their features come out of the search service, as they would be served."""

    help = "Train a ranker on judged queries and write it as a model folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--judgments", type=Path, required=True,
            help="CSV with the columns query, product_id and grade, or TREC qrels",
        )  # fmt: skip
        parser.add_argument("--topics", type=Path, help="of qrels: a file of lines topic<TAB>query")
        parser.add_argument("--out", type=Path, required=True, help="the model folder to write")
        parser.add_argument(
            "--features",
            default=",".join(DEFAULT_FEATURES),
            help="the features to learn from, separated by commas; all: every one there is",
        )
        parser.add_argument("--profile", default="default", help="whose candidates are ranked")
        parser.add_argument("--folds", type=int, default=5, help="of the cross-validation")
        parser.add_argument("--partitions", type=int, default=2, help="into folds, at random")
        parser.add_argument("--trees", type=int, default=DEFAULT.trees)
        parser.add_argument("--leaves", type=int, default=DEFAULT.leaves)
        parser.add_argument("--seeds", type=int, default=DEFAULT.seeds, help="rankers to average")
        parser.add_argument(
            "--unjudged", type=float, default=DEFAULT.unjudged,
            help="what an unjudged candidate, which counts as irrelevant, weighs beside others",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """Collect, cross-validate, train on all, publish."""
        try:
            import lightgbm
        except ImportError:
            raise CommandError(
                "Training needs LightGBM: pip install -r requirements-training.txt"
            ) from None
        wanted = options["features"]
        names = tuple(FEATURES) if wanted == "all" else tuple(wanted.split(","))
        if unknown := [name for name in names if name not in FEATURES]:
            raise CommandError(
                f"There is no feature {unknown[0]!r}; there are {', '.join(FEATURES)}."
            )
        how = replace(
            DEFAULT,
            trees=options["trees"],
            leaves=options["leaves"],
            seeds=options["seeds"],
            unjudged=options["unjudged"],
        )
        service, config = wiring.search_service(), wiring.current_config()
        try:
            grades = read_judgments(options["judgments"], options["topics"])
            rows = collect(
                service, config, grades, names, Kind.PRODUCT, config.profile(options["profile"])
            )
        except (UnreadableJudgments, InvalidRequest, OSError, RuntimeError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{len(rows.queries):,} queries, {len(rows.grades):,} candidates, "
            f"{int(rows.judged.sum()):,} of them judged, {len(names)} features"
        )
        fits = options["folds"] * options["partitions"] * (2 if how.trees else 1)
        try:
            with progress_bar(fits, "fold", "Cross-validating") as bar:
                how, validation = chosen(
                    rows,
                    grades,
                    how,
                    options["folds"],
                    options["partitions"],
                    lambda done: _show(bar, done),
                )
            trees = train(rows, how)
            publish_feature_ranker(
                options["out"],
                trees,
                rows,
                how,
                {
                    "command": "manage.py train_ranker",
                    "judgments": options["judgments"].name,
                    "trainer": f"lightgbm {lightgbm.__version__}",
                },
                validation.figures(),
            )
        except (ValueError, ModelFolderError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"nDCG@10 on queries not trained on: {validation.ndcg:.4f} "
            f"± {validation.standard_error:.4f} (standard error), first stage "
            f"{validation.first_stage:.4f}; "
            f"{options['partitions']} × {options['folds']} folds by query; "
            + (f"linear with {how.trees} trees" if how.trees else "linear")
        )
        for name, moved in list(importance(trees, rows).items())[:_SHOWN]:
            self.stdout.write(f"{moved:10.4f}  {name}")
        self.stdout.write(f"Written to {options['out']}")


def _show(bar: Any, done: int) -> None:
    bar.update(done - bar.n)
