"""Writers that meet at the same item: no write is lost, and the index ends as the database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import connection

from searchapp.catalog.models import Product, Seller
from searchapp.catalog.upsert import Status
from searchapp.pipeline.request import Kind
from tests.indexing.memory_index import MemoryIndex
from tests.rows import import_rows

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("encoder"),
    pytest.mark.skipif(
        "sqlite" in settings.DATABASES["default"]["ENGINE"],
        reason="SQLite has one writer; set DATABASE_URL to PostgreSQL",
    ),
]
WRITERS, WRITES = 4, 15


def write_many(writer: int) -> list[Status]:
    try:
        statuses = []
        for number in range(WRITES):
            price = 100 * writer + number
            rows = [
                {
                    "id": f"p{place}",
                    "title": "P",
                    "price": price,
                    "seller": "s",
                    "category": "A > B",
                }
                for place in (range(3) if writer % 2 else reversed(range(3)))
            ]
            statuses += [outcome.status for outcome in import_rows(rows)]
        return statuses
    finally:
        connection.close()


def test_items_written_by_several_at_once(index: MemoryIndex) -> None:
    with ThreadPoolExecutor(WRITERS) as pool:
        statuses = [status for batch in pool.map(write_many, range(WRITERS)) for status in batch]
    assert Status.REJECTED not in statuses
    assert statuses.count(Status.CREATED) == 3
    assert Seller.objects.count() == 1
    products = Product.objects.all()
    assert len(products) == 3
    for product in products:
        assert product.price in {Decimal(100 * writer + WRITES - 1) for writer in range(WRITERS)}
        assert index.documents(Kind.PRODUCT)[product.pk]["price"] == float(product.price)
