"""`manage.py load_demo`: the demo marketplace, its rows and its pictures."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from searchapp.catalog.rows import RowKind
from searchapp.importing.checkpoint import imports_folder
from searchapp.importing.demo import marketplace_rows, write_pictures
from searchapp.importing.job import Import, ImportReport
from searchapp.importing.rejects import RejectsFile
from searchapp.importing.sources import SourceRow
from searchapp.indexing.live_indexes import is_complete
from searchapp.indexing.rebuilding import rebuild
from searchapp.observability.progress import progress_bar
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import EngineUnavailable

_DATES = ("starts", "created", "published")


class Command(BaseCommand):
    """A second run changes nothing but the times of live streams, which move on by whole hours."""

    help = "Load the demo marketplace: products, sellers, videos and live streams with pictures."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """See `--help`."""
        parser.add_argument(
            "--seed", type=int, default=7, help="another number, another marketplace"
        )
        parser.add_argument("--no-pictures", action="store_true", help="draw no pictures")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, draw, and make sure that the index has it all."""
        seed = options["seed"]
        first = _first_load(seed)
        elapsed = timedelta(hours=(timezone.now() - first) // timedelta(hours=1))
        rows = [_moved(row, elapsed) for row in marketplace_rows(seed, now=first)]
        if not options["no_pictures"]:
            self._draw(rows)
        report = self._import(rows)
        self.stdout.write(
            f"{report.read:,} rows: {report.created:,} created, {report.updated:,} updated,"
            f" {report.unchanged:,} unchanged, {report.rejected:,} rejected"
            f" (on purpose, see {report.rejects_file}) in {report.seconds:.1f} s"
        )
        if report.index_problem:
            raise CommandError(report.index_problem)
        try:
            for kind in Kind:
                if not is_complete(kind):
                    rebuild(kind)
        except EngineUnavailable as error:
            raise CommandError(str(error)) from error

    def _draw(self, rows: list[dict[str, Any]]) -> None:
        with progress_bar(None, "pictures", "Drawing") as bar:

            def show(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            write_pictures(rows, Path(settings.MEDIA_ROOT), show)

    def _import(self, rows: list[dict[str, Any]]) -> ImportReport:
        rejects = RejectsFile(imports_folder() / "demo.rejects.jsonl")
        with progress_bar(len(rows), "rows", "Loading and indexing") as bar:

            def show(report: ImportReport) -> None:
                bar.update(report.read - bar.n)

            job = Import(
                kind=RowKind.PRODUCT,
                rejects=rejects,
                on_batch=show,
            )
            return job.run(_numbered(rows))


def _first_load(seed: int) -> datetime:
    """The time of the first load with this seed, which its rows stand on; remembered in the data
    folder."""
    path = Path(settings.DATA_DIR) / "demo.json"
    remembered: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    if str(seed) not in remembered:
        remembered[str(seed)] = datetime.now(UTC).replace(microsecond=0).isoformat()
        path.write_text(json.dumps(remembered))
    return datetime.fromisoformat(remembered[str(seed)])


def _moved(row: dict[str, Any], elapsed: timedelta) -> dict[str, Any]:
    """A live stream with its times moved on, so that what was live at the first load still is."""
    if row.get("kind") != RowKind.LIVE or not elapsed:
        return row
    times = {name: row[name] for name in _DATES if isinstance(row.get(name), str)}
    moved = {name: datetime.fromisoformat(time) + elapsed for name, time in times.items()}
    return {**row, **{name: time.isoformat() for name, time in moved.items()}}


def _numbered(rows: Iterable[Mapping[str, Any]]) -> Iterator[SourceRow]:
    for line, row in enumerate(rows, start=1):
        yield SourceRow(line, row, row)
