"""Under pressure bulk writing comes back with less, later, and gives up in bounded time. The server
is a real one that speaks HTTP."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import orjson
import pytest

from searchapp.engines.base import Put, WriteReport
from searchapp.engines.elasticsearch.bulk import BulkWriter
from searchapp.engines.elasticsearch.connection import connect
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import EngineUnavailable

Behaviour = Callable[[list[str]], int | dict[str, Any]]
"""What becomes of a request with these ids: an HTTP status for the whole, or a status for each."""


class Cluster:
    """Answers `_bulk` as `behaviour` says and remembers the ids of each request."""

    def __init__(self, behaviour: Behaviour) -> None:
        self.requests: list[list[str]] = []
        self.stopped = Event()
        cluster = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                lines = [orjson.loads(line) for line in body.splitlines()]
                ids = [line["index"]["_id"] for line in lines if "index" in line]
                cluster.requests.append(ids)
                outcome = behaviour(ids)
                if isinstance(outcome, int):
                    status, answer = outcome, {"error": {"type": "refused", "reason": "busy"}}
                else:
                    status = 200
                    answer = {"items": [{"index": _item(outcome[id])} for id in ids]}
                self._send(status, orjson.dumps(answer))

            def _send(self, status: int, body: bytes) -> None:
                try:
                    self.send_response(status)
                    self.send_header("X-Elastic-Product", "Elasticsearch")
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    self.close_connection = True

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def stop(self) -> None:
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()

    def write(self, ids: list[str], **settings: Any) -> WriteReport:
        writer = BulkWriter(connect(self.url), first_pause_s=0.01, **settings)
        puts = (Put(id, 1, {"title": "kettle"}) for id in ids)
        return writer.write("products.write", Kind.PRODUCT, puts)


def _item(status: int) -> dict[str, Any]:
    error = {"type": "es_rejected_execution_exception", "reason": "the queue is full"}
    return {"status": status} if status < 400 else {"status": status, "error": error}


@pytest.fixture
def cluster() -> Iterator[Callable[[Behaviour], Cluster]]:
    made: list[Cluster] = []

    def make(behaviour: Behaviour) -> Cluster:
        made.append(Cluster(behaviour))
        return made[-1]

    yield make
    for each in made:
        each.stop()


def ids(count: int) -> list[str]:
    return [f"{number:03}" for number in range(count)]


def taking_at_most(size: int, refusal: int = 429) -> Behaviour:
    return lambda ids: dict.fromkeys(ids, 200) if len(ids) <= size else refusal


@pytest.mark.parametrize("refusal", [429, 503])
def test_a_batch_that_is_refused_as_a_whole_comes_back_in_halves(
    cluster: Callable[[Behaviour], Cluster], refusal: int
) -> None:
    busy = cluster(taking_at_most(25, refusal))
    assert busy.write(ids(100), fewest=10) == WriteReport(written=100)
    assert [len(each) for each in busy.requests] == [100, 50, 25, 25, 50, 25, 25]
    assert [id for each in busy.requests if len(each) == 25 for id in each] == ids(100)


def test_a_batch_of_which_every_operation_is_refused_comes_back_in_halves_too(
    cluster: Callable[[Behaviour], Cluster],
) -> None:
    full = cluster(lambda ids: dict.fromkeys(ids, 200 if len(ids) <= 50 else 429))
    assert full.write(ids(100), fewest=10) == WriteReport(written=100)
    assert [len(each) for each in full.requests] == [100, 50, 50]


def test_batches_shrink_to_the_floor_and_no_further(
    cluster: Callable[[Behaviour], Cluster],
) -> None:
    closed = cluster(lambda ids: 429)
    with pytest.raises(EngineUnavailable):
        closed.write(ids(100), fewest=30)
    assert [len(each) for each in closed.requests] == [100, 50, 25, 25, 25, 25]


def test_a_late_answer_is_not_waited_for_and_less_is_sent(
    cluster: Callable[[Behaviour], Cluster],
) -> None:
    def slow(ids: list[str]) -> dict[str, Any]:
        if len(ids) > 25:
            late.stopped.wait(30)
        return dict.fromkeys(ids, 200)

    late = cluster(slow)
    assert late.write(ids(50), timeout_s=0.5, fewest=5) == WriteReport(written=50)
    assert [len(each) for each in late.requests] == [50, 25, 25]


def test_an_engine_that_never_answers_is_given_up_in_bounded_time(
    cluster: Callable[[Behaviour], Cluster],
) -> None:
    def silent(ids: list[str]) -> int:
        frozen.stopped.wait(60)
        return 503

    frozen = cluster(silent)
    started = time.monotonic()
    with pytest.raises(EngineUnavailable, match="did not answer in time"):
        frozen.write(ids(50), timeout_s=1.0, patience_s=2.0, attempts=100)
    assert time.monotonic() - started < 10.0


def test_a_queue_that_stays_full_sets_no_document_aside(
    cluster: Callable[[Behaviour], Cluster],
) -> None:
    # Half of the documents belong to a shard that has no room.
    half = cluster(lambda ids: {id: 200 if id < "005" else 429 for id in ids})
    with pytest.raises(EngineUnavailable, match=r"refusing 5 documents.*queue is full"):
        half.write(ids(10), attempts=3)


def test_a_document_that_alone_is_refused_for_ever_stops_no_other(
    cluster: Callable[[Behaviour], Cluster],
) -> None:
    picky = cluster(lambda ids: {id: 429 if id == "007" else 200 for id in ids})
    report = picky.write(ids(10), attempts=3)
    assert (report.written, list(report.failed)) == (9, ["007"])
