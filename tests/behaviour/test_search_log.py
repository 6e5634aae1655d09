"""The search log: complete when it can be, never in the way of a search."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from analyzers.query import AnalyzedQuery
from searchapp.behaviour import search_log
from searchapp.behaviour.background_writer import BackgroundWriter
from searchapp.behaviour.log_entry import log_entry, session_hash
from searchapp.behaviour.models import SearchLog
from searchapp.observability.metrics import LOG_DROPPED
from searchapp.pipeline.request import AnyOf, Between, SearchRequest, Sort
from searchapp.pipeline.response import SearchResponse
from tests.waiting import until

REQUEST = SearchRequest(text="kettle", session="visit")
RESPONSE = SearchResponse(
    query_id="q1",
    text="kettle",
    hits=(),
    total=0,
    totals={},
    facets={},
    took_ms={"total": 2.0},
    config_version="v1",
    query=AnalyzedQuery(raw="kettle", text="kettle", language="en"),
)


@pytest.fixture
def no_thread(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[None]:
    """The log is written by `flush` alone, within the test's transaction, and fails without
    delay.
    """
    monkeypatch.setattr(BackgroundWriter, "_start", lambda self: None)
    monkeypatch.setattr(search_log, "RETRY_SECONDS", (0.0, 0.0))
    settings.ENVIRONMENT = {**settings.ENVIRONMENT, "SEARCHAPP_SEARCH_LOG": True}
    search_log.WRITER._items.clear()
    yield
    search_log.WRITER._items.clear()


def dropped(reason: str) -> float:
    return float(LOG_DROPPED.labels(reason=reason)._value.get())


class Store:
    """Collects batches; `open` lets it work."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.lost = 0
        self.open = threading.Event()
        self.open.set()

    def __call__(self, items: Sequence[int]) -> None:
        assert self.open.wait(30)
        self.batches.append(list(items))

    def drop(self, count: int) -> None:
        self.lost += count

    @property
    def items(self) -> list[int]:
        return [item for batch in self.batches for item in batch]

    def writer(self, **options: Any) -> BackgroundWriter[int]:
        return BackgroundWriter(self, on_drop=self.drop, linger_seconds=0.0, **options)


def test_items_are_stored_in_order_and_in_batches() -> None:
    store = Store()
    store.open.clear()
    writer = store.writer(batch=10)
    for item in range(100):
        assert writer.put(item)
    store.open.set()
    until(lambda: len(store.items) == 100)
    assert store.items == list(range(100))
    assert max(len(batch) for batch in store.batches) <= 10


def test_a_full_queue_drops_at_once_instead_of_waiting() -> None:
    store = Store()
    store.open.clear()
    writer = store.writer(capacity=3, batch=1)
    began = time.monotonic()
    taken = [writer.put(item) for item in range(50)]
    assert time.monotonic() - began < 1
    assert 3 <= sum(taken) <= 4
    assert store.lost == 50 - sum(taken)
    store.open.set()
    until(lambda: len(store.items) == sum(taken))


def test_flush_waits_for_what_the_thread_has_in_hand() -> None:
    store = Store()
    store.open.clear()
    writer = store.writer()
    writer.put(1)
    threading.Timer(0.05, store.open.set).start()
    writer.flush()
    assert store.items == [1]


