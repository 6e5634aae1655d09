"""`manage.py rebuild_index`: new indexes from the catalog, in the place of the live ones."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from searchapp.catalog.indexing import lacks_index, rebuild
from searchapp.catalog.progress import progress_bar
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import EngineUnavailable


class Command(BaseCommand):
    """Searches are answered by the old index until the new one is filled."""

    help = "Build new indexes from the catalog and put them in the place of the live ones."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """See `--help`."""
        parser.add_argument("--kind", choices=list(Kind), help="only this kind")
        parser.add_argument(
            "--missing", action="store_true", help="only where items lack an index altogether"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild each kind in turn and report."""
        for kind in [Kind(options["kind"])] if options["kind"] else list(Kind):
            if options["missing"] and not lacks_index(kind):
                continue
            started = time.monotonic()
            with progress_bar(None, "documents", f"Indexing {kind.value}") as bar:

                def show(done: int, total: int, bar: Any = bar) -> None:
                    bar.total = total
                    bar.update(done - bar.n)

                try:
                    report = rebuild(kind, show)
                except EngineUnavailable as error:
                    raise CommandError(str(error)) from error
            seconds = time.monotonic() - started
            self.stdout.write(
                f"{kind.value:>8}: {report.documents:,} documents in {seconds:.1f} s"
                f" ({report.index})"
            )
            for name, reason in list(report.failed.items())[:10]:
                self.stderr.write(self.style.ERROR(f"          {name}: {reason}"))
            if report.failed:
                raise CommandError(f"{len(report.failed)} documents were refused by the index")
