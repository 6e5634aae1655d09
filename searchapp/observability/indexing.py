"""Metrics of the index's way behind the catalog."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import structlog
from django.core.cache import cache
from django.db import Error as DatabaseFailure
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from redis.exceptions import RedisError

if TYPE_CHECKING:
    from searchapp.indexing.backlog import Backlog

REBUILD = "rebuild"
"""In the place of a lane: documents with which new indexes are filled."""
_log = structlog.get_logger(__name__)


def count_indexed(kind: str, lane: str, documents: int) -> None:
    """Counts documents written or removed for a lane, or by rebuilds, for all processes together.

    Workers serve no metrics of their own, so the count is kept in the cache (CACHE_URL), where web
    processes read it. One that is away costs a count, never the work that is counted.
    """
    key = _key(kind, lane)
    try:
        cache.add(key, 0, timeout=None)
        cache.incr(key, documents)
    except (RedisError, ValueError) as error:
        _log.warning("indexed documents can't be counted", error=str(error))


def _key(kind: str, lane: str) -> str:
    return f"indexed-documents-{kind}-{lane}"


class BacklogCollector(Collector):
    """What waits for the index and what got there, asked of the database when the metrics are read.

    While the database does not answer, these metrics are left out and the others are served.
    """

    def __init__(self, read: Callable[[], Backlog]) -> None:
        self._read = read

    def collect(self) -> Iterator[Metric]:
        """The metrics as they are now."""
        try:
            now = self._read()
        except DatabaseFailure as error:
            _log.warning("the outbox can't be measured", error=str(error))
            return
        rows = GaugeMetricFamily(
            "searchapp_outbox_rows", "Changes that wait for the index.", labels=["lane"]
        )
        oldest = GaugeMetricFamily(
            "searchapp_outbox_oldest_seconds",
            "Age of the change that waits longest.",
            labels=["lane"],
        )
        late = GaugeMetricFamily(
            "searchapp_outbox_late", "1 when the oldest change waits too long.", labels=["lane"]
        )
        for lane in now.lanes:
            rows.add_metric([lane.lane.value], lane.rows)
            oldest.add_metric([lane.lane.value], lane.oldest_s)
            late.add_metric([lane.lane.value], lane.is_late)
        aside = GaugeMetricFamily(
            "searchapp_documents_set_aside",
            "Documents that could not be built or that the engine refused.",
            labels=["kind"],
        )
        for kind, count in now.set_aside.items():
            aside.add_metric([kind.value], count)
        lanes = [*(lane.lane.value for lane in now.lanes), REBUILD]
        yield from (rows, oldest, late, aside)
        yield from _indexed([(kind.value, lane) for kind in now.set_aside for lane in lanes])


def _indexed(labels: Sequence[tuple[str, str]]) -> Iterator[Metric]:
    indexed = CounterMetricFamily(
        "searchapp_indexed_documents",
        "Documents written to or removed from live indexes, and put into new ones.",
        labels=["kind", "lane"],
    )
    try:
        counts = cache.get_many([_key(*each) for each in labels])
    except RedisError as error:
        _log.warning("indexed documents can't be counted", error=str(error))
        return
    for each in labels:
        indexed.add_metric(each, counts.get(_key(*each), 0))
    yield indexed
