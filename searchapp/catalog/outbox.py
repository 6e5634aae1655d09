"""The catalog's side of the outbox: its rows come from triggers, and whoever follows is woken.

The index follows (`searchapp.indexing`); the catalog knows only that someone does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import DEFAULT_DB_ALIAS, transaction

from searchapp.catalog.models import Lane, OutboxRow
from searchapp.pipeline.request import Kind

_followers: list[Callable[[], None]] = []
_is_held: ContextVar[bool] = ContextVar("outbox_is_held", default=False)
_CHUNK = 1_000


def follow_with(follower: Callable[[], None]) -> None:
    """Have `follower` called after each commit that may have changed the catalog.

    It is called once a commit at most; what it raises is logged and undoes nothing.
    """
    if follower not in _followers:
        _followers.append(follower)


def wake_after_commit(using: str = DEFAULT_DB_ALIAS) -> None:
    """Wake the followers once the surrounding transaction is committed."""
    if _is_held.get() or using != DEFAULT_DB_ALIAS:
        return
    connection = transaction.get_connection(using)
    if all(entry[1] is not wake for entry in connection.run_on_commit):
        transaction.on_commit(wake, using=using, robust=True)


def wake() -> None:
    """Wake the followers now."""
    for follower in _followers:
        follower()


@contextmanager
def held() -> Iterator[None]:
    """Inside, nobody is woken: many small commits are followed better together."""
    token = _is_held.set(True)
    try:
        yield
    finally:
        _is_held.reset(token)


def record(kind: Kind, ids: Iterable[str], lane: Lane) -> None:
    """Have the index follow these items though nothing wrote them, in the transaction around."""
    rows = [OutboxRow(lane=lane, kind=kind.value, item_id=name) for name in ids]
    OutboxRow.objects.bulk_create(rows, batch_size=_CHUNK)
