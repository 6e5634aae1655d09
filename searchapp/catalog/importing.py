"""Rows from files and requests into the catalog and the index, in batches, in constant memory."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

from django.conf import settings
from django.db import DataError, IntegrityError, transaction
from kombu.exceptions import OperationalError as BrokerUnavailable

from searchapp.catalog import indexing
from searchapp.catalog.changes import Changes, collecting, send
from searchapp.catalog.checkpoint import Checkpoint, CheckpointFile
from searchapp.catalog.rejects import RejectsFile
from searchapp.catalog.rows import Problem, Row, RowKind, parse_row
from searchapp.catalog.sources import BROKEN_SOURCE, SourceRow
from searchapp.catalog.upsert import Deleted, Outcome, Status, delete, upsert
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import EngineUnavailable

BATCH = 500
_INDEX_AT = 2_000
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
class LineResult:
    """What became of one row of a request: its line (from 1) and id, "" when it has none."""

    line: int
    id: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class RowsReport:
    """What became of the rows of a request, one by one and in sum."""

    lines: list[LineResult] = field(default_factory=list)
    counts: ImportReport = field(default_factory=ImportReport)


def import_rows(
    rows: Iterable[Mapping[str, Any] | SourceRow], kind: RowKind = RowKind.PRODUCT
) -> RowsReport:
    """Create or replace the items of the rows, and tell what became of each. The index follows on
    commit.

    `kind` holds for rows that name none. Rows may be fields, or records of a source with their
    problems.
    """
    report = RowsReport()
    for batch in _batches(_as_sources(rows), BATCH):
        for source, outcome in write_batch(batch, kind):
            report.counts.count(outcome)
            row = source.row or {}
            name = row.get("id") or row.get("path") or ""
            report.lines.append(LineResult(source.line, str(name), outcome))
    return report


def delete_items(kind: RowKind, ids: Iterable[str]) -> Deleted:
    """Delete the items with these ids (paths, for categories). The index follows on commit."""
    deleted: list[str] = []
    missing: list[str] = []
    for batch in _batches(dict.fromkeys(ids), BATCH):
        done = delete(kind, batch)
        deleted += done.deleted
        missing += done.missing
    return Deleted(tuple(deleted), tuple(missing))


@dataclass(frozen=True, slots=True)
class Import:
    """One import of a stream of records, resumable where it has a checkpoint file.

    `on_batch` hears of the report after each batch.
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
            self._reach_index(report, indexing.build_missing_indexes)
        remaining = islice(sources, begin.records, None)
        with collecting() as changes:
            for kind, ids in begin.pending.items():
                changes.add(Kind(kind), ids)
            # The run that was cut off may have stored its last batch without noting so: that one is
            # written again, and indexed whether it changed or not.
            repeat = begin.records > 0
            for batch in _batches(remaining, self.batch):
                for source, outcome in write_batch(batch, self.kind, repeat):
                    report.count(outcome)
                    if source.problem and source.problem.field == BROKEN_SOURCE:
                        report.source_problem = source.problem.reason
                    if outcome.problems and self.rejects:
                        self.rejects.add(source, outcome.problems)
                repeat = False
                self._after_batch(report, changes)
            self._send(report, changes)
        if self.index and not report.index_problem:
            self._reach_index(report, indexing.refresh_indexes)
        if self.checkpoint:
            self.checkpoint.remove()
        if self.rejects:
            self.rejects.close()
            report.rejects_file = str(self.rejects.path) if report.rejected else ""
        report.seconds = time.monotonic() - started
        return report

    def _after_batch(self, report: ImportReport, changes: Changes) -> None:
        if not self.index:
            changes.clear()
        self._keep(report, changes)
        if len(changes) >= _INDEX_AT:
            self._send(report, changes)
            self._keep(report, changes)
        self.on_batch(report)

    def _keep(self, report: ImportReport, changes: Changes) -> None:
        if self.rejects:
            self.rejects.flush()
        if self.checkpoint:
            self.checkpoint.write(
                Checkpoint(
                    records=report.read,
                    counts=report.counts(),
                    pending={kind.value: ids for kind, ids in changes.by_kind().items()},
                    rejects_bytes=self.rejects.length if self.rejects else 0,
                )
            )

    def _send(self, report: ImportReport, changes: Changes) -> None:
        if changes and not report.index_problem:
            self._reach_index(report, lambda: send(changes))
        changes.clear()

    def _reach_index(self, report: ImportReport, job: Callable[[], object]) -> None:
        try:
            job()
        except (EngineUnavailable, BrokerUnavailable) as error:
            report.index_problem = (
                f"{error}; the rows are stored, run rebuild_index when the index can be reached"
            )


def write_batch(
    sources: list[SourceRow], kind: RowKind, repeat: bool = False
) -> list[tuple[SourceRow, Outcome]]:
    """Store a batch in one transaction; each record with what became of it, in their order.

    If the database refuses the batch, its rows are stored one by one, so that only the row at fault
    is rejected. `repeat` is that of `upsert`.
    """
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
    outcomes |= zip(accepted, store(list(accepted.values()), repeat), strict=True)
    return [(source, outcomes[place]) for place, source in enumerate(sources)]


def store(rows: list[Row], repeat: bool = False) -> list[Outcome]:
    """Store the rows in one transaction; what became of each, in their order.

    If the database refuses them, they are stored one by one, so that only the row at fault is
    rejected. `repeat` is that of `upsert`.
    """
    try:
        with transaction.atomic():
            return upsert(rows, repeat) if rows else []
    except (DataError, IntegrityError):
        return [_store_alone(row, repeat) for row in rows]


def _store_alone(row: Row, repeat: bool) -> Outcome:
    try:
        with transaction.atomic():
            return upsert([row], repeat)[0]
    except (DataError, IntegrityError) as error:
        reason = f"the database refuses the row: {error}"
        return Outcome(Status.REJECTED, (Problem("row", reason),))


def _as_sources(rows: Iterable[Mapping[str, Any] | SourceRow]) -> Iterator[SourceRow]:
    for line, row in enumerate(rows, start=1):
        yield row if isinstance(row, SourceRow) else SourceRow(line, row, row)


def _batches(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
