"""Draining the outbox: the next rows of a lane, in the order of their ids, into the indexes.

On PostgreSQL several workers drain at once: each locks the rows that it takes and passes over those
that others hold (`FOR UPDATE SKIP LOCKED`). A row goes in the transaction that took it, after every
index that must have it has it; a worker that is killed lets go of its rows with its connection.
SQLite has no row locks: there the rows are read, written to the index and then removed, so that two
drains at once do the same work twice, which does no harm.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet

from searchapp import wiring
from searchapp.catalog.models import Lane, OutboxRow
from searchapp.catalog.outbox import held, record
from searchapp.indexing.fan_out import FANNING_OUT, fan_out
from searchapp.indexing.writing import write_items
from searchapp.observability.indexing import count_indexed
from searchapp.pipeline.request import Kind

BATCHES = {Lane.FAST: 200, Lane.BULK: 500, Lane.EMBED: 256}
"""How many rows a drain takes at a time."""
PAUSES = {Lane.FAST: 0.1, Lane.BULK: 0.3, Lane.EMBED: 0.5}
"""How long a worker lets changes gather in a lane, in seconds."""
_ATTEMPTS = 5
_IN_EACH_OTHERS_WAY = ("40P01", "40001")
"""PostgreSQL's codes of a transaction that it ended so that another could go on."""


@dataclass(frozen=True, slots=True)
class Drained:
    """How many rows went, and how many documents of live indexes changed."""

    rows: int = 0
    documents: int = 0


def drain(lane: Lane, encode: bool | None = None, size: int | None = None) -> Drained:
    """Deal with the next rows of a lane; none went when the lane is empty, or others hold them.

    `encode` says whether texts that were never encoded are encoded here, which by default only the
    lane of the encoder does; what lacks its vector is put into that lane. What is in the fast lane
    is searchable afterwards. Raises EngineUnavailable; then no row has gone.

    A fan-out writes to items that others write to as well; when PostgreSQL ends its transaction for
    their sake, the drain begins again.
    """
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            return _drain(lane, encode, size)
        except OperationalError as error:
            code = getattr(error.__cause__, "sqlstate", None)
            is_last = attempt == _ATTEMPTS or connection.in_atomic_block
            if is_last or code not in _IN_EACH_OTHERS_WAY:
                raise
            time.sleep(random.uniform(0.0, 0.05 * 2**attempt))
    raise AssertionError("the last attempt returns or raises")


def _drain(lane: Lane, encode: bool | None, size: int | None) -> Drained:
    encode = lane is Lane.EMBED if encode is None else encode
    size = size or BATCHES[lane]
    with held():
        with _taking():
            rows = _take(OutboxRow.objects.filter(lane=lane).exclude(kind__in=FANNING_OUT), size)
            documents = 0
            for kind in Kind:
                ids = list(dict.fromkeys(row.item_id for row in rows if row.kind == kind))
                if ids:
                    documents += _write(lane, kind, ids, encode)
            OutboxRow.objects.filter(pk__in=[row.pk for row in rows]).delete()
        # In a transaction of its own: the items that it locks must not wait for the engine.
        fanned_out = _fan_out(lane, size)
    return Drained(fanned_out + len(rows), documents)


def _fan_out(lane: Lane, size: int) -> int:
    """Deals with a portion of the items for which some of the next rows stand; with how many rows.

    A transaction for each portion, as its items are locked until the end.
    """
    waiting = OutboxRow.objects.filter(lane=lane).order_by("pk")
    places: dict[tuple[str, str], list[int]] = {}
    for key, kind, cursor in waiting.values_list("pk", "kind", "cursor")[:size]:
        if kind in FANNING_OUT:
            places.setdefault((kind, cursor), []).append(key)
    count = 0
    for (_, cursor), keys in places.items():
        with _taking():
            rows = _take(OutboxRow.objects.filter(pk__in=keys, cursor=cursor), size)
            if rows and fan_out(rows):
                OutboxRow.objects.filter(pk__in=[row.pk for row in rows]).delete()
        count += len(rows)
    return count


def _write(lane: Lane, kind: Kind, ids: Sequence[str], encode: bool) -> int:
    written = write_items(kind, ids, encode)
    record(kind, written.unencoded, Lane.EMBED)
    if written.changed:
        count_indexed(kind.value, lane.value, written.changed)
        if lane is Lane.FAST:
            wiring.index_writer().refresh(written.live)
    return written.changed


def drain_until_empty(lane: Lane, encode: bool | None = None) -> None:
    """Drain a lane until it is empty."""
    while drain(lane, encode).rows:
        pass


def drain_for(lane: Lane, seconds: float) -> bool:
    """Drain a lane until it is empty, for about so many seconds at most; whether it was empty.

    After a small batch it pauses for a moment, so that changes which come one by one are written
    together: each write costs the engine nearly the same, whatever the number of documents.
    """
    deadline = time.monotonic() + seconds
    while rows := drain(lane).rows:
        if time.monotonic() >= deadline:
            return False
        if rows < BATCHES[lane] // 2:
            time.sleep(PAUSES[lane])
    return True


def _taking() -> AbstractContextManager[object]:
    return transaction.atomic() if connection.vendor == "postgresql" else nullcontext()


def _take(rows: QuerySet[OutboxRow], size: int) -> list[OutboxRow]:
    if connection.vendor == "postgresql":
        rows = rows.select_for_update(skip_locked=True)
    return list(rows.order_by("pk")[:size])
