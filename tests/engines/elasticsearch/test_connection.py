"""When Elasticsearch is away, late or something else, one error says what to check."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from searchapp.engines.elasticsearch.connection import connect
from searchapp.engines.elasticsearch.engine import ElasticsearchEngine
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import EngineUnavailable, RetrievalQuery

BROWSE = RetrievalQuery(Kind.PRODUCT, "test", 1)


@pytest.fixture
def silent_url() -> Iterator[str]:
    """Of a server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def closed_url() -> str:
    """Of a port where nothing listens any more."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"http://127.0.0.1:{server.getsockname()[1]}"


class _AnotherService(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the test's output stays clean."""


@pytest.fixture
def another_url() -> Iterator[str]:
    """Of a server that is not Elasticsearch."""
    with HTTPServer(("127.0.0.1", 0), _AnotherService) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def engine(url: str) -> ElasticsearchEngine:
    return ElasticsearchEngine(connect(url), "shop")


def test_an_engine_that_is_away_is_unavailable(closed_url: str) -> None:
    away = engine(closed_url)
    with pytest.raises(EngineUnavailable, match=f"{closed_url}.*Check that it runs"):
        away.search([BROWSE], 500)
    with pytest.raises(EngineUnavailable):
        away.documents(Kind.PRODUCT, ["a"], 500)
    assert not away.is_ready(500)


def test_an_engine_that_is_late_is_unavailable(silent_url: str) -> None:
    late = engine(silent_url)
    with pytest.raises(EngineUnavailable, match="did not answer in time"):
        late.search([BROWSE], 50)
    assert not late.is_ready(50)


def test_another_service_is_not_taken_for_the_engine(another_url: str) -> None:
    with pytest.raises(EngineUnavailable, match="not Elasticsearch"):
        engine(another_url).search([BROWSE], 1000)


@pytest.mark.parametrize("url", ["", "localhost:9200", "ftp://localhost:9200", "http://a:1, b:2"])
def test_a_url_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="Elasticsearch URL"):
        connect(url)


@pytest.mark.parametrize(
    ("url", "compressed"),
    [
        ("http://127.0.0.1:9200", False),
        ("http://localhost:9200", False),
        ("http://[::1]:9200", False),
        ("http://search.example:9200", True),
        ("http://localhost:9200, http://10.0.0.2:9200", True),
    ],
)
def test_bodies_are_compressed_on_a_network_only(url: str, compressed: bool) -> None:
    with connect(url) as client:
        nodes = client.transport.node_pool.all()
        assert {node.config.http_compress for node in nodes} == {compressed}
