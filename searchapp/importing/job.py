"""Records of a source into the catalog and the index, in batches, in constant memory."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from django.conf import settings
from kombu.exceptions import OperationalError as BrokerUnavailable

from searchapp.catalog.outbox import held
from searchapp.catalog.rows import Problem, Row, RowKind, parse_row
from searchapp.catalog.upsert import Outcome, Status, store
from searchapp.importing.checkpoint import Checkpoint, CheckpointFile
from searchapp.importing.rejects import RejectsFile
from searchapp.importing.sources import BROKEN_SOURCE, SourceRow
from searchapp.indexing.following import follow
from searchapp.indexing.live_indexes import refresh_indexes
from searchapp.indexing.rebuilding import build_missing_indexes
from searchapp.pipeline.retrieval import EngineUnavailable

BATCH = 500
_FOLLOWED_AFTER = 2_000
"""Rows after which the index follows an import: larger portions cost an engine less."""
_Item = TypeVar("_Item")


@dataclass(slots=True)
class ImportReport:
    """What an import did. `warnings` counts rows that were stored without something they named.

    `resumed_at` is the number of records that an earlier, cut-off run had done; `index_problem`
    says why the index does not have everything, "" when it has; `source_problem` why the file was
    not read to its end.
    """

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    warnings: int = 0
    seconds: float = 0.0
    resumed_at: int = 0
    index_problem: str = ""
    source_problem: str = ""
    rejects_file: str = ""

    COUNTS = ("read", "created", "updated", "unchanged", "rejected", "warnings")

    def count(self, outcome: Outcome) -> None:
        """Add one row."""
        self.read += 1
        setattr(self, outcome.status.value, getattr(self, outcome.status.value) + 1)
        self.warnings += bool(outcome.warnings)

    def counts(self) -> dict[str, int]:
        """The numbers alone."""
        return {name: getattr(self, name) for name in self.COUNTS}


@dataclass(frozen=True, slots=True)
class Import:
    """One import of a stream of records, resumable where it has a checkpoint file.

    `on_batch` hears of the report after each batch. Without `index` the index is left as it is:
    its outbox keeps what it has to follow.
    """

    kind: RowKind = RowKind.PRODUCT
    batch: int = BATCH
    index: bool = True
    rejects: RejectsFile | None = None
    checkpoint: CheckpointFile | None = None
    on_batch: Callable[[ImportReport], None] = lambda report: None

    def run(self, sources: Iterable[SourceRow], begin: Checkpoint | None = None) -> ImportReport:
        """Import all records after those that `begin` says are done, batch by batch.

        Each batch is one transaction, after which the checkpoint is written. When the index can't
        be reached, the rows are stored all the same and the report says what to do.
        """
        started = time.monotonic()
        begin = begin or Checkpoint()
        report = ImportReport(resumed_at=begin.records)
        for name, count in begin.counts.items():
            setattr(report, name, count)
        if self.index:
            self._reach_index(report, build_missing_indexes)
        remaining = islice(sources, begin.records, None)
        followed = begin.records
        with held():
            for batch in _batches(remaining, self.batch):
                for source, outcome in write_batch(batch, self.kind):
                    report.count(outcome)
                    if source.problem and source.problem.field == BROKEN_SOURCE:
                        report.source_problem = source.problem.reason
                    if outcome.problems and self.rejects:
                        self.rejects.add(source, outcome.problems)
                self._keep(report)
                if report.read - followed >= _FOLLOWED_AFTER:
                    followed = report.read
                    self._follow(report)
                self.on_batch(report)
            self._follow(report)
        if self.index and not report.index_problem:
            self._reach_index(report, refresh_indexes)
        if self.checkpoint:
            self.checkpoint.remove()
        if self.rejects:
            self.rejects.close()
            report.rejects_file = str(self.rejects.path) if report.rejected else ""
        report.seconds = time.monotonic() - started
        return report

    def _keep(self, report: ImportReport) -> None:
        if self.rejects:
            self.rejects.flush()
        if self.checkpoint:
            self.checkpoint.write(
                Checkpoint(
                    records=report.read,
                    counts=report.counts(),
                    rejects_bytes=self.rejects.length if self.rejects else 0,
                )
            )

    def _follow(self, report: ImportReport) -> None:
        if self.index and not report.index_problem:
            self._reach_index(report, follow)

    def _reach_index(self, report: ImportReport, job: Callable[[], object]) -> None:
        try:
            job()
        except (EngineUnavailable, BrokerUnavailable) as error:
            report.index_problem = (
                f"{error}; the rows are stored, and the index follows when it can be reached"
                " (`manage.py drain_outbox` tries at once)"
            )


def write_batch(sources: list[SourceRow], kind: RowKind) -> list[tuple[SourceRow, Outcome]]:
    """Store a batch in one transaction; each record with what became of it, in their order."""
    currency: str = settings.ENVIRONMENT["SEARCHAPP_CURRENCY"]
    outcomes: dict[int, Outcome] = {}
    accepted: dict[int, Row] = {}
    for place, source in enumerate(sources):
        parsed: Row | list[Problem]
        if source.row is None:
            parsed = [source.problem or Problem("line", "can't be read")]
        else:
            parsed = parse_row(source.row, kind, currency)
        if isinstance(parsed, list):
            outcomes[place] = Outcome(Status.REJECTED, tuple(parsed))
        else:
            accepted[place] = parsed
    outcomes |= zip(accepted, store(list(accepted.values())), strict=True)
    return [(source, outcomes[place]) for place, source in enumerate(sources)]


def _batches(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
