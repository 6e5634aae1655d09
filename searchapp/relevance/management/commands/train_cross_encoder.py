"""`manage.py train_cross_encoder`: a cross-encoder of the catalog's own, as a model folder."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from analyzers.embedding import minilm
from analyzers.embedding.minilm import MissingPackageError
from analyzers.model_folder import ModelFolderError
from rerankers.pair_text import TOKENIZER, PairTokenizer
from searchapp import wiring
from searchapp.observability.progress import progress_bar
from searchapp.relevance.judgments import read_judgments

_CURE = "pip install -r requirements-training.txt"


class Command(BaseCommand):
    """May be cut off and run again with the same options: it goes on from its checkpoint."""

    help = (
        "Train a cross-encoder on queries made from the catalog, and on judged ones where there"
        " are any, and write it as an int8 ONNX model folder."
    )

    requires_system_checks = ()
    """It can make the very model that a check misses."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """See `--help`."""
        parser.add_argument(
            "--folder", type=Path, help="default: models/cross_encoder in the data folder"
        )
        parser.add_argument(
            "--judgments",
            type=Path,
            help="CSV with the columns query, product_id and grade, or TREC qrels",
        )
        parser.add_argument("--steps", type=int, default=150, help="on the catalog's queries")
        parser.add_argument("--judged-steps", type=int, default=150, help="on judged ones after it")
        parser.add_argument("--queries", type=int, default=6000, help="how many are made")
        parser.add_argument("--max-tokens", type=int, default=56, help="longer pairs are cut")
        parser.add_argument(
            "--dimensions", type=int, help="of a word's vector in the index, default: 96"
        )
        parser.add_argument("--learning-rate", type=float, default=3e-5)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--restart", action="store_true", help="begin at the first step")

    def handle(self, *args: Any, **options: Any) -> None:
        """Train, and report what was reached."""
        missing = [name for name in ("jax", "optax", "scipy") if find_spec(name) is None]
        if missing:
            raise CommandError(f"{', '.join(missing)} is not installed: run `{_CURE}`.")
        from searchapp.relevance.cross_encoder.catalog import read_catalog
        from searchapp.relevance.cross_encoder.course import Course, mild
        from searchapp.relevance.cross_encoder.projection import DIMENSIONS
        from searchapp.relevance.cross_encoder.publishing import UnfaithfulModel, publish_weights
        from searchapp.relevance.cross_encoder.training import TrainingPlan

        folder: Path = options["folder"] or settings.DATA_DIR / "models" / "cross_encoder"
        plan = TrainingPlan(
            options["steps"], options["learning_rate"], options["seed"], options["max_tokens"]
        )
        mild_plan = mild(plan, options["judged_steps"])
        encoder = wiring.text_encoder()
        try:
            grades = read_judgments(options["judgments"]) if options["judgments"] else {}
        except (OSError, ValueError) as problem:
            raise CommandError(str(problem)) from problem
        items, vectors = read_catalog(encoder)
        try:
            self.stdout.write(f"{len(items):,} products, {len(grades):,} judged queries")
            course = Course(
                items,
                vectors,
                encoder,
                queries=options["queries"],
                seed=plan.seed,
                but=tuple(grades),
            )
            tokenizer_file = minilm.source_folder() / TOKENIZER
            tokenizer = PairTokenizer(tokenizer_file, plan.max_tokens, texts_apart=True)
            checkpoints = _Checkpoints(folder, options["restart"])
            with _shown(plan.steps, "Catalog") as progress:
                weights = course.from_catalog(
                    tokenizer, plan, checkpoints.of(plan, len(items), options["queries"]), progress
                )
            if grades:
                checkpoint = checkpoints.of(mild_plan, len(items), len(grades))
                with _shown(mild_plan.steps, "Judgments") as progress:
                    weights = course.from_judgments(
                        weights, grades, tokenizer, mild_plan, checkpoint, progress
                    )
            made = publish_weights(
                folder,
                weights,
                tokenizer_file,
                items,
                course.held_out,
                plan.max_tokens,
                {
                    "package": minilm.PACKAGE,
                    "version": minilm.source_version(),
                    "licence": "Apache-2.0",
                    "training": f"{plan} {mild_plan if grades else 'no judgments'}",
                },
                self.stdout.write,
                options["dimensions"] or DIMENSIONS,
            )
        except (ValueError, UnfaithfulModel, MissingPackageError, ModelFolderError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{made.path} written; metrics: {dict(made.manifest.metrics)}")


class _Checkpoints:
    """Where runs leave off, beside the model folder; other options are another run."""

    def __init__(self, folder: Path, restart: bool) -> None:
        self._folder = folder.with_name(f"{folder.name}-checkpoints")
        if restart:
            for file in self._folder.glob("*.npz"):
                file.unlink()

    def of(self, *run: object) -> Path:
        return self._folder / f"{sha256(repr(run).encode()).hexdigest()[:12]}.npz"


@contextmanager
def _shown(steps: int, label: str) -> Iterator[Callable[[int, float], None]]:
    with progress_bar(steps, "step", label) as bar:

        def show(step: int, loss: float) -> None:
            bar.update(step - bar.n)
            bar.set_postfix(loss=f"{loss:.3f}")

        yield show
