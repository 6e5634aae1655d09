"""Metrics of the index's way behind the catalog."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import structlog
from django.db import Error as DatabaseFailure
from prometheus_client import Counter
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from searchapp.indexing.backlog import Backlog

INDEXED = Counter(
    "searchapp_indexed_documents_total",
    "Documents written to or removed from live indexes.",
    ["kind", "lane"],
)
_log = structlog.get_logger(__name__)


class BacklogCollector(Collector):
    """What waits for the index, asked of the database when the metrics are read.

    While the database does not answer, these metrics are left out and the others are served.
    """

    def __init__(self, read: Callable[[], Backlog]) -> None:
        self._read = read

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges as they are now."""
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
        yield from (rows, oldest, late, aside)
