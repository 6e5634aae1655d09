"""Draining the outbox: the next rows of a lane, in the order of their ids, into the indexes.

On PostgreSQL several workers drain at once: each locks the rows that it takes and passes over those
that others hold (`FOR UPDATE SKIP LOCKED`). A row goes in the transaction that took it, after every
index that must have it has it; a worker that is killed lets go of its rows with its connection.
SQLite has no row locks: there the rows are read, written to the index and then removed, so that two
drains at once do the same work twice, which does no harm.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from django.db import connection, transaction

from searchapp import wiring
from searchapp.catalog.models import Lane, OutboxRow
from searchapp.catalog.outbox import held, record
from searchapp.indexing.fan_out import fan_out, fans_out
from searchapp.indexing.writing import write_items
from searchapp.observability.indexing import INDEXED
from searchapp.pipeline.request import Kind

BATCHES = {Lane.FAST: 200, Lane.BULK: 500, Lane.EMBED: 256}
"""How many rows a drain takes at a time."""


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
    """
    encode = lane is Lane.EMBED if encode is None else encode
    locks = connection.vendor == "postgresql"
    with transaction.atomic() if locks else nullcontext(), held():
        rows = _next_rows(lane, size or BATCHES[lane], locks)
        if not rows:
            return Drained()
        finished = [row.pk for row in rows if not fans_out(row)]
        for row in rows:
            if fans_out(row) and fan_out(row):
                finished.append(row.pk)
        documents = 0
        for kind in Kind:
            ids = list(dict.fromkeys(row.item_id for row in rows if row.kind == kind))
            if ids:
                written = write_items(kind, ids, encode)
                documents += written.changed
                record(kind, written.unencoded, Lane.EMBED)
                INDEXED.labels(kind=kind.value, lane=lane.value).inc(written.changed)
                if lane is Lane.FAST and written.changed:
                    writer = wiring.index_writer()
                    if (live := writer.live(kind)) is not None:
                        writer.refresh(live)
        OutboxRow.objects.filter(pk__in=finished).delete()
    return Drained(len(rows), documents)


def drain_until_empty(lane: Lane, encode: bool | None = None, seconds: float = 0.0) -> bool:
    """Drain a lane until it is empty, or for about so many `seconds` (0: without an end); whether
    it was empty.
    """
    deadline = time.monotonic() + seconds
    while drain(lane, encode).rows:
        if seconds and time.monotonic() >= deadline:
            return False
    return True


def _next_rows(lane: Lane, size: int, locks: bool) -> Sequence[OutboxRow]:
    rows = OutboxRow.objects.filter(lane=lane).order_by("pk")
    return list((rows.select_for_update(skip_locked=True) if locks else rows)[:size])
