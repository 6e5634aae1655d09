"""A catalog of any size: a demo marketplace, and copies of its products made by the database."""

# Table and column names are those of the models.
# ruff: noqa: S608

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

SEED = 31
NOW = datetime(2026, 1, 1, tzinfo=UTC)

COPY_ID = "{} || '~' || copy"
"""How the id of a copy is made of that of its original, in SQL."""

COPY_TITLE = "title || ' ' || upper(left(md5(id || copy), 3)) || '-' || copy"
"""With a model's number of its own, so that no two products have the same text to encode."""


def fill_catalog(products: int) -> int:
    """Makes a catalog of `products` products, with their variants, in an empty database, and
    returns how many there are; nothing of it waits for the index.
    """
    from django.db import connection

    from searchapp.catalog.models import OutboxRow, Product, Variant
    from searchapp.catalog.outbox import held
    from searchapp.importing.demo import marketplace_rows
    from searchapp.importing.job import Import
    from searchapp.importing.sources import SourceRow

    print(f"making {products:,} products …", file=sys.stderr)
    with held():
        rows = enumerate(marketplace_rows(seed=SEED, now=NOW), start=1)
        Import(index=False).run(SourceRow(line, row, row) for line, row in rows)
        originals = list(Product.objects.order_by("pk").values_list("pk", flat=True))
        Product.objects.filter(pk__in=originals[products:]).delete()
    kept = min(len(originals), products)
    copies = -(-products // kept) - 1
    rest = products - copies * kept
    with connection.cursor() as cursor:
        for model, changed in (
            (Product, {"id": COPY_ID.format("id"), "title": COPY_TITLE}),
            (
                Variant,
                {"id": COPY_ID.format("id"), "product_id": COPY_ID.format("product_id")},
            ),
        ):
            table = model._meta.db_table
            # The triggers would note a million changes that nobody is to follow.
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(
                copying(table, [str(field.column) for field in model._meta.fields], changed),
                {"copies": copies, "rest": originals[rest - 1] if rest < kept else originals[-1]},
            )
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    OutboxRow.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Product.objects.count()


def copying(table: str, columns: list[str], changed: Mapping[str, str]) -> str:
    """The statement that copies rows `copies` times, the last time those of products up to `rest`;
    `changed` columns are expressions of the row and of `copy`, the number of the copy.
    """
    owner = "product_id" if "product_id" in changed else "id"
    values = ", ".join(changed.get(column, column) for column in columns)
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values}"
        f" FROM {table} CROSS JOIN generate_series(1, %(copies)s) AS copy"
        f" WHERE copy < %(copies)s OR {owner} <= %(rest)s"
    )


def write_embeddings(encoder: Any) -> None:
    """Encodes the texts of all products, so that they are only looked up later."""
    from searchapp.catalog.models import Product
    from searchapp.indexing.documents.embedding_text import embedding_text
    from searchapp.indexing.embeddings import embed

    print("encoding the texts …", file=sys.stderr)
    page = 2_000
    items = Product.objects.only("brand", "title").order_by("pk")
    after = ""
    while some := list(items.filter(pk__gt=after)[:page]):
        embed([embedding_text(item) for item in some], encoder)
        after = some[-1].pk
