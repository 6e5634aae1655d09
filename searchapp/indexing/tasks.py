"""Jobs of the workers. They carry no more than a lane, and may run twice, late or out of order."""

from __future__ import annotations

from typing import Any

import structlog
from django.conf import settings

from searchapp.catalog.models import Lane
from searchapp.celery import app
from searchapp.indexing.draining import drain_until_empty
from searchapp.indexing.following import follow
from searchapp.indexing.published import announce_due
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import EngineUnavailable

_TURN_S = 20.0
"""How long one job drains before it lets others have its worker."""
_LONGEST_WAIT_S = 30
_log = structlog.get_logger(__name__)


@app.task(bind=True, name="indexing.drain", max_retries=3)  # type: ignore[untyped-decorator]
def drain_lane(self: Any, lane: str) -> None:
    """Drain a lane of the outbox. Beat sends it every second, and so does each commit.

    While the engine is away it is put off, each time twice as long; the rows stay.
    """
    try:
        is_empty = drain_until_empty(Lane(lane), seconds=_TURN_S)
    except EngineUnavailable as error:
        wait = min(2**self.request.retries, _LONGEST_WAIT_S)
        _log.warning("the index is out of reach", lane=lane, reason=str(error), retry_in_s=wait)
        raise self.retry(exc=error, countdown=wait) from error
    if not is_empty:
        drain_lane.apply_async((lane,), queue=lane)


@app.task(name="indexing.announce_due")  # type: ignore[untyped-decorator]
def announce_all_due() -> int:
    """Have the items indexed whose time of publication has come; how many. To be run every
    minute.
    """
    due = sum(announce_due(kind) for kind in Kind)
    if due and settings.CELERY_TASK_ALWAYS_EAGER:
        follow()
    return due
