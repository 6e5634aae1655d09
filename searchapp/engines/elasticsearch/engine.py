"""`SearchEngine` on Elasticsearch 9."""

from __future__ import annotations

import time
from base64 import b64decode
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from zlib import crc32

import numpy as np
import orjson
from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch
from elasticsearch.exceptions import ConnectionTimeout
from numpy.typing import NDArray

from searchapp.engines.elasticsearch import names
from searchapp.engines.elasticsearch.compiler import search_body
from searchapp.engines.elasticsearch.connection import answering
from searchapp.engines.elasticsearch.parser import ANSWER_PATHS, result
from searchapp.engines.elasticsearch.validity import UnanswerableQuery
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import RetrievalQuery, RetrievalResult
from searchapp.pipeline.schema import EMBEDDING

SHARE_OF_TIME_TO_SEARCH = 0.9
"""The rest of the timeout is for the way there and back, so that a partial answer still arrives."""

MOST_IDS = 1_000
"""How many documents are read by id in one request."""

FIRST_SHARE = 0.4
"""Of the time for a search, how much the first node gets before another one is asked."""

AWAY = (502, 503, 504)
"""Statuses of a node that has not joined its cluster yet: another one can answer."""

UNPINNED_S = 10.0
"""How long after a late answer the cluster itself chooses which copy of a shard it asks."""


