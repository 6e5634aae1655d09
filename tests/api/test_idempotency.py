"""A write that is sent twice under one key is carried out once, and answered twice alike."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from searchapp.api import catalog_writes, idempotency
from searchapp.api.models import KeptAnswer
from searchapp.api.tasks import prune_kept_answers
from searchapp.api.views import catalog
from searchapp.catalog import outbox
from searchapp.catalog.models import OutboxRow, Product
from searchapp.catalog.upsert import store

KeyClient = Callable[..., Client]
BULK = "/api/catalog/products:bulk"
ITEM = "/api/catalog/products/k1"


@pytest.fixture
def writer(key_client: KeyClient) -> Client:
    return key_client("catalog")


def call(
    client: Client, method: str, url: str, body: Any = None, key: str | None = "order-1"
) -> Any:
    is_bulk = url.endswith(":bulk")
    data = "\n".join(map(json.dumps, body)) if is_bulk else json.dumps(body)
    return client.generic(
        method,
        url,
        "" if body is None else data,
        content_type="application/x-ndjson" if is_bulk else "application/json",
        headers={} if key is None else {"Idempotency-Key": key},
    )


def changes() -> int:
    return OutboxRow.objects.count()


CALLS = [
    ("POST", BULK, [{"id": "k1", "title": "Kettle"}, {"id": "k2"}, {"delete": "k9"}]),
    ("POST", "/api/catalog/products", {"id": "k1", "title": "Kettle"}),
    ("PUT", ITEM, {"title": "Kettle"}),
    ("PATCH", "/api/catalog/products/there", {"price": 9}),
    ("DELETE", "/api/catalog/products/there", None),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "url", "body"), CALLS)
def test_a_call_sent_again_writes_nothing_and_is_answered_alike(
    writer: Client, method: str, url: str, body: Any
) -> None:
    Product.objects.create(id="there", title="There", currency="EUR")
    first = call(writer, method, url, body)
    assert first.status_code in (200, 201)
    assert not first.has_header("Idempotent-Replayed")
    before = changes()
    again = call(writer, method, url, body)
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert again["Idempotent-Replayed"] == "true"
    assert changes() == before
    other = call(writer, method, url, body, key="order-2")
    assert not other.has_header("Idempotent-Replayed"), "another key is another call"


@pytest.mark.django_db
def test_a_key_that_comes_with_another_call_is_refused(writer: Client) -> None:
    call(writer, "PUT", ITEM, {"title": "Kettle"})
    for method, url, body in [
        ("PUT", ITEM, {"title": "Pot"}),
        ("PUT", "/api/catalog/products/k2", {"title": "Kettle"}),
        ("PATCH", ITEM, {"title": "Kettle"}),
        ("DELETE", ITEM, None),
    ]:
        response = call(writer, method, url, body)
        assert response.status_code == 422
        error = response.json()["error"]
        assert (error["parameter"], error["code"]) == ("Idempotency-Key", "key_reused")
    assert Product.objects.get().title == "Kettle"


@pytest.mark.django_db
def test_a_key_is_its_callers_own(writer: Client, key_client: KeyClient) -> None:
    call(writer, "PUT", ITEM, {"title": "Kettle"})
    other = call(key_client("catalog"), "PUT", ITEM, {"title": "Pot"})
    assert (other.status_code, other.json()["status"]) == (200, "updated")


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "two words", "x" * 201, "k\u00e9y"])
def test_what_is_no_key_is_refused(writer: Client, key: str) -> None:
    response = call(writer, "PUT", ITEM, {"title": "Kettle"}, key=key)
    assert response.status_code == 400
    assert response.json()["error"]["parameter"] == "Idempotency-Key"
    assert not Product.objects.exists()


@pytest.mark.django_db
def test_a_refused_call_keeps_no_answer(writer: Client) -> None:
    assert call(writer, "PUT", ITEM, {"title": "K", "price": "dear"}).status_code == 400
    assert call(writer, "DELETE", ITEM).status_code == 404
    assert not KeptAnswer.objects.exists()
    assert call(writer, "PUT", ITEM, {"title": "K", "price": 9}).status_code == 201


@pytest.mark.django_db
def test_answers_are_kept_for_a_day(writer: Client) -> None:
    call(writer, "PUT", ITEM, {"title": "Kettle"})
    assert prune_kept_answers() == 0
    KeptAnswer.objects.update(started=timezone.now() - timedelta(hours=25))
    assert call(writer, "PUT", ITEM, {"title": "Pot"}).json()["status"] == "updated"
    KeptAnswer.objects.update(started=timezone.now() - timedelta(hours=25))
    assert prune_kept_answers() == 1


@pytest.mark.django_db
def test_a_call_whose_server_died_is_carried_out_by_who_asks_again(
    writer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    call(writer, *CALLS[0])
    KeptAnswer.objects.update(status=None, answer=None)
    assert call(writer, *CALLS[0]).status_code == 409
    KeptAnswer.objects.update(alive=timezone.now() - timedelta(minutes=2))
    again = call(writer, *CALLS[0])
    assert again.status_code == 200
    assert [item["status"] for item in again.json()["items"]] == [
        "unchanged",
        "rejected",
        "not_found",
    ]
    assert call(writer, *CALLS[0])["Idempotent-Replayed"] == "true"


@pytest.mark.django_db
def test_a_single_write_and_its_answer_are_kept_together_or_not_at_all(
    writer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: Any) -> None:
        raise RuntimeError

    writer.raise_request_exception = False
    with monkeypatch.context() as patched:
        patched.setattr(idempotency, "_keep", broken)
        assert call(writer, "PUT", ITEM, {"title": "Kettle"}).status_code == 500
    assert not Product.objects.exists()
    assert call(writer, "PUT", ITEM, {"title": "Kettle"}).status_code == 201


@pytest.mark.django_db
def test_a_long_call_gives_signs_of_life(writer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog_writes, "_BATCH", 1)
    signs: list[Any] = []
    monkeypatch.setattr(
        catalog_writes,
        "store",
        lambda *rows: (signs.append(KeptAnswer.objects.get().alive), store(*rows))[1],
    )
    rows = [{"id": f"p{number}", "title": "P"} for number in range(3)]
    assert call(writer, "POST", BULK, rows).status_code == 200
    assert len(set(signs)) == 3


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_the_second_hears_that_the_first_still_runs(
    writer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_running, may_end = threading.Event(), threading.Event()
    carried_out = catalog._carried_out

    def slow(*arguments: Any) -> Any:
        is_running.set()
        assert may_end.wait(20)
        return carried_out(*arguments)

    monkeypatch.setattr(catalog, "_carried_out", slow)
    monkeypatch.setattr(outbox, "_followers", [])
    rows = [{"id": "k1", "title": "Kettle"}]
    answers: list[Any] = []

    def first() -> None:
        try:
            answers.append(call(writer, "POST", BULK, rows))
        finally:
            connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    assert is_running.wait(20)
    second = call(writer, "POST", BULK, rows)
    may_end.set()
    thread.join(20)
    assert second.status_code == 409
    assert second.json()["error"]["code"] == "still_running"
    assert int(second["Retry-After"]) >= 1
    assert answers[0].json()["created"] == 1
    assert call(writer, "POST", BULK, rows).json() == answers[0].json()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("method", "url", "body"),
    [("POST", BULK, [{"id": "k1", "title": "Kettle"}]), ("PUT", ITEM, {"title": "Kettle"})],
)
def test_a_call_that_hangs_for_long_and_was_taken_over_writes_nothing_more(
    writer: Client, monkeypatch: pytest.MonkeyPatch, method: str, url: str, body: Any
) -> None:
    hangs, may_go_on = threading.Event(), threading.Event()
    part = idempotency._part
    hanging: list[bool] = [True]

    def slow(*arguments: Any) -> Any:
        if hanging and hanging.pop():
            hangs.set()
            assert may_go_on.wait(20)
        return part(*arguments)

    monkeypatch.setattr(idempotency, "_part", slow)
    monkeypatch.setattr(outbox, "_followers", [])
    answers: list[Any] = []

    def first() -> None:
        try:
            answers.append(call(writer, method, url, body))
        finally:
            connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    assert hangs.wait(20)
    with monkeypatch.context() as later:
        later.setattr(idempotency, "TAKEN_FOR_DEAD_AFTER", timedelta(0))
        second = call(writer, method, url, body)
    before = changes()
    may_go_on.set()
    thread.join(20)
    assert second.status_code in (200, 201)
    assert answers[0].status_code == 409
    assert changes() == before
    assert call(writer, method, url, body).json() == second.json()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs DATABASE_URL of PostgreSQL")
def test_a_call_in_the_midst_of_a_write_is_not_taken_over(
    writer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    writes, may_go_on = threading.Event(), threading.Event()

    def slow(*arguments: Any) -> Any:
        writes.set()
        assert may_go_on.wait(20)
        return store(*arguments)

    monkeypatch.setattr(catalog_writes, "store", slow)
    monkeypatch.setattr(idempotency, "TAKEN_FOR_DEAD_AFTER", timedelta(0))
    monkeypatch.setattr(outbox, "_followers", [])
    answers: list[Any] = []

    def first() -> None:
        try:
            answers.append(call(writer, "PUT", ITEM, {"title": "Kettle"}))
        finally:
            connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    assert writes.wait(20)
    second = call(writer, "PUT", ITEM, {"title": "Kettle"})
    may_go_on.set()
    thread.join(20)
    assert second.status_code == 409
    assert answers[0].status_code == 201
