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
from searchapp.pipeline.retrieval import EngineUnavailable

TOO_LARGE = 413
CONFLICT = 409
BAD_DOCUMENT = 400
_LEAST_TIMEOUT_S = 1.0
_MANY = 20
"""So many documents that went well for each that was refused show that the engine has room."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One operation, ready to be sent."""

    id: str
    lines: bytes
    is_put: bool


@dataclass(frozen=True, slots=True)
class _Part:
    """Operations that are sent together, for the `attempt`th time."""

    entries: Sequence[_Entry]
    attempt: int


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
    too busy for (429, 503, a lost or late answer) is tried `attempts` times, but no batch for
    longer than `patience_s`, with pauses that double from `first_pause_s`, cut at random so that
    many writers don't come back at once. A batch that is refused as a whole comes back in halves,
    down to `fewest` operations, since a smaller one may still find room or be done in time.
    `languages` are those in which other forms of an item's words are sought.
    """

    client: Elasticsearch
    batch_bytes: int = 4_000_000
    connections: int = 2
    attempts: int = 6
    first_pause_s: float = 0.2
    timeout_s: float = 20.0
    patience_s: float = 60.0
    fewest: int = 25
    languages: tuple[str, ...] = ("en",)

    def write(self, target: str, kind: Kind, operations: Iterable[Operation]) -> WriteReport:
        """Carry out `operations` on the alias `target`.

        Raises `EngineUnavailable` after the last attempt, and ValueError if `target` is not there.
        What was written by then stays written.
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
        deadline = time.monotonic() + self.patience_s
        parts = deque([_Part(batch, 1)])
        with answering(self.client, f"writing to {target}"):
            while parts:
                part = parts.popleft()
                pause = self.first_pause_s * 2 ** (part.attempt - 1) * random.uniform(0.5, 1.0)
                timeout = min(self.timeout_s, max(deadline - time.monotonic(), _LEAST_TIMEOUT_S))
                refused: Mapping[_Entry, str] = {}
                try:
                    outcomes = self._request(target, part.entries, timeout)
                except (TransportError, ApiError) as error:
                    if isinstance(error, ApiError) and error.meta.status == TOO_LARGE:
                        parts.extendleft(reversed(_cut_up(part, str(error), tally)))
                        continue
                    if self._is_last(part, pause, deadline) or not _may_succeed_later(error):
                        raise
                    refused = dict.fromkeys(part.entries, str(error))
                else:
                    refused = _settle(target, part.entries, outcomes, tally)
                    if refused and self._is_last(part, pause, deadline):
                        _give_up(target, refused, tally)
                        continue
                if refused:
                    time.sleep(pause)
                    parts.extendleft(reversed(self._next_parts(part, list(refused))))
        return tally

    def _is_last(self, part: _Part, pause: float, deadline: float) -> bool:
        return part.attempt >= self.attempts or time.monotonic() + pause >= deadline

    def _next_parts(self, part: _Part, refused: Sequence[_Entry]) -> list[_Part]:
        """What is sent instead of a part of which these were refused."""
        as_a_whole = len(refused) == len(part.entries)
        pieces = _halves(refused) if as_a_whole and len(refused) > self.fewest else [refused]
        return [_Part(piece, part.attempt + 1) for piece in pieces]

    def _request(
        self, target: str, batch: Sequence[_Entry], timeout_s: float
    ) -> Sequence[Mapping[str, Any]]:
        answer = self.client.options(request_timeout=timeout_s).perform_request(
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
) -> dict[_Entry, str]:
    """Enters what became of the batch into the tally; returns what the engine had no room for, with
    its reasons.
    """
    refused: dict[_Entry, str] = {}
    for entry, outcome in zip(batch, outcomes, strict=True):
        error = outcome.get("error")
        if error is None:
            # A delete of what is not there has status 404 but no error, and is remembered too.
            tally.written += entry.is_put
            tally.deleted += not entry.is_put
        elif outcome["status"] == CONFLICT:
            tally.stale += 1
        elif error.get("type") == "index_not_found_exception":
            raise ValueError(f"there is no index behind {target}: it was dropped or never created")
        elif outcome["status"] == BAD_DOCUMENT and error.get("type") != "index_closed_exception":
            tally.failed[entry.id] = reason(error)
        else:
            # Too busy, blocked for writing, or broken: no fault of the document, which waits.
            refused[entry] = reason(error)
    return refused


def _give_up(target: str, refused: Mapping[_Entry, str], tally: _Tally) -> None:
    """Too little room is no fault of the documents, unless it lasts for few beside many that went
    well.
    """
    went_well = tally.written + tally.deleted + tally.stale
    if len(refused) <= max(1, went_well // _MANY) and went_well:
        tally.failed |= {entry.id: why for entry, why in refused.items()}
        return
    why = next(iter(refused.values()))
    raise EngineUnavailable(
        f"Elasticsearch went on refusing {len(refused)} documents while writing to {target}: "
        f"{why}. Check its load, its disk space and GET _cluster/health."
    )


def _cut_up(part: _Part, why: str, tally: _Tally) -> list[_Part]:
    """The halves of a part that is too large."""
    if len(part.entries) == 1:
        tally.failed[part.entries[0].id] = f"the document is too large: {why}"
        return []
    return [_Part(half, part.attempt) for half in _halves(part.entries)]


def _halves(entries: Sequence[_Entry]) -> list[Sequence[_Entry]]:
    middle = len(entries) // 2
    return [entries[:middle], entries[middle:]]


def _may_succeed_later(error: TransportError | ApiError) -> bool:
    return isinstance(error, TransportError) or error.meta.status in OVERLOADED
