"""Metrics of the index's way behind the catalog."""

from __future__ import annotations

from prometheus_client import Counter

INDEXED = Counter(
    "searchapp_indexed_documents_total",
    "Documents written to or removed from live indexes.",
    ["kind", "lane"],
)
