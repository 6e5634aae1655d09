"""Locks that hold among all processes, by the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b

from django.db import connection, transaction


@contextmanager
def holding(name: str) -> Iterator[None]:
    """A transaction that begins when nobody else holds the lock `name`, and holds it to its end.

    SQLite has one writer at a time, so there a write transaction is the lock.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            digest = blake2b(name.encode(), digest_size=8).digest()
            key = int.from_bytes(digest, "big", signed=True)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
        yield