def test_many_threads_lose_nothing() -> None:
    store = Store()
    writer = store.writer()
    threads = [
        threading.Thread(target=lambda n=n: [writer.put(n * 1000 + i) for i in range(500)])
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    writer.flush()
    assert sorted(store.items) == sorted(n * 1000 + i for n in range(8) for i in range(500))


def test_closing_writes_what_waits_and_takes_no_more() -> None:
    store = Store()
    writer = store.writer()
    for item in range(50):
        writer.put(item)
    writer.close()
    assert store.items == list(range(50))
    assert not writer.put(51)
    assert store.lost == 1


def test_closing_waits_only_so_long() -> None:
    store = Store()
    store.open.clear()
    writer = store.writer(batch=1, exit_seconds=0.05)
    for item in range(5):
        writer.put(item)
    began = time.monotonic()
    writer.close()
    assert time.monotonic() - began < 2
    assert store.lost >= 4
    store.open.set()


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_has_a_queue_and_a_thread_of_its_own() -> None:
    store = Store()
    store.open.clear()
    writer = store.writer()
    writer.put(1)
    writer.put(2)
    child = os.fork()
    if child == 0:
        store.open.set()
        writer.put(3)
        writer.flush()
        os._exit(0 if store.items == [3] else 1)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    store.open.set()
    until(lambda: store.items == [1, 2])


def test_an_entry_says_what_was_asked_and_shown_but_not_by_whom() -> None:
    request = replace(
        REQUEST,
        filters=(AnyOf("brand", ("Bosch",)), Between("price", None, 50.0)),
        sort=Sort("price", descending=True),
        offset=24,
    )
    entry = log_entry(request, RESPONSE, datetime(2026, 1, 1, tzinfo=UTC), "secret")
    assert entry.filters == [
        {"field": "brand", "values": ["Bosch"]},
        {"field": "price", "gte": None, "lte": 50.0},
    ]
    assert (entry.sort, entry.page, entry.first_rank) == ("-price", 2, 25)
    assert entry.session == session_hash("visit", "secret") != session_hash("visit", "other")
    assert not {"address", "ip"} & {field.name for field in SearchLog._meta.fields}


@pytest.mark.django_db
def test_texts_are_stored_whatever_they_are_made_of(no_thread: None) -> None:
    texts = ["\x00nul", "half \ud800 pair", "👩‍🍳", "x" * 5000, ""]
    for number, text in enumerate(texts):
        search_log.record(
            replace(REQUEST, text=text), replace(RESPONSE, query_id=f"q{number}", text=text)
        )
    search_log.flush()
    stored = dict(SearchLog.objects.values_list("query_id", "text"))
    assert stored == {"q0": " nul", "q1": "half ? pair", "q2": "👩‍🍳", "q3": "x" * 1000, "q4": ""}


@pytest.mark.django_db
def test_the_log_can_be_turned_off(no_thread: None, settings: Any) -> None:
    settings.ENVIRONMENT = {**settings.ENVIRONMENT, "SEARCHAPP_SEARCH_LOG": False}
    search_log.record(REQUEST, RESPONSE)
    search_log.flush()
    assert not SearchLog.objects.exists()


@pytest.mark.django_db
def test_a_database_that_comes_back_gets_the_batch(
    no_thread: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = [OperationalError("gone"), OperationalError("gone")]
    create = SearchLog.objects.bulk_create

    def sometimes(entries: Sequence[SearchLog], **options: Any) -> list[SearchLog]:
        if failures:
            raise failures.pop()
        return create(entries, **options)

    monkeypatch.setattr(SearchLog.objects, "bulk_create", sometimes)
    search_log.record(REQUEST, RESPONSE)
    search_log.record(REQUEST, RESPONSE)
    search_log.flush()
    assert SearchLog.objects.count() == 1, "a search is logged once, however often it is written"


@pytest.mark.parametrize("failure", [OperationalError("gone"), ValueError("unforeseen")])
def test_a_database_that_stays_away_costs_the_batch_and_is_counted(
    no_thread: None, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    def never(entries: Sequence[SearchLog], **options: Any) -> list[SearchLog]:
        raise failure

    monkeypatch.setattr(search_log, "close_old_connections", lambda: None)
    monkeypatch.setattr(SearchLog.objects, "bulk_create", never)
    before = dropped("not written")
    search_log.record(REQUEST, RESPONSE)
    search_log.flush()
    assert dropped("not written") == before + 1


@pytest.mark.django_db
def test_old_searches_are_pruned(no_thread: None) -> None:
    for number, days in enumerate((1, 89, 91, 400)):
        entry = log_entry(
            REQUEST,
            replace(RESPONSE, query_id=str(number)),
            timezone.now() - timedelta(days=days),
            "s",
        )
        entry.save()
    out = StringIO()
    call_command("prune_search_log", stdout=out)
    assert "Removed 2" in out.getvalue()
    call_command("prune_search_log", "--days", "30", stdout=out)
    assert set(SearchLog.objects.values_list("query_id", flat=True)) == {"0"}


@pytest.mark.django_db
def test_the_admin_shows_the_log_and_changes_nothing(no_thread: None, admin_client: Client) -> None:
    search_log.record(REQUEST, RESPONSE)
    search_log.flush()
    entry = SearchLog.objects.get()
    assert "kettle" in admin_client.get("/admin/behaviour/searchlog/").content.decode()
    assert admin_client.get(f"/admin/behaviour/searchlog/{entry.pk}/change/").status_code == 200
    assert admin_client.get("/admin/behaviour/searchlog/add/").status_code == 403
    assert admin_client.post(f"/admin/behaviour/searchlog/{entry.pk}/delete/").status_code == 403