class ElasticsearchEngine:
    """Searches the live index of each kind, which the alias `{prefix}-{kind}` points to.

    Uses the free core of Elasticsearch only. `client` comes from `connection.connect`. Where it has
    several nodes, a search that one does not answer in time is sent to another while there is time,
    so that a node that hangs costs time, not the answer.
    """

    name = "elasticsearch"

    def __init__(self, client: Elasticsearch, index_prefix: str) -> None:
        self._client = client
        self._prefix = index_prefix
        self._nodes = len(client.transport.node_pool)
        self._unpinned_until = 0.0
        # Making a client of another timeout takes 0.4 ms, a tenth of a search.
        self._within = lru_cache(maxsize=64)(self._client_within)

    def search(self, queries: Sequence[RetrievalQuery], timeout_ms: int) -> list[RetrievalResult]:
        first_ms = self._first_ms(timeout_ms)
        with answering(self._client, "searching"):
            try:
                return self._search_within(queries, first_ms)
            except ConnectionTimeout:
                # The node hangs, or the one that it asked. Which one can't be known; the cluster
                # avoids those that owe it answers unless it is told which copy to ask.
                self._unpinned_until = time.monotonic() + UNPINNED_S
                if first_ms == timeout_ms:
                    raise
            return self._search_within(queries, timeout_ms - first_ms)

    def _search_within(
        self, queries: Sequence[RetrievalQuery], timeout_ms: int
    ) -> list[RetrievalResult]:
        results: list[RetrievalResult | None] = []
        lines: list[bytes] = []
        for query in queries:
            try:
                lines += self._lines(query, timeout_ms)
                results.append(None)
            except UnanswerableQuery as error:
                results.append(RetrievalResult(error=str(error)))
        answers = iter(self._multi_search(lines, timeout_ms) if lines else ())
        return [
            known if known is not None else result(query, next(answers))
            for query, known in zip(queries, results, strict=True)
        ]

    def documents(
        self, kind: Kind, ids: Sequence[str], timeout_ms: int
    ) -> dict[str, dict[str, Any]]:
        return {
            hit["_id"]: hit["_source"]
            for hit in self._by_id(kind, ids, timeout_ms, source_excludes=[EMBEDDING])
        }

    def vectors(
        self, kind: Kind, ids: Sequence[str], timeout_ms: int
    ) -> dict[str, NDArray[np.float32]]:
        # 9.0 and 9.1 keep the vector in the source, later ones beside it: `fields` finds both.
        return {
            hit["_id"]: np.asarray(hit["fields"][EMBEDDING], dtype=np.float32)
            for hit in self._by_id(kind, ids, timeout_ms, source=False, fields=[EMBEDDING])
            if EMBEDDING in hit.get("fields", {})
        }

    def stored_bytes(
        self, kind: Kind, ids: Sequence[str], field: str, timeout_ms: int
    ) -> dict[str, bytes]:
        return {
            hit["_id"]: b64decode(hit["fields"][field][0])
            for hit in self._by_id(
                kind, ids, timeout_ms, source=False, docvalue_fields=[field], sort="_doc"
            )
            if field in hit.get("fields", {})
        }

    def is_ready(self, timeout_ms: int) -> bool:
        try:
            answer = self._within(timeout_ms).search(
                index=[names.alias(self._prefix, kind) for kind in Kind],
                ignore_unavailable=True,
                size=0,
                terminate_after=1,
                filter_path=["timed_out", "_shards.failed"],
            )
        except (TransportError, ApiError):
            return False
        return not answer["timed_out"] and answer["_shards"]["failed"] == 0

    def _lines(self, query: RetrievalQuery, timeout_ms: int) -> tuple[bytes, bytes]:
        header = {"index": names.alias(self._prefix, query.kind), "ignore_unavailable": True}
        if query.text:
            # Shards count words alike, so that equal items score equally wherever they lie. Where
            # there is one shard, Elasticsearch leaves this out.
            header["search_type"] = "dfs_query_then_fetch"
        if time.monotonic() >= self._unpinned_until and (pin := _pin(query)):
            header["preference"] = pin
        body = search_body(query)
        body["timeout"] = f"{max(1, int(timeout_ms * SHARE_OF_TIME_TO_SEARCH))}ms"
        try:
            return orjson.dumps(header), orjson.dumps(body)
        except orjson.JSONEncodeError as error:
            raise UnanswerableQuery(f"the query can't be written as JSON: {error}") from error

    def _multi_search(self, lines: Sequence[bytes], timeout_ms: int) -> list[Mapping[str, Any]]:
        answer = self._within(timeout_ms).perform_request(
            "POST",
            "/_msearch",
            params={
                "include_named_queries_score": "true",
                "max_concurrent_searches": len(lines) // 2,
                "filter_path": ",".join(ANSWER_PATHS),
            },
            headers={"accept": "application/json", "content-type": "application/x-ndjson"},
            body=lines,
        )
        responses: list[Mapping[str, Any]] = answer.body["responses"]
        return responses

    def _by_id(
        self, kind: Kind, ids: Sequence[str], timeout_ms: int, **returned: Any
    ) -> list[Mapping[str, Any]]:
        hits: list[Mapping[str, Any]] = []
        for start in range(0, len(ids), MOST_IDS):
            some = list(ids[start : start + MOST_IDS])
            with answering(self._client, "reading documents"):
                answer = self._within(timeout_ms).search(
                    index=names.alias(self._prefix, kind),
                    ignore_unavailable=True,
                    query={"ids": {"values": some}},
                    size=len(some),
                    **returned,
                )
            hits += answer["hits"]["hits"]
        return hits

    def _client_within(self, timeout_ms: int) -> Elasticsearch:
        return self._client.options(
            request_timeout=timeout_ms / 1000,
            max_retries=max(1, self._nodes - 1),
            retry_on_status=AWAY if self._nodes > 1 else (),
        )

    def _first_ms(self, timeout_ms: int) -> int:
        return max(1, int(timeout_ms * FIRST_SHARE)) if self._nodes > 1 else timeout_ms


def _pin(query: RetrievalQuery) -> str | None:
    """What makes all pages of one search ask the same copy of each shard; None where every copy
    answers alike.

    Copies differ in the order of ties, in deleted documents that still count, and in their graphs
    of neighbours.
    """
    if query.vector is not None:
        return f"v{crc32(query.vector.vector.tobytes())}"
    return f"q{crc32(query.text[0].text.encode())}" if query.text else None
