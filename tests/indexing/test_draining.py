"""Drains stand in nobody's way: not in that of writers, nor for long in that of one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from searchapp.catalog.models import Lane, OutboxRow, Product, Seller
from searchapp.catalog.outbox import held, record
from searchapp.engines.base import Operation, WriteReport
from searchapp.indexing import draining
from searchapp.indexing.draining import drain
from searchapp.indexing.writing import Written
from searchapp.pipeline.request import Kind
from tests.indexing.memory_index import MemoryIndex
from tests.rows import import_rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("encoder")]


class Victim(OperationalError):
    """As psycopg names a transaction that PostgreSQL ended for another's sake."""

    sqlstate = "40P01"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs DATABASE_URL of PostgreSQL")
def test_items_are_not_locked_while_the_engine_writes(
    index: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_rows([{"id": name, "title": "Kettle", "seller": "s"} for name in "abc"])
    free: list[list[str]] = []
    write = index.write

    def slow_write(name: str, operations: Iterable[Operation]) -> WriteReport:
        with ThreadPoolExecutor(1) as other:
            free.append(other.submit(_free_items).result())
        return write(name, operations)

    monkeypatch.setattr(index, "write", slow_write)
    with held():
        Seller.objects.filter(pk="s").update(name="New name")
        record(Kind.PRODUCT, ["a"], Lane.BULK)
    while drain(Lane.BULK).rows:
        pass
    assert len(free) > 1
    assert all(names == ["a", "b", "c"] for names in free)
    assert {each["seller_name"] for each in index.documents(Kind.PRODUCT).values()} == {"New name"}


def _free_items() -> list[str]:
    try:
        items = Product.objects.order_by("pk").select_for_update(skip_locked=True)
        with transaction.atomic():
            return list(items.values_list("pk", flat=True))
    finally:
        connection.close()


def test_a_drain_that_gave_way_begins_again(
    index: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_rows([{"id": "a", "title": "Kettle"}])
    given_way: list[Any] = []
    write_items = draining.write_items

    def give_way(kind: Kind, ids: Sequence[str], encode: bool = True) -> Written:
        if len(given_way) < 2:
            given_way.append(ids)
            raise OperationalError("deadlock detected") from Victim()
        return write_items(kind, ids, encode)

    monkeypatch.setattr(draining, "write_items", give_way)
    record(Kind.PRODUCT, ["a"], Lane.BULK)
    assert drain(Lane.BULK).rows == 1
    assert given_way == [["a"], ["a"]]
    assert not OutboxRow.objects.exists()


def test_a_database_that_is_away_is_not_waited_for(
    index: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_rows([{"id": "a", "title": "Kettle"}])

    def away(*_: object) -> Written:
        raise OperationalError("the connection is lost")

    monkeypatch.setattr(draining, "write_items", away)
    record(Kind.PRODUCT, ["a"], Lane.BULK)
    with pytest.raises(OperationalError):
        drain(Lane.BULK)
    assert OutboxRow.objects.count() == 1


def test_a_worker_lets_changes_gather_that_come_one_by_one(
    index: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 1:
            with held():
                import_rows([{"id": "b", "title": "B"}])

    monkeypatch.setattr(draining.time, "sleep", pause)
    with held():
        import_rows([{"id": "a", "title": "A"}])
    assert draining.drain_for(Lane.BULK, 20)
    assert pauses == [draining.PAUSES[Lane.BULK]] * 2
    assert set(index.documents(Kind.PRODUCT)) == {"a", "b"}
