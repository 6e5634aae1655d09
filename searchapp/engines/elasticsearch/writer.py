"""`IndexWriter` on Elasticsearch 9."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError

from searchapp.engines.base import SLICES, Digest, Operation, WriteReport
from searchapp.engines.elasticsearch import names
from searchapp.engines.elasticsearch.bulk import BulkWriter
from searchapp.engines.elasticsearch.connection import answering
from searchapp.engines.elasticsearch.mapping import (
    CHECKSUM,
    SLICE,
    IndexOptions,
    index_body,
    made_for,
)
from searchapp.pipeline.request import Kind

LARGEST_PAGE = 10_000
"""`index.max_result_window`: how many hits one search may return."""


class ElasticsearchWriter:
    """Creates, fills and swaps the indexes `{prefix}-{kind}-{stamp}`; an alias names the live one.

    Versions are the engine's own external ones. It remembers the version of a deleted document for
    `IndexOptions.remember_deletes` only, so a put that is older than a delete must arrive within
    that time to be seen as stale; what comes later is for the reconciler. After a retried request,
    operations that the lost attempt had carried out already are reported as stale.

    `client` comes from `connection.connect`. One writer may be used by many threads. Operations of
    one id in one `write` may reach the engine in any order; which one wins doesn't depend on it.
    An index refreshes itself from its `make_live` on. Every method raises ValueError for an index
    that is not there.
    """

    portion = 5_000

    def __init__(
        self,
        client: Elasticsearch,
        index_prefix: str,
        options: IndexOptions,
        bulk: BulkWriter | None = None,
    ) -> None:
        self._client = client
        self._prefix = names.check_prefix(index_prefix)
        self._options = options
        self._bulk = bulk or BulkWriter(client, languages=options.languages)

    def create(self, kind: Kind) -> str:
        index = names.new_index(self._prefix, kind)
        body = index_body(kind, self._options)
        with answering(self._client, f"creating {index}"):
            self._client.indices.create(index=index, aliases={names.write_alias(index): {}}, **body)
        return index

    def live(self, kind: Kind) -> str | None:
        with answering(self._client, f"looking up the live {kind} index"):
            try:
                found = self._client.indices.get_alias(name=names.alias(self._prefix, kind))
            except NotFoundError:
                return None
        return next(iter(found))

    def make_live(self, index: str) -> None:
        kind = names.kind_of(self._prefix, index)
        alias = names.alias(self._prefix, kind)
        others = names.index_pattern(self._prefix, kind)
        with self._on(index, "making live"):
            self._client.indices.put_settings(
                index=index, settings={"refresh_interval": self._options.refresh_interval}
            )
            self._client.indices.update_aliases(
                actions=[
                    {"remove": {"index": others, "alias": alias, "must_exist": False}},
                    {"add": {"index": index, "alias": alias}},
                ]
            )

    def indexes(self, kind: Kind) -> list[str]:
        with answering(self._client, f"listing the {kind} indexes"):
            found = self._client.indices.get(
                index=names.index_pattern(self._prefix, kind), filter_path="*.mappings._meta"
            )
        return sorted(name for name in found if names.is_index(self._prefix, kind, name))

    def drop(self, index: str) -> None:
        kind = names.kind_of(self._prefix, index)
        if self.live(kind) == index:
            raise ValueError(f"{index} is the live {kind} index: make another one live first")
        with self._on(index, "dropping"):
            self._client.indices.delete(index=index)

    def write(self, index: str, operations: Iterable[Operation]) -> WriteReport:
        kind = names.kind_of(self._prefix, index)
        return self._bulk.write(names.write_alias(index), kind, operations)

    def refresh(self, index: str) -> None:
        with self._on(index, "refreshing"):
            self._client.indices.refresh(index=index)

    def versions(self, index: str, after: str = "", size: int = 1000) -> list[tuple[str, int]]:
        return self._versions(index, {"match_all": {}}, after, size)

    def digest(self, index: str) -> Digest:
        sums = {"sum": {"sum": {"field": CHECKSUM}}}
        slices = {"terms": {"field": SLICE, "size": SLICES}, "aggs": sums}
        with self._on(index, "summing up"):
            answer = self._client.search(index=index, size=0, aggs={"slices": slices})
        digest = Digest.of(())
        for bucket in answer["aggregations"]["slices"]["buckets"]:
            digest.counts[bucket["key"]] = bucket["doc_count"]
            digest.sums[bucket["key"]] = round(bucket["sum"]["value"])
        return digest

    def versions_in(self, index: str, slices: Sequence[int]) -> dict[str, int]:
        wanted = {"terms": {SLICE: list(slices)}}
        return dict(self._versions(index, wanted, "", None))

    def is_current(self, index: str) -> bool:
        kind = names.kind_of(self._prefix, index)
        with self._on(index, "reading the mapping of"):
            answer = self._client.indices.get_mapping(index=index)
        meta = next(iter(answer.values()))["mappings"].get("_meta", {})
        return bool(meta.get("made_for") == made_for(kind, self._options))

    def count(self, index: str) -> int:
        with self._on(index, "counting"):
            answer = self._client.count(index=index)
        return int(answer["count"])

    def _versions(
        self, index: str, query: Mapping[str, Any], after: str, size: int | None
    ) -> list[tuple[str, int]]:
        """Pairs (id, version) of documents that match, by id; all of them without `size`."""
        pairs: list[tuple[str, int]] = []
        while size is None or len(pairs) < size:
            wanted = LARGEST_PAGE if size is None else min(size - len(pairs), LARGEST_PAGE)
            page = self._version_page(index, query, pairs[-1][0] if pairs else after, wanted)
            pairs += page
            if len(page) < wanted:
                break
        return pairs

    def _version_page(
        self, index: str, query: Mapping[str, Any], after: str, size: int
    ) -> list[tuple[str, int]]:
        with self._on(index, "reading the versions of"):
            answer = self._client.search(
                index=index,
                query=query,
                size=size,
                sort=[{"id": "asc"}],
                search_after=[after],
                version=True,
                source=False,
                stored_fields="_none_",
                track_total_hits=False,
                filter_path=["hits.hits._version", "hits.hits.sort"],
            )
        hits: list[Mapping[str, Any]] = answer.get("hits", {}).get("hits", [])
        return [(hit["sort"][0], hit["_version"]) for hit in hits]

    @contextmanager
    def _on(self, index: str, doing: str) -> Iterator[None]:
        with answering(self._client, f"{doing} {index}"):
            try:
                yield
            except NotFoundError as error:
                raise ValueError(f"{doing} {index}: there is no such index") from error
