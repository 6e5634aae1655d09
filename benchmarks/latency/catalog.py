"""The catalog that is searched, its lexicon, its indexes, and queries drawn from it.

Made at the first run and kept for the next, in the data folder that `benchmarks.protocol.set_up`
chose.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def fill_catalog(products: int) -> None:
    """Demo marketplaces of different seeds, with the seed in the ids, until there are enough; and
    the lexicon that they teach.
    """
    from django.core.management import call_command

    from searchapp.catalog.models import Product
    from searchapp.importing.job import Import
    from searchapp.importing.sources import SourceRow
    from searchapp.lexicon.models.build import LexiconBuild

    if Product.objects.count() < products:
        print(f"importing {products:,} products …", file=sys.stderr)
        rows = enumerate(_product_rows(products), start=1)
        Import(index=False).run(SourceRow(line, row, row) for line, row in rows)
    if not LexiconBuild.objects.exists():
        call_command("build_lexicon", stdout=sys.stderr)


def open_indexed(engine: str, rebuilt: bool) -> None:
    """Makes `engine` the one that is measured, and indexes the catalog where it isn't."""
    from benchmarks.engines import use_engine
    from searchapp import wiring
    from searchapp.catalog.models import Product
    from searchapp.indexing.rebuilding import rebuild
    from searchapp.pipeline.request import Kind

    use_engine(engine)
    writer = wiring.index_writer()
    index = writer.live(Kind.PRODUCT)
    outdated = index is not None and not writer.is_current(index)
    if rebuilt or index is None or outdated or writer.count(index) < Product.objects.count() * 0.95:
        print(f"indexing on {engine} …", file=sys.stderr)
        rebuild(Kind.PRODUCT)


def drawn_queries(count: int) -> list[str]:
    """Seeded: runs of 1 to 4 words from titles, and brands with a category."""
    from searchapp.catalog.models import Product

    draw = random.Random(13)
    ids = list(Product.objects.order_by("id").values_list("id", flat=True))
    chosen = Product.objects.select_related("category").in_bulk(draw.sample(ids, count))
    queries = []
    for product in chosen.values():
        words = product.title.replace(",", " ").split()
        length = min(len(words), draw.choice((1, 2, 2, 3, 3, 4)))
        start = draw.randrange(len(words) - length + 1)
        text = " ".join(words[start : start + length])
        if product.category and draw.random() < 0.3:
            text = f"{product.brand} {product.category.title}".strip()
        queries.append(text.lower())
    return queries


def _product_rows(products: int) -> Iterator[dict[str, Any]]:
    from searchapp.importing.demo import marketplace_rows

    made = 0
    for seed in range(1_000):
        for row in marketplace_rows(seed=seed, now=NOW):
            if row.get("kind") != "product":
                continue
            own = {**row, "id": f"{seed}-{row.get('id')}", "published": True}
            for name in ("seller", "variants", "gtin", "sku"):
                own.pop(name, None)
            yield own
            made += 1
            if made >= products * 1.01:
                return
