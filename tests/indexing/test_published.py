"""What is shown and from when on, though the clocks of the machines differ."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from searchapp.catalog.models import OutboxRow, Product
from searchapp.catalog.outbox import held
from searchapp.indexing import published as published_module
from searchapp.indexing.following import catch_up
from searchapp.indexing.published import announce_due, published
from searchapp.indexing.reconciling import compare
from searchapp.pipeline.request import Kind
from tests.indexing.memory_index import MemoryIndex

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("encoder")]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def microseconds(time: datetime) -> int:
    return (time - EPOCH) // timedelta(microseconds=1)


def write(name: str, shown_from: datetime, written: datetime) -> None:
    """An item as a host writes it whose clock shows the time `written`."""
    Product.objects.create(
        id=name,
        title="Kettle",
        currency="USD",
        published=shown_from,
        version=microseconds(written),
    )


def shown(index: MemoryIndex) -> set[str]:
    return set(index.documents(Kind.PRODUCT))


@pytest.mark.parametrize("ahead_s", [0.0, 0.000001, 2.0, 200.0])
def test_what_a_host_whose_clock_is_ahead_publishes_is_shown_at_once(
    index: MemoryIndex, ahead_s: float
) -> None:
    there = timezone.now() + timedelta(seconds=ahead_s)
    write("a", there, there + timedelta(microseconds=10))
    assert shown(index) == {"a"}
    assert compare(Kind.PRODUCT, str(index.live(Kind.PRODUCT))).is_equal


def test_what_is_to_come_is_not_shown_before_its_time(index: MemoryIndex) -> None:
    now = timezone.now()
    write("soon", now + timedelta(minutes=1), now)
    write("in whole seconds", (now + timedelta(minutes=1)).replace(microsecond=0), now)
    write("from a wrong clock", now + timedelta(hours=1), now + timedelta(hours=2))
    assert shown(index) == set()
    assert not published(Kind.PRODUCT).exists()
    assert compare(Kind.PRODUCT, str(index.live(Kind.PRODUCT))).is_equal


def test_what_is_due_is_announced_in_portions(
    index: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(published_module, "_PORTION", 2)
    now = timezone.now()
    with held():
        for number in range(5):
            write(f"p{number}", now - timedelta(seconds=1), now - timedelta(minutes=1))
        write("written since", now - timedelta(minutes=2), now - timedelta(minutes=1))
    OutboxRow.objects.all().delete()
    with held(), CaptureQueriesContext(connection) as queries:
        assert announce_due(Kind.PRODUCT) == 5
    asked = [each["sql"] for each in queries if "LIMIT" in each["sql"]]
    assert all("LIMIT 2" in sql for sql in asked)
    assert len(asked) == 4
    assert OutboxRow.objects.count() == 5
    assert announce_due(Kind.PRODUCT) == 0
    catch_up()
    assert shown(index) == {f"p{number}" for number in range(5)}
