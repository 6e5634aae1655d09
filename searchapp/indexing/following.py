"""What happens after a commit: workers are woken, or the outbox is drained in this process."""

from __future__ import annotations

import threading
from datetime import timedelta

import structlog
from django.conf import settings

from searchapp.catalog.models import Lane
from searchapp.catalog.outbox import held
from searchapp.indexing.draining import drain_until_empty
from searchapp.indexing.published import announce_due
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import EngineUnavailable

_log = structlog.get_logger(__name__)
_draining = threading.Lock()
_LONG = timedelta(days=3650)


def follow() -> None:
    """Have the index follow the catalog.

    With a broker, workers are told and this returns at once; raises kombu's OperationalError when
    the broker can't be reached (beat wakes the workers later all the same). Without one, the outbox
    is drained here; raises EngineUnavailable, and the next commit tries again.
    """
    if settings.CELERY_TASK_ALWAYS_EAGER:
        catch_up()
        return
    # Tasks name the parts that drain; whoever only writes the catalog need not load those.
    from searchapp.indexing.waking import wake_workers

    wake_workers()


def catch_up() -> None:
    """Drain all lanes here until they are empty, with what is due to be shown. Raises
    EngineUnavailable.

    Texts are encoded at once, as nobody else would.
    """
    with _draining:
        with held():
            for kind in Kind:
                announce_due(kind)
        for lane in (Lane.FAST, Lane.BULK, Lane.EMBED):
            drain_until_empty(lane, encode=True)


def catch_up_at_start() -> None:
    """Have the index follow what happened, and what became due, while no process ran; for
    processes that serve. With a broker, beat and the workers do so. An engine that is away is no
    reason not to start.
    """
    if not settings.CELERY_TASK_ALWAYS_EAGER:
        return
    try:
        with held():
            for kind in Kind:
                announce_due(kind, window=_LONG)
        catch_up()
    except EngineUnavailable as error:
        _log.warning("the index can't follow", reason=str(error))
