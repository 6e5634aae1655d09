"""Prometheus metrics of this application, and the page that serves them.

Where several processes serve (gunicorn), set PROMETHEUS_MULTIPROC_DIR to an empty folder: the page
then sums over them.
"""

from __future__ import annotations

import hmac
import ipaddress
import os

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

from searchapp.pipeline.response import SearchResponse

SEARCHES = Counter(
    "searchapp_searches_total", "Searches by how they ended: ok, invalid, unavailable.", ["status"]
)
STAGE_SECONDS = Histogram(
    "searchapp_stage_seconds",
    "Time of each stage of a search; the stage `total` is the whole search.",
    ["stage"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0),
)
DEGRADED = Counter(
    "searchapp_degraded_total", "Answers that were given without an optional stage.", ["stage"]
)
LOG_QUEUE = Gauge(
    "searchapp_search_log_queue",
    "Searches that wait to be written to the search log.",
    multiprocess_mode="livesum",
)
RERANKED = Counter(
    "searchapp_reranker_calls_total",
    "Steps of the final stage by how they ended: ok, late, failed, open (the circuit breaker), "
    "unknown, skipped.",
    ["reranker", "outcome"],
)
RERANKER_SECONDS = Histogram(
    "searchapp_reranker_seconds",
    "Time of one step of the final stage, for the candidates of one kind.",
    ["reranker"],
    buckets=(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0),
)
RERANKER_CANDIDATES = Counter(
    "searchapp_reranker_candidates_total",
    "Candidates that rerankers were to score (wanted) and did score (scored): they differ when "
    "time is short.",
    ["reranker", "which"],
)
AT_SCRAPE = CollectorRegistry()
"""What is asked for when the page is read, and is the same in every process."""
LOG_DROPPED = Counter(
    "searchapp_search_log_dropped_total", "Searches that never reached the search log.", ["reason"]
)


def count_answer(response: SearchResponse) -> None:
    """Counts one answered search, its stages' times and what it did without."""
    SEARCHES.labels(status="ok").inc()
    for stage, milliseconds in response.took_ms.items():
        STAGE_SECONDS.labels(stage=stage).observe(milliseconds / 1000)
    for degradation in response.degraded:
        DEGRADED.labels(stage=degradation.stage).inc()
    for run in (run for runs in response.reranked.values() for run in runs):
        RERANKED.labels(reranker=run.name, outcome=run.outcome).inc()
        RERANKER_SECONDS.labels(reranker=run.name).observe(run.took_ms / 1000)
        RERANKER_CANDIDATES.labels(reranker=run.name, which="wanted").inc(run.wanted)
        RERANKER_CANDIDATES.labels(reranker=run.name, which="scored").inc(run.scored)


def count_failure(status: str) -> None:
    """Counts one search that got no answer; `status` is `invalid` or `unavailable`."""
    SEARCHES.labels(status=status).inc()


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The metrics in Prometheus's text format, for those who may see them; else 403."""
    if not _may_read(request):
        return HttpResponse(
            "Metrics are read from this machine, or with the token of SEARCHAPP_METRICS_TOKEN "
            "in an Authorization: Bearer header.\n",
            status=403,
            content_type="text/plain",
        )
    registry: CollectorRegistry = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    text = generate_latest(registry) + generate_latest(AT_SCRAPE)
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)


def _may_read(request: HttpRequest) -> bool:
    """With a token configured, whoever has it; without one, callers on this machine.

    Behind a proxy on the same machine everyone's peer is this machine, so there only the token
    counts.
    """
    token: str = settings.ENVIRONMENT["SEARCHAPP_METRICS_TOKEN"]
    if token:
        offered = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(offered.encode(), token.encode())
    if settings.ENVIRONMENT["SEARCHAPP_PROXIES"] or "X-Forwarded-For" in request.headers:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
