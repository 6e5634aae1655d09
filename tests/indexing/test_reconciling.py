"""The comparison finds every difference between index and catalog, and the repair ends it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from searchapp.catalog.models import OutboxRow, Product
from searchapp.catalog.outbox import held
from searchapp.catalog.rows import RowKind
from searchapp.catalog.upsert import delete
from searchapp.engines.base import Delete, Put
from searchapp.indexing import reconciling
from searchapp.indexing.document_versions import document_version
from searchapp.indexing.following import catch_up
from searchapp.indexing.reconciling import Comparison, compare, repair
from searchapp.pipeline.request import Kind
from tests.indexing.memory_index import MemoryIndex
from tests.rows import import_rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("encoder")]


@pytest.fixture
def live(index: MemoryIndex) -> str:
    """The live index of thirty products."""
    import_rows([{"id": f"p{number}", "title": f"Product {number}"} for number in range(30)])
    return str(index.live(Kind.PRODUCT))


def found(live: str) -> Comparison:
    return compare(Kind.PRODUCT, live)


def version(name: str) -> int:
    return document_version(Product.objects.get(pk=name).version)


def repaired(live: str) -> bool:
    with held():
        repair(found(live))
    catch_up()
    return found(live).is_equal


def test_an_index_that_followed_is_equal(live: str) -> None:
    assert found(live).is_equal
    assert found(live).documents == 30


def test_a_lost_document_is_missing(index: MemoryIndex, live: str) -> None:
    index.write(live, [Delete("p3", version("p3") + 1)])
    assert found(live).missing == ("p3",)
    assert repaired(live)
    assert "p3" in index.documents(Kind.PRODUCT)


def test_a_document_of_another_version_is_stale(index: MemoryIndex, live: str) -> None:
    index.write(live, [Put("p3", version("p3") + 1_000_000_000_000, {"title": "from the future"})])
    assert found(live).stale == ("p3",)
    assert repaired(live)
    assert index.documents(Kind.PRODUCT)["p3"]["title"] == "Product 3"


def test_a_document_without_an_item_is_too_many(index: MemoryIndex, live: str) -> None:
    index.write(live, [Put("ghost", 2**61, {"title": "Ghost"})])
    assert found(live).extra == ("ghost",)
    assert repaired(live)
    assert "ghost" not in index.documents(Kind.PRODUCT)


def test_an_item_that_was_hidden_without_the_index_knowing_is_too_many(
    index: MemoryIndex, live: str
) -> None:
    with held():
        Product.objects.filter(pk="p3").update(published=None)
    OutboxRow.objects.all().delete()
    assert found(live).extra == ("p3",)
    assert repaired(live)


def test_a_document_that_waits_for_its_vector_in_vain_is_found(
    index: MemoryIndex, live: str
) -> None:
    Product.objects.filter(pk="p3").update(updated=timezone.now())
    index._contents[live]["p3"] = (version("p3") - 1, {"title": "Product 3"})
    assert found(live).without_vector == ("p3",)
    # The engine takes the same document with its vector over the one without.
    assert repaired(live)


def test_what_waits_in_the_outbox_is_no_difference(live: str) -> None:
    with held():
        Product.objects.filter(pk="p3").update(title="Changed")
    assert found(live).is_equal


def test_what_is_set_aside_is_told_apart(index: MemoryIndex, live: str) -> None:
    index.refused = {"p3": "no"}
    Product.objects.filter(pk="p3").update(title="Changed")
    comparison = found(live)
    assert comparison.is_equal
    assert comparison.set_aside == ("p3",)


def test_an_index_that_differs_in_all_is_looked_at_and_mended_bit_by_bit(
    index: MemoryIndex, live: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconciling, "_AT_ONCE", 5)
    monkeypatch.setattr(reconciling, "_CHUNK", 3)
    index._contents[live].clear()
    index.write(live, [Put(f"ghost{number}", 2**61, {}) for number in range(20)])
    sizes: list[int] = []
    versions_in = index.versions_in

    def counted(name: str, slices: Any) -> dict[str, int]:
        found = versions_in(name, slices)
        sizes.append(len(found))
        return found

    monkeypatch.setattr(index, "versions_in", counted)
    comparison = found(live)
    assert (len(comparison.missing), len(comparison.extra)) == (30, 20)
    assert repaired(live)
    assert max(sizes) <= 5
    assert len(index.documents(Kind.PRODUCT)) == 30


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_an_index_that_is_written_to_meanwhile_is_equal_all_the_while(live: str) -> None:
    def write() -> None:
        try:
            for count in range(60):
                name = f"p{count % 40}"
                if count % 7 == 3:
                    delete(RowKind.PRODUCT, [name])
                else:
                    import_rows([{"id": name, "title": f"Kettle {count}"}])
        finally:
            connection.close()

    comparisons: list[Comparison] = []
    with ThreadPoolExecutor(2) as pool:
        writers = [pool.submit(write) for _ in range(2)]
        while not all(each.done() for each in writers):
            comparisons.append(found(live))
        for each in writers:
            each.result()
    assert len(comparisons) > 10
    assert [each for each in comparisons if not each.is_equal] == []
    catch_up()
    assert found(live).is_equal


def test_the_command_tells_what_differs_and_mends_it(index: MemoryIndex, live: str) -> None:
    def verify(**options: Any) -> str:
        out = StringIO()
        call_command("verify_index", stdout=out, **options)
        return out.getvalue()

    assert "30 documents in product-1: equal to the catalog" in verify()
    index.write(live, [Delete("p3", version("p3") + 1)])
    with pytest.raises(CommandError, match="--repair"):
        verify(kind="product")
    assert "1 documents are being written again" in verify(repair=True)
    assert "equal to the catalog" in verify(kind="product")
