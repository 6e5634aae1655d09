"""Much at once: two who carry on one build, and a seller with many products who is renamed."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from searchapp.catalog.models import Lane, OutboxRow, Product, Seller
from searchapp.catalog.outbox import held
from searchapp.indexing import fan_out
from searchapp.indexing.draining import BATCHES, drain
from searchapp.indexing.models import BuildState, IndexBuild
from searchapp.indexing.rebuilding import begin, go_on
from searchapp.indexing.reconciling import compare
from searchapp.pipeline.request import Kind
from tests.indexing.memory_index import MemoryIndex
from tests.rows import import_rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("encoder")]
MANY = 20_000


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.parametrize("state", [BuildState.FILLING, BuildState.COMPARING, BuildState.LIVE])
def test_two_who_carry_on_one_build_come_to_one_end(index: MemoryIndex, state: BuildState) -> None:
    import_rows([{"id": f"p{number}", "title": f"Kettle {number}"} for number in range(40)])
    build = begin(Kind.PRODUCT)
    together = threading.Barrier(3)

    def carry_on() -> str:
        try:

            def meet(reached: BuildState) -> None:
                if reached is state:
                    together.wait(20)

            return go_on(IndexBuild.objects.get(pk=build.pk), on_state=meet).index
        finally:
            connection.close()

    def write() -> None:
        try:
            together.wait(20)
            for number in range(20):
                import_rows([{"id": f"p{number}", "title": f"Pot {number}"}])
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        runners = [pool.submit(carry_on) for _ in range(2)]
        writer = pool.submit(write)
        assert {runner.result() for runner in runners} == {build.index}
        writer.result()
    build.refresh_from_db()
    assert (build.state, index.live(Kind.PRODUCT)) == (BuildState.DONE, build.index)
    assert index.indexes(Kind.PRODUCT) == [build.index]
    assert compare(Kind.PRODUCT, build.index).is_equal
    assert index.documents(Kind.PRODUCT)["p19"]["title"] == "Pot 19"


def test_a_seller_of_many_products_is_renamed_bit_by_bit_while_others_go_on(
    index: MemoryIndex,
) -> None:
    now = timezone.now()
    with held():
        for name in ("s", "other"):
            Seller.objects.create(id=name, name="Old name")
        Product.objects.bulk_create(
            [
                Product(id=f"p{n:05}", title="Kettle", currency="USD", seller_id="s", published=now)
                for n in range(MANY)
            ],
            batch_size=2_000,
        )
        OutboxRow.objects.all().delete()
        Seller.objects.filter(pk="s").update(name="New name")
        import_rows([{"id": "later", "title": "Teapot", "seller": "other"}])
    drain(Lane.BULK)
    assert set(index.documents(Kind.PRODUCT)) == {"later"}, "it does not wait for the many"
    assert OutboxRow.objects.filter(kind="product", lane=Lane.BULK).count() <= fan_out.PORTION

    index.writes.clear()
    while drain(Lane.BULK).rows:
        pass
    assert sum(index.writes) == MANY
    assert max(index.writes) <= BATCHES[Lane.BULK]
    assert {each["seller_name"] for each in index.documents(Kind.PRODUCT).values()} == {
        "New name",
        "Old name",
    }
