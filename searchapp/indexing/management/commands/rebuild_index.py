"""`manage.py rebuild_index`: new indexes from the catalog, in the place of the live ones."""

from __future__ import annotations

import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from searchapp.indexing.live_indexes import is_outdated, lacks_index
from searchapp.indexing.models import BuildState, IndexBuild
from searchapp.indexing.rebuilding import RebuildFailed, RebuildReport, begin, fill, rebuild
from searchapp.observability.progress import progress_bar
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import EngineUnavailable

_MOST_PROCESSES = 64


class Command(BaseCommand):
    """Searches are answered by the old index until the new one has everything. A rebuild that was
    cut off is gone on with; the command may also be run several times at once, to fill faster.
    """

    help = "Build new indexes from the catalog and put them in the place of the live ones."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """See `--help`."""
        parser.add_argument("--kind", choices=list(Kind), help="only this kind")
        only = parser.add_mutually_exclusive_group()
        only.add_argument(
            "--missing", action="store_true", help="only where items lack an index altogether"
        )
        only.add_argument(
            "--outdated",
            action="store_true",
            help="only indexes that were made for another schema or other settings",
        )
        parser.add_argument(
            "--restart", action="store_true", help="begin anew where a rebuild was cut off"
        )

        parser.add_argument(
            "--processes", type=int, default=1, help="how many processes fill the new index"
        )
        parser.add_argument(
            "--help-filling",
            action="store_true",
            help="only fill what another process has begun to build, then end",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild each kind in turn and report."""
        if options["help_filling"]:
            self._help_filling(options["kind"])
            return
        if not 1 <= options["processes"] <= _MOST_PROCESSES:
            raise CommandError(f"--processes must lie between 1 and {_MOST_PROCESSES}")
        for kind in [Kind(options["kind"])] if options["kind"] else list(Kind):
            if options["missing"] and not lacks_index(kind):
                continue
            if options["outdated"] and not is_outdated(kind):
                continue
            started = time.monotonic()
            try:
                begin(kind, options["restart"])
                with _helpers(kind, options["processes"] - 1):
                    report = self._rebuild(kind)
            except (EngineUnavailable, RebuildFailed) as error:
                raise CommandError(str(error)) from error
            seconds = time.monotonic() - started
            self.stdout.write(
                f"{kind.value:>8}: {report.documents:,} documents in {seconds:.1f} s"
                f" ({report.index})"
            )
            for name, reason in list(report.failed.items())[:10]:
                self.stderr.write(self.style.ERROR(f"          {name}: {reason}"))
            if report.failed:
                raise CommandError(f"{len(report.failed)} documents were set aside")

    def _help_filling(self, kind: str | None) -> None:
        filling = IndexBuild.objects.filter(state=BuildState.FILLING)
        for build in filling.filter(kind=kind) if kind else filling:
            fill(build)

    def _rebuild(self, kind: Kind) -> RebuildReport:
        with progress_bar(None, "documents", f"Indexing {kind.value}") as bar:

            def show(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            def name(state: BuildState) -> None:
                bar.set_description(f"{kind.value}: {state.value}")

            return rebuild(kind, show, on_state=name)


@contextmanager
def _helpers(kind: Kind, count: int) -> Iterator[None]:
    """Processes that help to fill the index; they end with it, or when this one does not get on."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "rebuild_index"]
    command += ["--help-filling", "--kind", kind.value]
    processes = [subprocess.Popen(command) for _ in range(count)]  # noqa: S603 - fixed arguments
    try:
        yield
    finally:
        for process in processes:
            process.terminate()
            process.wait()
