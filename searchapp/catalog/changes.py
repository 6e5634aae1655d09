"""What a write changed, and how the index hears of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

from searchapp.catalog.rows import RowKind
from searchapp.pipeline.request import Kind

INDEXED_AS: Mapping[RowKind, Kind] = {
    RowKind.PRODUCT: Kind.PRODUCT,
    RowKind.VIDEO: Kind.VIDEO,
    RowKind.LIVE: Kind.LIVE,
}
"""The kinds of rows that have documents of their own."""

JOB_SIZE = 500
"""The most ids that one job carries."""


class Changes:
    """Ids of items whose documents must be written again or removed, by kind; each id once."""

    def __init__(self) -> None:
        self._ids: dict[Kind, dict[str, None]] = {}

    def __len__(self) -> int:
        return sum(len(ids) for ids in self._ids.values())

    def add(self, kind: Kind, ids: Iterable[str]) -> None:
        """Note more items."""
        self._ids.setdefault(kind, {}).update(dict.fromkeys(ids))

    def merge(self, other: Changes) -> None:
        """Note all that another has."""
        for kind, ids in other._ids.items():
            self.add(kind, ids)

    def by_kind(self) -> dict[Kind, list[str]]:
        """The ids of each kind, in the order in which they came."""
        return {kind: list(ids) for kind, ids in self._ids.items() if ids}

    def jobs(self) -> Iterator[tuple[Kind, list[str]]]:
        """The ids in portions of at most `JOB_SIZE`."""
        for kind, ids in self.by_kind().items():
            for start in range(0, len(ids), JOB_SIZE):
                yield kind, ids[start : start + JOB_SIZE]

    def clear(self) -> None:
        """Forget all."""
        self._ids.clear()


_collected: ContextVar[Changes | None] = ContextVar("collected_changes", default=None)


@contextmanager
def collecting() -> Iterator[Changes]:
    """Inside, changes are gathered instead of sent: the caller indexes them, or does not."""
    changes = Changes()
    token = _collected.set(changes)
    try:
        yield changes
    finally:
        _collected.reset(token)


def announce(changes: Changes) -> None:
    """Have the index follow once the surrounding transaction is committed.

    A failure to do so is logged and does not undo the write.
    """
    collected = _collected.get()
    if collected is not None:
        collected.merge(changes)
    elif changes:
        transaction.on_commit(lambda: send(changes), robust=True)


def send(changes: Changes) -> None:
    """Hand the changes to the workers, or index them here and now when there are none."""
    # Jobs build documents with the parts that the settings name; loading those belongs to the first
    # write, not to the import of the models.
    from searchapp.catalog.tasks import run

    for kind, ids in changes.jobs():
        run(kind, ids)
