"""Locks that hold among all processes, by the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b

from django.db import connection


@contextmanager
def holding(name: str) -> Iterator[None]:
    """Waits until nobody else holds the lock `name`; held to the end of the transaction around.

    SQLite has one writer at a time, so there a write transaction is the lock.
    """
    if connection.vendor == "postgresql":
        digest = blake2b(name.encode(), digest_size=8).digest()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(digest, "big", signed=True)]
            )
    yield
