"""Long bulk bodies: compressed, in constant memory, in batches that stay stored."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from collections.abc import Callable, Iterator
from io import BytesIO, RawIOBase
from itertools import count
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from searchapp.api import catalog_writes, spooled_answer
from searchapp.catalog import outbox
from searchapp.catalog.models import Product
from searchapp.catalog.upsert import store

KeyClient = Callable[..., Client]
URL = "/api/catalog/products:bulk"
MEGABYTE = 1024 * 1024


@pytest.fixture
def writer(key_client: KeyClient) -> Client:
    return key_client("catalog")


@pytest.fixture
def woken(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many products there were each time the index was told to follow."""
    times: list[int] = []
    monkeypatch.setattr(outbox, "_followers", [lambda: times.append(Product.objects.count())])
    return times


class Generated(RawIOBase):
    """A body that is made while it is read, so that the test itself holds none of it."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines, self._rest = lines, b""

    def read(self, size: int = -1) -> bytes:
        while len(self._rest) < size and (line := next(self._lines, b"")):
            self._rest += line
        data, self._rest = self._rest[:size], self._rest[size:]
        return data


def lines(number_of_lines: int) -> Iterator[bytes]:
    """Every tenth line is bad."""
    text = "All about this product. " * 10
    padding = b" " * 7_800
    for number in range(number_of_lines):
        price = "dear" if number % 10 == 9 else f"{number / 100:.2f}"
        row = {"id": f"p{number:06}", "title": f"Product {number:06}", "description": text}
        yield json.dumps(row | {"price": price}).encode() + padding + b"\n"


def post(client: Client, body: Any, length: int | None = None, encoding: str = "identity") -> Any:
    """Posts bytes, or what is read from a stream of `length` bytes."""
    stream = BytesIO(body) if isinstance(body, bytes) else body
    return client.post(
        URL,
        content_type="application/x-ndjson",
        headers={"Content-Encoding": encoding},
        **{"wsgi.input": stream, "CONTENT_LENGTH": str(len(body) if length is None else length)},
    )


@pytest.mark.django_db
def test_a_body_may_be_gzip_of_several_members(writer: Client) -> None:
    rows = list(lines(30))
    body = gzip.compress(b"".join(rows[:17])) + gzip.compress(b"".join(rows[17:]))
    answer = post(writer, body, encoding="gzip").json()
    assert (answer["created"], answer["rejected"]) == (27, 3)


@pytest.mark.django_db
def test_a_body_that_swells_beyond_the_limit_writes_nothing(writer: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = MEGABYTE
    body = gzip.compress(b"".join(lines(2_000)))
    assert len(body) < MEGABYTE / 4
    response = post(writer, body, encoding="gzip")
    assert response.status_code == 413
    error = response.json()["error"]
    assert error["parameter"] == "body"
    assert "send it in parts" in error["message"]
    assert not Product.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_a_body_that_breaks_off_writes_nothing(writer: Client, encoding: str) -> None:
    body = b"".join(lines(50))
    body = gzip.compress(body) if encoding == "gzip" else body
    response = post(writer, body[:-7], len(body), encoding)
    assert response.status_code == 400
    assert "broke off" in response.json()["error"]["message"]
    assert not Product.objects.exists()
    if encoding == "gzip":
        assert post(writer, body[:-7], encoding="gzip").json()["error"]["parameter"] == "body"
        assert not Product.objects.exists()


@pytest.mark.django_db
def test_thirty_megabytes_take_no_more_memory_than_eight(
    writer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spooled_answer, "IN_MEMORY", 10_000)

    def carried_out(of: int) -> tuple[int, int, bytes]:
        length = sum(map(len, lines(of)))
        tracemalloc.start()
        try:
            response = post(writer, Generated(lines(of)), length)
            assert response.status_code == 200
            assert response.streaming
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        return length, peak, response.getvalue()

    carried_out(200)
    small, small_peak, _ = carried_out(1_000)
    large, large_peak, sent = carried_out(4_000)
    answer = json.loads(sent)
    assert small < 8 * MEGABYTE
    assert large > 30 * MEGABYTE
    assert large_peak < small_peak + 1.5 * MEGABYTE
    assert large_peak < 5 * MEGABYTE
    assert (answer["rejected"], answer["unchanged"], answer["created"]) == (400, 900, 2_700)
    assert Product.objects.count() == 3_600
    assert [item["line"] for item in answer["items"]] == list(range(1, 4_001))
    for item in answer["items"][9::10]:
        assert item["status"] == "rejected"
        assert [problem["field"] for problem in item["problems"]] == ["price"]


@pytest.mark.django_db(transaction=True)
def test_the_index_follows_once_when_all_is_written(writer: Client, woken: list[int]) -> None:
    assert post(writer, b"".join(lines(1_200))).json()["created"] == 1_080
    assert woken == [1_080]


@pytest.mark.django_db(transaction=True)
def test_a_caller_who_goes_away_loses_nothing(
    writer: Client, woken: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spooled_answer, "IN_MEMORY", 10_000)
    response = post(writer, b"".join(lines(1_200)))
    response.close()
    assert Product.objects.count() == 1_080
    assert woken == [1_080]


@pytest.mark.django_db(transaction=True)
def test_batches_before_a_failure_stay_and_the_body_can_be_sent_again(
    writer: Client, woken: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    body, batches = b"".join(lines(1_200)), count()

    def failing(rows: Any, seller: str | None) -> Any:
        if next(batches) == 2:
            raise OperationalError("the server closed the connection")
        return store(rows, seller)

    monkeypatch.setattr(catalog_writes, "store", failing)
    response = post(writer, body)
    assert response.status_code == 503
    assert int(response["Retry-After"]) >= 1
    assert Product.objects.count() == 900
    assert woken == [900], "what is stored is searchable"
    answer = post(writer, body).json()
    assert (answer["unchanged"], answer["created"]) == (900, 180)
