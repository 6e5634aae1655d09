"""The Elasticsearch client: timeouts, bounded retries, and one error for an engine that is away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from urllib.parse import urlsplit

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch
from elasticsearch.exceptions import ConnectionTimeout, UnsupportedProductError
from elasticsearch.serializer import OrjsonSerializer

from searchapp.pipeline.retrieval import EngineUnavailable

OVERLOADED = frozenset({429, 502, 503, 504})
"""HTTP statuses with which a cluster or a proxy before it says: not now."""

ADMIN_TIMEOUT_S = 30.0
"""For calls that no shopper waits for: creating, swapping, refreshing, counting."""


def connect(url: str, *, api_key: str | None = None, connections: int = 32) -> Elasticsearch:
    """A client for the node at `url`, or for the nodes of a comma-separated list of URLs.

    A refused connection is retried once, on another node where there is one; an answer that is
    late is not, since the one who asked has stopped waiting. Bodies are compressed unless all nodes
    are on this machine, where compressing costs more than it saves. `connections` is how many a
    node gets at most, so how many threads search side by side. The URL may hold user and password.
    """
    hosts = [host.strip() for host in url.split(",") if host.strip()]
    if not hosts or any(urlsplit(host).scheme not in {"http", "https"} for host in hosts):
        raise ValueError(
            f"Elasticsearch URL {url!r}: give http://host:9200 or https://host:9200, "
            "several separated by commas"
        )
    return Elasticsearch(
        hosts,
        api_key=api_key,
        connections_per_node=connections,
        http_compress=not all(_is_loopback(host) for host in hosts),
        serializers={"application/json": OrjsonSerializer()},
        request_timeout=ADMIN_TIMEOUT_S,
        max_retries=1,
        retry_on_timeout=False,
        retry_on_status=(),
        retry_backoff_base=0.01,
    )


@contextmanager
def answering(client: Elasticsearch, doing: str) -> Iterator[None]:
    """Turns the absence of an answer into `EngineUnavailable`; `doing` says what was asked."""
    nodes = ", ".join(node.base_url for node in client.transport.node_pool.all())
    try:
        yield
    except ConnectionTimeout as error:
        raise EngineUnavailable(
            f"Elasticsearch at {nodes} did not answer in time while {doing}. "
            "Check its load (GET _nodes/hot_threads) or allow more time."
        ) from error
    except TransportError as error:
        raise EngineUnavailable(
            f"Elasticsearch at {nodes} could not be reached while {doing}: {error}. "
            "Check that it runs and that ELASTICSEARCH_URL names it."
        ) from error
    except UnsupportedProductError as error:
        raise EngineUnavailable(
            f"What answers at {nodes} is not Elasticsearch. Check ELASTICSEARCH_URL."
        ) from error
    except ApiError as error:
        if error.meta.status in OVERLOADED:
            raise EngineUnavailable(
                f"Elasticsearch at {nodes} refused while {doing}: {error}. "
                "Check its load, its disk space and GET _cluster/health."
            ) from error
        if error.meta.status in {401, 403}:
            raise EngineUnavailable(
                f"Elasticsearch at {nodes} denied access while {doing}. "
                "Check the user, password or API key."
            ) from error
        raise


def _is_loopback(host: str) -> bool:
    name = urlsplit(host).hostname or ""
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
