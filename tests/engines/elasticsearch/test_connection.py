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


class _Node(BaseHTTPRequestHandler):
    """A node that has one answer for every multi-search."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        answer = b'{"responses": [{"hits": {"total": {"value": 0}, "hits": []}, "status": 200}]}'
        self.send_response(200)
        self.send_header("x-elastic-product", "Elasticsearch")
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the test's output stays clean."""


@pytest.fixture
def node_url() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _Node) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_while_a_node_hangs_another_one_answers(silent_url: str, node_url: str) -> None:
    cluster = engine(f"{silent_url},{node_url}")
    # Nodes are asked in turn, so that one of these two searches meets the one that hangs first.
    for _ in range(2):
        (result,) = cluster.search([BROWSE], 1000)
        assert result.error is None


def test_while_a_node_is_gone_another_one_answers(closed_url: str, node_url: str) -> None:
    cluster = engine(f"{closed_url},{node_url}")
    for _ in range(2):
        (result,) = cluster.search([BROWSE], 1000)
        assert result.error is None
