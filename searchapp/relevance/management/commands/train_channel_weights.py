"""`manage.py train_channel_weights`: judgments, or the catalog alone → weights of words and meaning
for each query, in a model folder.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from analyzers.model_folder import ModelFolderError
from searchapp import wiring
from searchapp.pipeline.request import InvalidRequest
from searchapp.relevance.channel_weights_data import collect
from searchapp.relevance.channel_weights_folder import publish_channel_weights
from searchapp.relevance.channel_weights_training import cross_validate, train
from searchapp.relevance.judgments import Grades, UnreadableJudgments, read_judgments
from searchapp.relevance.made_up_judgments import made_up_judgments


class Command(BaseCommand):
    """What is learnt from comes out of the search service, as it would be served."""

    help = "Train what weighs words against meaning for each query, and write it as a model folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--judgments", type=Path,
            help="CSV with the columns query, product_id and grade, or TREC qrels",
        )  # fmt: skip
        parser.add_argument("--topics", type=Path, help="of qrels: a file of lines topic<TAB>query")
        parser.add_argument(
            "--made-up", type=int, default=0, metavar="COUNT",
            help="learn from so many queries made of the catalog's items; without judgments, too",
        )  # fmt: skip
        parser.add_argument("--out", type=Path, required=True, help="the model folder to write")
        parser.add_argument("--profile", default="default", help="whose channels are weighed")
        parser.add_argument("--folds", type=int, default=5, help="of the cross-validation")
        parser.add_argument("--partitions", type=int, default=2, help="into folds, at random")
        parser.add_argument("--seed", type=int, default=0, help="of the made-up queries")

    def handle(self, *args: Any, **options: Any) -> None:
        """Collect, cross-validate, train on all, publish."""
        try:
            grades = _grades(options)
            data = collect(
                wiring.search_service(), wiring.current_config(), grades, options["profile"]
            )
            self.stdout.write(
                f"{len(grades):,} queries, {len(data.queries):,} of which words and meaning answer"
            )
            model = train(data)
            found = cross_validate(data, options["folds"], options["partitions"])
            publish_channel_weights(
                options["out"],
                model,
                {
                    "command": "manage.py train_channel_weights",
                    "judgments": options["judgments"].name if options["judgments"] else "",
                    "made_up": str(options["made_up"]),
                },
                found.figures(),
            )
        except (
            UnreadableJudgments, InvalidRequest, OSError, RuntimeError, ValueError, ModelFolderError
        ) as error:  # fmt: skip
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"nDCG@10 of the first stage on queries not trained on ({options['partitions']} × "
            f"{options['folds']} folds by query):\n"
            f"{found.own:10.4f}  with the profile's weights\n"
            f"{found.constant:10.4f}  with the best share for all: {_gain(found.constant_gain)}\n"
            f"{found.learnt:10.4f}  with a share for each query: {_gain(found.learnt_gain)}, over "
            f"the best for all {_gain(found.over_constant)}\n"
            f"{found.best:10.4f}  with the best share for each query, which nobody knows"
        )
        for weight, name in sorted(zip(model.weights.tolist(), model.names, strict=True)):
            if abs(weight) >= 0.01:
                self.stdout.write(f"{weight:+10.3f}  {name}")
        if not found.helps:
            self.stdout.write("It does not help beyond chance: leave the profile as it is.")
        self.stdout.write(f"Written to {options['out']}")


def _grades(options: dict[str, Any]) -> Grades:
    if not (options["judgments"] or options["made_up"]):
        raise CommandError("Give --judgments, or --made-up with a number of queries, or both.")
    judged: Grades = (
        read_judgments(options["judgments"], options["topics"]) if options["judgments"] else {}
    )
    if not options["made_up"]:
        return judged
    made = made_up_judgments(wiring.text_encoder(), options["made_up"], options["seed"], judged)
    return {**made, **judged}


def _gain(gain: tuple[float, float]) -> str:
    return f"{gain[0]:+.4f} ± {gain[1]:.4f}"
