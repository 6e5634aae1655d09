"""The index follows the catalog: what is published is there, what is not is gone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from numpy.typing import NDArray

from searchapp import wiring
from searchapp.catalog.models import (
    Category,
    Lane,
    LiveStream,
    OutboxRow,
    Product,
    Seller,
    Tombstone,
)
from searchapp.catalog.outbox import held, record
from searchapp.catalog.rows import RowKind
from searchapp.catalog.upsert import delete
from searchapp.indexing import fan_out, tasks
from searchapp.indexing.documents import load_operations
from searchapp.indexing.draining import drain
from searchapp.indexing.embeddings import EncoderFailed
from searchapp.indexing.following import catch_up, catch_up_at_start
from searchapp.indexing.models import SetAside
from searchapp.indexing.reconciling import compare
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import EngineUnavailable
from searchapp.pipeline.schema import EMBEDDING
from tests.indexing.memory_index import CountingEncoder, MemoryIndex
from tests.rows import import_rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("encoder")]


def product(name: str, **fields: Any) -> dict[str, Any]:
    return {"id": name, "title": f"Title of {name}", **fields}


def shown(index: MemoryIndex) -> set[str]:
    return set(index.documents(Kind.PRODUCT))


def test_items_are_searchable_after_commit_and_not_before(index: MemoryIndex) -> None:
    with transaction.atomic():
        import_rows([product("a")])
        assert shown(index) == set()
    assert shown(index) == {"a"}


def test_what_is_not_published_is_not_shown(index: MemoryIndex) -> None:
    soon = (timezone.now() + timedelta(hours=1)).isoformat()
    import_rows([product("a"), product("b", published=False), product("c", published=soon)])
    assert shown(index) == {"a"}
    import_rows([product("a", published=False), product("b", published=True)])
    assert shown(index) == {"b"}


def test_what_is_deleted_goes_and_can_come_back(index: MemoryIndex) -> None:
    import_rows([product("a"), product("b")])
    delete(RowKind.PRODUCT, ["a"])
    assert shown(index) == {"b"}
    import_rows([product("a")])
    assert shown(index) == {"a", "b"}


def test_writes_of_the_orm_are_followed_one_by_one_and_in_bulk(index: MemoryIndex) -> None:
    now = timezone.now()
    made = Product.objects.create(id="a", title="A", currency="USD", published=now)
    Product.objects.bulk_create(
        [Product(id=name, title=name, currency="USD", published=now) for name in ("b", "c")]
    )
    assert shown(index) == {"a", "b", "c"}
    made.title = "Renamed"
    made.save()
    Product.objects.filter(pk="b").update(brand="Velo")
    changed = Product.objects.get(pk="c")
    changed.price = 5
    Product.objects.bulk_update([changed], ["price"])
    documents = index.documents(Kind.PRODUCT)
    assert documents["a"]["title"] == "Renamed"
    assert documents["b"]["brand"] == "Velo"
    assert documents["c"]["price"] == 5.0
    made.delete()
    Product.objects.filter(pk="b").delete()
    assert shown(index) == {"c"}


def test_what_is_rolled_back_is_not_followed(index: MemoryIndex) -> None:
    with transaction.atomic():
        import_rows([product("a")])
        transaction.set_rollback(True)
    assert not OutboxRow.objects.exists()
    catch_up()
    assert shown(index) == set()


def test_writes_by_hand_are_followed_at_the_next_turn(index: MemoryIndex) -> None:
    import_rows([product("a"), product("b")])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE catalog_product SET brand = 'Velo' WHERE id = 'a'")
        cursor.execute("DELETE FROM catalog_product WHERE id = 'b'")
    catch_up()
    assert index.documents(Kind.PRODUCT)["a"]["brand"] == "Velo"
    assert shown(index) == {"a"}


def test_an_item_that_is_given_another_id_by_hand_is_found_by_that_one_only(
    index: MemoryIndex,
) -> None:
    import_rows([product("a", variants=[{"id": "v"}]), product("b"), product("back")])
    delete(RowKind.PRODUCT, ["back"])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE catalog_product SET id = 'new' WHERE id = 'a'")
        cursor.execute("UPDATE catalog_variant SET product_id = 'new' WHERE product_id = 'a'")
        cursor.execute("UPDATE catalog_product SET id = 'back' WHERE id = 'b'")
    catch_up()
    assert shown(index) == {"new", "back"}
    assert compare(Kind.PRODUCT, str(index.live(Kind.PRODUCT))).is_equal


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_tables_that_are_emptied_by_hand_are_emptied_in_the_index(index: MemoryIndex) -> None:
    import_rows([product("a", variants=[{"id": "v", "sku": "S-1"}]), product("b")])
    before = index.documents(Kind.PRODUCT)["a"]
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE catalog_variant")
    catch_up()
    assert index.documents(Kind.PRODUCT)["a"] != before
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE catalog_product CASCADE")
    catch_up()
    assert shown(index) == set()
    import_rows([product("a")])
    assert shown(index) == {"a"}


def test_indexing_again_writes_nothing_new(index: MemoryIndex) -> None:
    import_rows([product("a")])
    record(Kind.PRODUCT, ["a"], Lane.BULK)
    assert drain(Lane.BULK).documents == 0
    assert not OutboxRow.objects.exists()


def test_a_seller_with_many_items_is_renamed_in_portions(
    index: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fan_out, "PORTION", 3)
    names = [f"p{number}" for number in range(8)]
    import_rows([product(name, seller="s") for name in names])
    with held():
        Seller.objects.filter(pk="s").update(name="New name")
    assert drain(Lane.BULK).rows == 1
    assert OutboxRow.objects.filter(kind="product").count() == 3, "only a portion so far"
    catch_up()
    assert {each["seller_name"] for each in index.documents(Kind.PRODUCT).values()} == {"New name"}


def test_a_deleted_seller_is_in_no_document(index: MemoryIndex) -> None:
    import_rows([product("a", seller="s")])
    Seller.objects.all().delete()
    assert "seller" not in index.documents(Kind.PRODUCT)["a"]


def test_a_moved_category_moves_its_products(index: MemoryIndex) -> None:
    import_rows([product("a", category="Home > Kettles")])
    category = Category.objects.get(path="Home > Kettles")
    category.path = "Kitchen"
    category.save()
    assert index.documents(Kind.PRODUCT)["a"]["category"] == ["Kitchen"]


def test_a_document_that_cant_be_written_is_set_aside_and_stops_no_other(
    index: MemoryIndex,
) -> None:
    index.refused = {"b": "the mapping does not allow it"}
    import_rows([product(name) for name in "abc"])
    assert shown(index) == {"a", "c"}
    (aside,) = SetAside.objects.all()
    assert (aside.item_id, aside.reason) == ("b", "the mapping does not allow it")
    assert not OutboxRow.objects.exists()
    index.refused = {}
    import_rows([product("b", brand="Better")])
    assert shown(index) == {"a", "b", "c"}
    assert not SetAside.objects.exists()


def test_a_document_that_cant_be_built_is_set_aside_and_stops_no_other(
    index: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    import searchapp.indexing.documents as documents

    build = documents.product_document

    def failing(item: Product) -> dict[str, Any]:
        if item.pk == "p3":
            raise TypeError("a price that is no number")
        return build(item)

    source = documents._Source(documents._products, failing)
    monkeypatch.setitem(documents._SOURCES, Kind.PRODUCT, source)
    import_rows([product(f"p{number}") for number in range(6)])
    assert len(shown(index)) == 5
    assert "a price that is no number" in SetAside.objects.get(item_id="p3").reason


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs DATABASE_URL of PostgreSQL")
def test_a_value_that_the_database_cant_give_sets_its_item_aside_and_stops_no_other(
    index: MemoryIndex,
) -> None:
    with held():
        import_rows([product(f"p{number}") for number in range(6)])
        with connection.cursor() as cursor:
            # No time of Python's.
            cursor.execute("UPDATE catalog_product SET created = 'infinity' WHERE id = 'p3'")
    catch_up()
    assert shown(index) == {f"p{number}" for number in (0, 1, 2, 4, 5)}
    assert "can't be built: DataError" in SetAside.objects.get().reason
    assert not OutboxRow.objects.exists()


def test_what_needs_the_encoder_waits_for_it_in_its_own_lane(
    index: MemoryIndex, encoder: CountingEncoder
) -> None:
    with held():
        import_rows([product("a")])
    encoder.texts.clear()
    drain(Lane.BULK)
    assert shown(index) == {"a"}, "found by words already"
    assert encoder.texts == []
    assert EMBEDDING not in index.documents(Kind.PRODUCT)["a"]
    drain(Lane.EMBED)
    assert len(encoder.texts) == 1
    assert EMBEDDING in index.documents(Kind.PRODUCT)["a"]


def test_a_late_write_without_vector_does_not_take_the_vector_away(index: MemoryIndex) -> None:
    with held():
        import_rows([product("a")])
    late = load_operations(Kind.PRODUCT, ["a"], wiring.text_encoder(), encode=False).operations
    drain(Lane.EMBED)
    drain(Lane.BULK)
    drain(Lane.EMBED)
    index.write(str(index.live(Kind.PRODUCT)), late)
    assert EMBEDDING in index.documents(Kind.PRODUCT)["a"]


class PickyEncoder(CountingEncoder):
    """Fails for texts with a certain word, or for all."""

    refused = "unencodable"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if any(self.refused in text for text in texts):
            raise ValueError("no vector for this")
        return super().encode(texts)


def test_a_text_that_cant_be_encoded_is_found_by_words_and_stops_no_other(
    index: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    picky = PickyEncoder()
    monkeypatch.setattr(wiring, "text_encoder", lambda: picky)
    import_rows([product("a"), product("b", title="unencodable"), product("c")])
    documents = index.documents(Kind.PRODUCT)
    assert [EMBEDDING in documents[name] for name in "abc"] == [True, False, True]
    assert "can't be encoded" in SetAside.objects.get(item_id="b").reason
    assert not OutboxRow.objects.exists()


def test_while_the_encoder_fails_nothing_is_set_aside(
    index: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    picky = PickyEncoder()
    picky.refused = ""
    monkeypatch.setattr(wiring, "text_encoder", lambda: picky)
    with held():
        import_rows([product("a"), product("b")])
    drain(Lane.BULK)
    assert shown(index) == {"a", "b"}, "found by words already"
    with pytest.raises(EncoderFailed):
        drain(Lane.EMBED)
    assert OutboxRow.objects.filter(lane="embed").count() == 2
    assert not SetAside.objects.exists()


def test_what_changes_by_the_second_goes_before_all_else(index: MemoryIndex) -> None:
    import_rows([{"kind": "live", "id": "l", "title": "Live", "status": "live"}])
    with held():
        import_rows([product(f"p{number}") for number in range(10)])
        LiveStream.objects.update(status="ended")
        Product.objects.filter(pk="p1").update(stock=0)
    drain(Lane.FAST)
    assert index.documents(Kind.LIVE)["l"]["status"] == "ended"
    assert shown(index) == {"p1"}, "all else is still waiting"


def test_a_renamed_seller_is_renamed_in_the_documents(index: MemoryIndex) -> None:
    import_rows(
        [product("a", seller="s"), {"kind": "video", "id": "v", "title": "V", "seller": "s"}]
    )
    import_rows([{"kind": "seller", "id": "s", "name": "New name"}])
    assert index.documents(Kind.PRODUCT)["a"]["seller_name"] == "New name"
    assert index.documents(Kind.VIDEO)["v"]["seller_name"] == "New name"


def test_a_renamed_or_deleted_product_changes_the_videos_that_show_it(index: MemoryIndex) -> None:
    import_rows([product("a"), {"kind": "video", "id": "v", "title": "V", "products": ["a"]}])
    import_rows([{"id": "a", "title": "Renamed"}])
    assert index.documents(Kind.VIDEO)["v"]["products_text"] == "Renamed"
    delete(RowKind.PRODUCT, ["a"])
    assert "products" not in index.documents(Kind.VIDEO)["v"]


def test_items_become_visible_when_their_time_comes(index: MemoryIndex) -> None:
    import_rows([product("a", published=(timezone.now() + timedelta(hours=1)).isoformat())])
    tasks.announce_all_due()
    assert shown(index) == set()
    _due("a", timedelta(minutes=1))
    assert tasks.announce_all_due() == 1
    assert shown(index) == {"a"}
    assert tasks.announce_all_due() == 0


def _due(name: str, age: timedelta) -> None:
    """An item that was written before its time of publication, which came so long ago."""
    import_rows([product(name, published=(timezone.now() + timedelta(hours=1)).isoformat())])
    moment = timezone.now() - age
    with held():
        Product.objects.filter(pk=name).update(published=moment)
        _set_version_by_hand(name, int((moment - timedelta(minutes=1)).timestamp() * 1_000_000))
    OutboxRow.objects.all().delete()


def test_without_beat_what_is_due_is_shown_with_the_next_write(index: MemoryIndex) -> None:
    _due("a", timedelta(minutes=1))
    import_rows([product("b")])
    assert shown(index) == {"a", "b"}


def test_a_process_that_starts_without_beat_shows_what_became_due_since(
    index: MemoryIndex, settings: Any
) -> None:
    _due("a", timedelta(days=40))
    settings.CELERY_TASK_ALWAYS_EAGER = False
    catch_up_at_start()
    assert shown(index) == set(), "workers do so where there are some"
    settings.CELERY_TASK_ALWAYS_EAGER = True
    catch_up_at_start()
    assert shown(index) == {"a"}
    index.away = True
    catch_up_at_start()


def _set_version_by_hand(name: str, version: int) -> None:
    """To a lower one, which the triggers otherwise prevent: the row is made again."""
    row = Product.objects.get(pk=name)
    row.delete()
    Tombstone.objects.all().delete()
    row.pk, row.version = name, version
    Product.objects.bulk_create([row])


def test_a_write_stands_though_the_index_is_away(index: MemoryIndex) -> None:
    index.away = True
    import_rows([product("a")])
    assert Product.objects.exists()
    with pytest.raises(EngineUnavailable):
        catch_up()
    index.away = False
    import_rows([product("b")])
    assert shown(index) == {"a", "b"}, "the next write takes the first along"


def test_a_worker_puts_a_job_off_while_the_engine_is_away(
    index: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    from celery.exceptions import Retry

    waits: list[int] = []

    def retry(exc: Exception, countdown: int) -> Retry:
        waits.append(countdown)
        return Retry(exc=exc)

    index.away = True
    import_rows([product("a")])
    task = tasks.drain_lane
    monkeypatch.setattr(task, "retry", retry)
    for retries in (0, 3, 9):
        task.push_request(retries=retries, is_eager=False)
        try:
            with pytest.raises(Retry):
                task.run("bulk")
        finally:
            task.pop_request()
    assert waits == [1, 8, 30]
    assert OutboxRow.objects.exists()


def test_the_work_of_a_drain_does_not_grow_with_its_rows(index: MemoryIndex) -> None:
    def queries(count: int) -> int:
        with held():
            import_rows(
                [product(f"{count}-{n}", variants=[{"id": f"{count}v{n}"}]) for n in range(count)]
            )
        with CaptureQueriesContext(connection) as captured:
            while drain(Lane.BULK, encode=True).rows:
                pass
        return len(captured)

    import_rows([product("first")])
    assert queries(2) == queries(30)
