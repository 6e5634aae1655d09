"""Jobs of the workers. They carry ids only, and may run twice, late or out of order."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from searchapp.catalog import indexing
from searchapp.catalog.changes import JOB_SIZE
from searchapp.celery import app
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import EngineUnavailable

_LONGEST_WAIT_S = 300
_RETRIES = 10


def run(kind: Kind, ids: list[str]) -> None:
    """Have a worker index the items, or do it here when there are no workers.

    Here, EngineUnavailable is raised at once, as the caller would have to wait.
    """
    if settings.CELERY_TASK_ALWAYS_EAGER:
        indexing.index_items(kind, ids)
    else:
        index_items.delay(kind.value, ids)


@app.task(bind=True, name="catalog.index_items", max_retries=_RETRIES)  # type: ignore[untyped-decorator]
def index_items(self: Any, kind: str, ids: list[str]) -> None:
    """Make the index have these items as the database has them.

    While the engine is away, the job is put off, each time twice as long.
    """
    try:
        indexing.index_items(Kind(kind), ids)
    except EngineUnavailable as error:
        wait = min(2**self.request.retries, _LONGEST_WAIT_S)
        raise self.retry(exc=error, countdown=wait) from error


@app.task(name="catalog.index_due")  # type: ignore[untyped-decorator]
def index_due() -> None:
    """Index the items whose time of publication has come. To be run every minute."""
    for kind in Kind:
        due = indexing.items_due(kind)
        for start in range(0, len(due), JOB_SIZE):
            run(kind, due[start : start + JOB_SIZE])
