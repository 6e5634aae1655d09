"""What happens after a commit: workers are woken, or the outbox is drained in this process."""

from __future__ import annotations

import threading

from django.conf import settings

from searchapp.catalog.models import Lane
from searchapp.indexing.draining import drain_until_empty

_draining = threading.Lock()


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
    """Drain all lanes here until they are empty. Raises EngineUnavailable.

    Texts are encoded at once, as nobody else would.
    """
    with _draining:
        for lane in (Lane.FAST, Lane.BULK, Lane.EMBED):
            drain_until_empty(lane, encode=True)
