"""Many writes to one index: batches by bytes, retries of what may pass later, else reasons."""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from searchapp.engines.base import Operation, Put, WriteReport
from searchapp.engines.elasticsearch.connection import OVERLOADED, answering
from searchapp.engines.elasticsearch.documents import UnwritableDocument, bulk_lines
from searchapp.engines.elasticsearch.parser import reason
from searchapp.pipeline.request import Kind

TOO_LARGE = 413
CONFLICT = 409


@dataclass(frozen=True, slots=True)
class _Entry:
    """One operation, ready to be sent."""

    id: str
    lines: bytes
    is_put: bool


@dataclass(slots=True)
class _Tally:
    """The report as it grows."""

    written: int = 0
    deleted: int = 0
    stale: int = 0
    failed: dict[str, str] = field(default_factory=dict)

    def add(self, other: _Tally) -> None:
        self.written += other.written
        self.deleted += other.deleted
        self.stale += other.stale
        self.failed |= other.failed

    def report(self) -> WriteReport:
        return WriteReport(self.written, self.deleted, self.stale, self.failed)


@dataclass(frozen=True, slots=True)
class BulkWriter:
    """Sends operations in batches of about `batch_bytes`, `connections` of them at a time.

    Memory holds `connections` + 1 batches, whatever the number of operations. What the engine is
    too busy for (429, 503, a lost or late answer) is tried `attempts` times, with pauses that
    double from `first_pause_s`, cut at random so that many writers don't come back at once.
    `languages` are those in which other forms of an item's words are sought.
    """

    client: Elasticsearch
    batch_bytes: int = 4_000_000
    connections: int = 2
    attempts: int = 6
    first_pause_s: float = 0.2
    timeout_s: float = 60.0
    languages: tuple[str, ...] = ("en",)

    def write(self, target: str, kind: Kind, operations: Iterable[Operation]) -> WriteReport:
        """Carry out `operations` on the alias `target`.

        Raises `EngineUnavailable` after the last attempt, and ValueError if `target` is not there.
        """
        tally = _Tally()
        sending: deque[Future[_Tally]] = deque()
        with ThreadPoolExecutor(self.connections, thread_name_prefix="bulk") as threads:
            try:
                for batch in self._batches(kind, operations, tally):
                    if len(sending) == self.connections:
                        tally.add(sending.popleft().result())
                    sending.append(threads.submit(self._send, target, batch))
                while sending:
                    tally.add(sending.popleft().result())
            finally:
                for future in sending:
                    future.cancel()
        return tally.report()

    def _batches(
        self, kind: Kind, operations: Iterable[Operation], tally: _Tally
    ) -> Iterator[list[_Entry]]:
        batch: list[_Entry] = []
        size = 0
        for operation in operations:
            try:
                entry = _Entry(
                    operation.id,
                    bulk_lines(kind, operation, self.languages),
                    isinstance(operation, Put),
                )
            except UnwritableDocument as error:
                tally.failed[operation.id] = str(error)
                continue
            if batch and size + len(entry.lines) > self.batch_bytes:
                yield batch
                batch, size = [], 0
            batch.append(entry)
            size += len(entry.lines)
        if batch:
            yield batch

    def _send(self, target: str, batch: Sequence[_Entry]) -> _Tally:
        tally = _Tally()
        for attempt in range(1, self.attempts + 1):
            is_last = attempt == self.attempts
            with answering(self.client, f"writing to {target}"):
                try:
                    items = self._request(target, batch)
                except (TransportError, ApiError) as error:
                    if isinstance(error, ApiError) and error.meta.status == TOO_LARGE:
                        return self._send_in_parts(target, batch, str(error))
                    if is_last or not _may_succeed_later(error):
                        raise
                    items = None
            if items is not None:
                batch = _settle(target, batch, items, tally, is_last)
            if not batch:
                break
            time.sleep(self.first_pause_s * 2 ** (attempt - 1) * random.uniform(0.5, 1.0))
        return tally

    def _send_in_parts(self, target: str, batch: Sequence[_Entry], why: str) -> _Tally:
        if len(batch) == 1:
            return _Tally(failed={batch[0].id: f"the document is too large: {why}"})
        middle = len(batch) // 2
        tally = self._send(target, batch[:middle])
        tally.add(self._send(target, batch[middle:]))
        return tally

    def _request(self, target: str, batch: Sequence[_Entry]) -> Sequence[Mapping[str, Any]]:
        answer = self.client.options(request_timeout=self.timeout_s).perform_request(
            "POST",
            f"/{target}/_bulk",
            params={"require_alias": "true", "filter_path": "items.*.status,items.*.error"},
            headers={"accept": "application/json", "content-type": "application/x-ndjson"},
            body=b"".join(entry.lines for entry in batch),
        )
        # One item for each entry, in order: {"index": {...}} or {"delete": {...}}.
        return [outcome for item in answer.body["items"] for outcome in item.values()]


def _settle(
    target: str,
    batch: Sequence[_Entry],
    outcomes: Sequence[Mapping[str, Any]],
    tally: _Tally,
    is_last: bool,
) -> list[_Entry]:
    """Enters what became of the batch into the tally; returns what is worth another attempt."""
    again: list[_Entry] = []
    for entry, outcome in zip(batch, outcomes, strict=True):
        error = outcome.get("error")
        if error is None:
            # A delete of what is not there has status 404 but no error, and is remembered too.
            tally.written += entry.is_put
            tally.deleted += not entry.is_put
        elif outcome["status"] == CONFLICT:
            tally.stale += 1
        elif outcome["status"] in OVERLOADED and not is_last:
            again.append(entry)
        elif error.get("type") == "index_not_found_exception":
            raise ValueError(f"there is no index behind {target}: it was dropped or never created")
        else:
            tally.failed[entry.id] = reason(error)
    return again


def _may_succeed_later(error: TransportError | ApiError) -> bool:
    return isinstance(error, TransportError) or error.meta.status in OVERLOADED
