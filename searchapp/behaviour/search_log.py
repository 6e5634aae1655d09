"""Keeps every search, and of some the features of their candidates, off the request's path.

`record` never waits and never fails a search: what can't be queued or written is dropped and
counted.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

import structlog
from django.conf import settings
from django.db import Error as DatabaseFailure
from django.db import close_old_connections, connection
from django.utils import timezone

from searchapp.behaviour.background_writer import BackgroundWriter
from searchapp.behaviour.feature_log import feature_entries
from searchapp.behaviour.log_entry import log_entry
from searchapp.behaviour.models import FeatureLog, SearchLog
from searchapp.observability.metrics import LOG_DROPPED, LOG_QUEUE
from searchapp.pipeline.request import SearchRequest
from searchapp.pipeline.response import SearchResponse

RETRY_SECONDS = (0.2, 1.0, 5.0)
_REPORT_EVERY_SECONDS = 60.0
_log = structlog.get_logger(__name__)
Entry = SearchLog | FeatureLog


class _DropReport:
    """Counts every drop in the metrics, and says so in the log at most once a minute."""

    def __init__(self) -> None:
        self._unreported = 0
        self._last = float("-inf")

    def __call__(self, reason: str, count: int) -> None:
        LOG_DROPPED.labels(reason=reason).inc(count)
        self._unreported += count
        now = time.monotonic()
        if now - self._last >= _REPORT_EVERY_SECONDS:
            _log.warning(
                "searches are missing in the search log", reason=reason, count=self._unreported
            )
            self._unreported, self._last = 0, now


_report = _DropReport()


def _store(entries: Sequence[Entry]) -> None:
    """Writes a batch, with bounded retries; a batch that still fails is dropped and counted."""
    LOG_QUEUE.set(WRITER.waiting())
    for delay in (*RETRY_SECONDS, None):
        try:
            if not connection.in_atomic_block:
                close_old_connections()
            # A batch whose commit was answered by a broken connection may be there already.
            SearchLog.objects.bulk_create(
                [each for each in entries if isinstance(each, SearchLog)], ignore_conflicts=True
            )
            FeatureLog.objects.bulk_create(
                [each for each in entries if isinstance(each, FeatureLog)], ignore_conflicts=True
            )
        except DatabaseFailure as error:
            if delay is None or WRITER.closing.is_set():
                _log.error("a batch of searches could not be logged", reason=str(error))
                break
            WRITER.closing.wait(delay)
        except Exception:  # noqa: BLE001
            # One bad entry must not end the thread: without it nothing would be logged any more.
            _log.exception("a batch of searches could not be logged")
            break
        else:
            return
    _report("not written", len(entries))


WRITER: BackgroundWriter[Entry] = BackgroundWriter(
    _store, on_drop=lambda count: _report("queue full", count)
)


def record(request: SearchRequest, response: SearchResponse) -> None:
    """Queues one answered search for the log, unless SEARCHAPP_SEARCH_LOG is off; and the features
    of the share SEARCHAPP_FEATURE_LOG_SHARE of all.
    """
    if not settings.ENVIRONMENT["SEARCHAPP_SEARCH_LOG"]:
        return
    now = timezone.now()
    WRITER.put(log_entry(request, response, now, settings.SECRET_KEY))
    share = settings.ENVIRONMENT["SEARCHAPP_FEATURE_LOG_SHARE"]
    for entry in feature_entries(request, response, now, share):
        WRITER.put(entry)
    LOG_QUEUE.set(WRITER.waiting())


def flush() -> None:
    """Writes everything recorded so far, on the calling thread."""
    WRITER.flush()
