"""`manage.py import_catalog PATH`: a file of products, sellers, videos or live streams."""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from kombu.exceptions import OperationalError

from searchapp.catalog.rows import RowKind
from searchapp.celery import app
from searchapp.importing.checkpoint import Checkpoint, CheckpointFile, imports_folder
from searchapp.importing.job import BATCH, Import, ImportReport
from searchapp.importing.rejects import RejectsFile
from searchapp.importing.sources import (
    MappingError,
    Source,
    SourceError,
    SourceFormat,
    open_source,
    read_mapping,
)
from searchapp.observability.progress import progress_bar


class Command(BaseCommand):
    """Streams the file into the catalog in batches; may be cut off and run again at any time."""

    help = "Import a catalog file (JSONL, CSV, Shopify export, ESCI; also .gz) into the catalog."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """See `--help`."""
        parser.add_argument("path", type=Path, help="the file, or a folder of ESCI data")
        parser.add_argument("--format", choices=list(SourceFormat), default=SourceFormat.AUTO)
        parser.add_argument("--mapping", type=Path, help="TOML that maps CSV columns to fields")
        parser.add_argument(
            "--kind",
            choices=list(RowKind),
            default=RowKind.PRODUCT,
            help="what rows are that do not name their kind",
        )
        parser.add_argument("--batch", type=int, default=BATCH, help="rows a transaction")
        again = parser.add_mutually_exclusive_group()
        again.add_argument(
            "--resume", action="store_true", help="go on with an import that was cut off (default)"
        )
        again.add_argument("--restart", action="store_true", help="begin at the first row")
        parser.add_argument("--rejects", type=Path, help="where rejected rows are written (JSONL)")
        parser.add_argument("--no-index", action="store_true", help="leave the index as it is")
        parser.add_argument(
            "--no-lexicon", action="store_true", help="learn no words from the changed catalog"
        )
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and report; fails when not one row could be stored, or the file breaks off."""
        if not 1 <= options["batch"] <= 5_000:
            raise CommandError("--batch must lie between 1 and 5000")
        try:
            mapping = read_mapping(options["mapping"]) if options["mapping"] else None
            source = open_source(options["path"], SourceFormat(options["format"]), mapping)
        except (MappingError, SourceError) as error:
            raise CommandError(str(error)) from error
        if options["rejects"]:
            _check_rejects(options["rejects"], source.path)
        report = self._import(source, options)
        if report.created + report.updated and not options["no_lexicon"]:
            self._learn()
        if options["json"]:
            self.stdout.write(orjson.dumps(asdict(report)).decode())
        else:
            self._print(report)
        if not report.created + report.updated + report.unchanged:
            reason = (
                f"all are rejected, see {report.rejects_file}" if report.read else "it is empty"
            )
            raise CommandError(f"no row of {source.path} could be read: {reason}")
        if report.source_problem:
            raise CommandError(
                f"{source.path}: {report.source_problem}; what came before is stored"
            )

    def _import(self, source: Source, options: dict[str, Any]) -> ImportReport:
        kept = ("format", "mapping", "kind", "no_index")
        checkpoint = CheckpointFile(source.path, {name: str(options[name]) for name in kept})
        begin = None if options["restart"] else checkpoint.read()
        if begin:
            self.stderr.write(
                f"Going on after {begin.records:,} rows that an earlier run stored;"
                " --restart begins at the first."
            )
        rejects_path = options["rejects"] or imports_folder() / f"{source.path.name}.rejects.jsonl"
        size = source.path.stat().st_size
        with progress_bar(size, "B", f"Importing {source.path.name}", unit_divisor=1024) as bar:

            def count(read: int) -> None:
                bar.update(read)

            job = Import(
                kind=RowKind(options["kind"]),
                batch=options["batch"],
                index=not options["no_index"],
                rejects=RejectsFile(rejects_path, begin.rejects_bytes if begin else 0),
                checkpoint=checkpoint,
                on_batch=lambda report: bar.set_postfix(rows=report.read, refresh=False),
            )
            return job.run(source.rows(count), begin or Checkpoint())

    def _learn(self) -> None:
        """By a worker where there are any, else here; the words are known a little later or now."""
        if settings.CELERY_TASK_ALWAYS_EAGER:
            call_command("build_lexicon", stdout=self.stderr)
            return
        try:
            app.send_task("lexicon.learn")
        except OperationalError as error:
            self.stderr.write(
                self.style.WARNING(
                    f"No worker could be told to learn the new words ({error}); run"
                    " `manage.py build_lexicon`, or wait for the daily run."
                )
            )

    def _print(self, report: ImportReport) -> None:
        rate = (report.read - report.resumed_at) / max(report.seconds, 1e-9)
        for name, count in report.counts().items():
            self.stdout.write(f"{name:>10} {count:>10,}")
        self.stdout.write(f"{'seconds':>10} {report.seconds:>10.1f}   ({rate:,.0f} rows/s)")
        if report.rejects_file:
            self.stdout.write(f"Rejected rows and why: {report.rejects_file}")
        if report.index_problem:
            self.stderr.write(self.style.WARNING(f"Index: {report.index_problem}"))


def _check_rejects(path: Path, source: Path) -> None:
    """The file of rejects is written anew: never over the catalog, and only into a folder."""
    if path.resolve() == source.resolve():
        raise CommandError("--rejects names the file to import, which would be lost; name another")
    if not path.absolute().parent.is_dir():
        raise CommandError(f"--rejects: there is no folder {path.absolute().parent}; make it first")
