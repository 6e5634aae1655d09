"""Telling the workers that the outbox has rows; a commit does not wait for a broker that hangs."""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache

from kombu.exceptions import OperationalError as BrokerUnavailable

from searchapp.catalog.models import Lane
from searchapp.indexing.tasks import drain_lane

PATIENCE_S = 1.0
"""How long a commit waits for the broker; its client alone would take 5 s and more to give up."""
QUIET_S = 5.0
_STALE_S = 60.0
"""After so long a message that no worker took is dropped: beat has sent others since."""
_away_until = 0.0
_underway: Future[None] | None = None


def wake_workers() -> None:
    """Tell the workers. Raises kombu's OperationalError when the broker does not answer.

    For some seconds after that, and while an older message is still stuck, nobody is told, so that
    writes do not wait: beat tells the workers every second anyway.
    """
    global _away_until, _underway  # noqa: PLW0603 - what this process knows of the broker
    if time.monotonic() < _away_until or (_underway is not None and not _underway.done()):
        return
    _underway = _messenger().submit(_tell)
    try:
        _underway.result(PATIENCE_S)
    except TimeoutError as error:
        _away_until = time.monotonic() + QUIET_S
        raise BrokerUnavailable(f"the broker did not answer in {PATIENCE_S} s") from error
    except BrokerUnavailable:
        _away_until = time.monotonic() + QUIET_S
        raise


def _tell() -> None:
    for lane in (Lane.FAST, Lane.BULK):
        drain_lane.apply_async((lane.value,), queue=lane.value, retry=False, expires=_STALE_S)


@cache
def _messenger() -> ThreadPoolExecutor:
    # Made when it is first needed: a thread does not survive the fork of a server's process.
    return ThreadPoolExecutor(1, thread_name_prefix="waking")
