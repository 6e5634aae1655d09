"""The index follows the catalog: what is published is there, what is not is gone."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from searchapp.catalog import indexing, tasks
from searchapp.catalog.importing import delete_items, import_rows
from searchapp.catalog.indexing import index_items, rebuild
from searchapp.catalog.models import Product
from searchapp.catalog.rows import RowKind
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import EngineUnavailable
from tests.catalog.memory_index import CountingEncoder, MemoryIndex

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
    delete_items(RowKind.PRODUCT, ["a"])
    assert shown(index) == {"b"}
    import_rows([product("a")])
    assert shown(index) == {"a", "b"}


def test_what_vanished_without_a_word_goes_when_its_turn_comes(index: MemoryIndex) -> None:
    import_rows([product("a")])
    Product.objects.all().delete()
    index_items(Kind.PRODUCT, ["a"])
    assert shown(index) == set()


def test_indexing_again_writes_nothing_new(index: MemoryIndex) -> None:
    import_rows([product("a")])
    report = index_items(Kind.PRODUCT, ["a"])
    assert (report.written, report.stale) == (0, 1)


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
    delete_items(RowKind.PRODUCT, ["a"])
    assert "products" not in index.documents(Kind.VIDEO)["v"]


def test_items_become_visible_when_their_time_comes(index: MemoryIndex) -> None:
    import_rows([product("a", published=(timezone.now() + timedelta(hours=1)).isoformat())])
    tasks.index_due()
    assert shown(index) == set()
    moment = timezone.now() - timedelta(minutes=1)
    # The item as it would be had it been written two minutes ago.
    version = int((moment - timedelta(minutes=1)).timestamp() * 1_000_000)
    Product.objects.update(published=moment, version=version)
    index_items(Kind.PRODUCT, [])
    assert indexing.items_due(Kind.PRODUCT) == ["a"]
    assert indexing.items_due(Kind.PRODUCT) == []
    index_items(Kind.PRODUCT, ["a"])
    assert shown(index) == {"a"}


def test_a_rebuild_makes_a_new_index_and_drops_the_old(index: MemoryIndex) -> None:
    import_rows([product("a"), product("b"), product("c", published=False)])
    old = index.live(Kind.PRODUCT)
    steps: list[tuple[int, int]] = []
    report = rebuild(Kind.PRODUCT, lambda done, total: steps.append((done, total)))
    assert index.live(Kind.PRODUCT) == report.index != old
    assert index.indexes(Kind.PRODUCT) == [report.index]
    assert shown(index) == {"a", "b"}
    assert (report.documents, steps) == (2, [(2, 2)])


def test_a_rebuild_encodes_no_text_again(index: MemoryIndex, encoder: CountingEncoder) -> None:
    import_rows([product("a"), product("b")])
    encoder.texts.clear()
    rebuild(Kind.PRODUCT)
    assert encoder.texts == []


def test_what_is_written_during_a_rebuild_is_in_the_new_index(
    index: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_rows([product("a"), product("b"), product("c")])
    make_live = index.make_live

    def late(name: str) -> None:
        import_rows([product("b", brand="Late"), product("d")])
        delete_items(RowKind.PRODUCT, ["c"])
        make_live(name)

    monkeypatch.setattr(index, "make_live", late)
    rebuild(Kind.PRODUCT)
    assert shown(index) == {"a", "b", "d"}
    assert index.documents(Kind.PRODUCT)["b"]["brand"] == "Late"


def test_leftovers_of_a_rebuild_that_was_cut_off_are_dropped(index: MemoryIndex) -> None:
    import_rows([product("a")])
    index.create(Kind.PRODUCT)
    rebuild(Kind.PRODUCT)
    assert len(index.indexes(Kind.PRODUCT)) == 1


def test_the_command_rebuilds_one_kind_or_all(index: MemoryIndex) -> None:
    import_rows([product("a")])
    out = StringIO()
    call_command("rebuild_index", kind="product", stdout=out)
    assert "product: 1 documents" in out.getvalue()
    call_command("rebuild_index", stdout=StringIO())
    assert all(index.live(kind) for kind in Kind)


def test_a_write_stands_though_the_index_is_away(index: MemoryIndex) -> None:
    index.away = True
    import_rows([product("a")])
    assert Product.objects.exists()
    with pytest.raises(EngineUnavailable):
        tasks.run(Kind.PRODUCT, ["a"])


def test_a_worker_puts_a_job_off_while_the_engine_is_away(
    index: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    from celery.exceptions import Retry

    waits: list[int] = []

    def retry(exc: Exception, countdown: int) -> Retry:
        waits.append(countdown)
        return Retry(exc=exc)

    index.away = True
    task = tasks.index_items
    monkeypatch.setattr(task, "retry", retry)
    for retries in (0, 3, 9):
        task.push_request(retries=retries, is_eager=False)
        try:
            with pytest.raises(Retry):
                task.run("product", ["a"])
        finally:
            task.pop_request()
    assert waits == [1, 8, 300]
    assert task.max_retries == 10
