"""Bulk writing gets everything through that can get through, and says what can't."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, cast

import orjson
import pytest
from elastic_transport import ApiResponseMeta as Meta
from elastic_transport import ConnectionError, HttpHeaders, NodeConfig
from elasticsearch import ApiError, Elasticsearch

from searchapp.engines.base import Delete, Operation, Put, WriteReport
from searchapp.engines.elasticsearch.bulk import BulkWriter
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import EngineUnavailable

Item = dict[str, Any]
Answer = Callable[[str], Item]


def done(id: str) -> Item:
    return {"status": 200}


def failing(status: int, kind: str = "some_exception") -> Answer:
    return lambda id: {"status": status, "error": {"type": kind, "reason": "because"}}


def http_error(status: int) -> ApiError:
    node = NodeConfig("http", "localhost", 9200)
    return ApiError("refused", Meta(status, "1.1", HttpHeaders(), 0.0, node), {})


class Server:
    """Stands in for the client: answers each request with the next of `answers`, the last for ever.

    An answer is what becomes of each id, or an exception for the whole request.
    """

    def __init__(self, *answers: Answer | Exception) -> None:
        self.answers = list(answers)
        self.requests: list[list[str]] = []
        self.transport = SimpleNamespace(node_pool=SimpleNamespace(all=list))

    def options(self, **_: Any) -> Server:
        return self

    def perform_request(self, *_: Any, body: bytes, **__: Any) -> Any:
        lines = [orjson.loads(line) for line in body.splitlines()]
        actions = [line for line in lines if line.keys() & {"index", "delete"}]
        ids = [action["_id"] for line in actions for action in line.values()]
        self.requests.append(ids)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return SimpleNamespace(body={"items": [{"index": answer(id)} for id in ids]})

    def write(self, *operations: Operation, **settings: Any) -> WriteReport:
        writer = BulkWriter(cast(Elasticsearch, self), first_pause_s=0.0, **settings)
        return writer.write("products.write", Kind.PRODUCT, operations)


def put(id: str) -> Put:
    return Put(id, 1, {"title": "kettle"})


def test_what_became_of_each_operation_is_counted() -> None:
    fates = {"new": done, "old": failing(409), "bad": failing(400), "gone": done}
    report = Server(lambda id: fates[id](id)).write(
        put("new"), put("old"), put("bad"), Delete("gone", 2)
    )
    assert report == WriteReport(1, 1, 1, {"bad": "some_exception: because"})


def test_only_what_was_refused_for_now_is_sent_again() -> None:
    server = Server(lambda id: (failing(429) if id == "busy" else done)(id), done)
    assert server.write(put("a"), put("busy"), put("b")) == WriteReport(written=3)
    assert server.requests == [["a", "busy", "b"], ["busy"]]


def test_an_engine_that_has_no_room_after_the_last_attempt_is_unavailable() -> None:
    server = Server(failing(429))
    with pytest.raises(EngineUnavailable, match=r"refusing 1 documents.*some_exception: because"):
        server.write(put("a"), attempts=3)
    assert len(server.requests) == 3


@pytest.mark.parametrize("status", [403, 500])
def test_an_item_that_the_engine_will_not_write_is_set_aside_and_stops_no_other(
    status: int,
) -> None:
    server = Server(lambda id: (failing(status) if id == "bad" else done)(id))
    report = server.write(put("a"), put("bad"), put("b"), attempts=3)
    assert report == WriteReport(written=2, failed={"bad": "some_exception: because"})
    assert server.requests == [["a", "bad", "b"], ["bad"], ["bad"]]


def test_a_few_items_that_the_engine_will_not_write_are_set_aside_beside_many_that_it_does() -> (
    None
):
    server = Server(lambda id: (failing(500) if id.startswith("bad") else done)(id))
    report = server.write(put("bad1"), put("bad2"), *map(put, map(str, range(40))), attempts=2)
    assert report.written == 40
    assert report.failed.keys() == {"bad1", "bad2"}


@pytest.mark.parametrize("status", [403, 500])
def test_an_engine_that_writes_nothing_at_all_is_no_items_fault(status: int) -> None:
    with pytest.raises(EngineUnavailable, match="refusing 2 documents"):
        Server(failing(status)).write(put("a"), put("b"), attempts=3)


@pytest.mark.parametrize("fault", [ConnectionError("gone"), http_error(503)])
def test_a_lost_request_is_repeated(fault: Exception) -> None:
    assert Server(fault, fault, done).write(put("a")) == WriteReport(written=1)


def test_an_engine_that_stays_away_is_unavailable() -> None:
    server = Server(ConnectionError("gone"))
    with pytest.raises(EngineUnavailable, match=r"writing to products\.write"):
        server.write(put("a"), attempts=3)
    assert len(server.requests) == 3


def test_other_errors_are_not_repeated() -> None:
    server = Server(http_error(400))
    with pytest.raises(ApiError):
        server.write(put("a"))
    assert len(server.requests) == 1


def test_a_batch_that_is_too_large_is_halved() -> None:
    server = Server(http_error(413), done)
    assert server.write(*(put(id) for id in "abcd")) == WriteReport(written=4)
    assert server.requests == [["a", "b", "c", "d"], ["a", "b"], ["c", "d"]]


def test_a_document_that_is_too_large_fails_alone() -> None:
    report = Server(http_error(413)).write(put("a"))
    assert "too large" in report.failed["a"]


def test_a_missing_index_is_not_made() -> None:
    with pytest.raises(ValueError, match=r"no index behind products\.write"):
        Server(failing(404, "index_not_found_exception")).write(put("a"))


def test_batches_are_cut_by_bytes_and_read_as_they_are_sent() -> None:
    server = Server(done)
    most_unsent = 0

    def stream() -> Iterator[Operation]:
        nonlocal most_unsent
        for number in range(500):
            most_unsent = max(most_unsent, number - sum(map(len, server.requests)))
            yield put(f"{number:03}")

    writer = BulkWriter(cast(Elasticsearch, server), batch_bytes=1_000)
    assert writer.write("products.write", Kind.PRODUCT, stream()).written == 500
    assert max(map(len, server.requests)) <= 10
    assert most_unsent <= 10 * (writer.connections + 1)


def test_an_operation_that_would_spoil_its_batch_is_left_out() -> None:
    server = Server(done)
    report = server.write(put("a"), put("x" * 600), put("b"))
    assert (report.written, len(report.failed)) == (2, 1)
    assert server.requests == [["a", "b"]]
