"""Telling the workers that the outbox has rows; a commit does not wait for a broker that hangs."""

from __future__ import annotations

import threading
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
TOGETHER_S = 0.05
"""Commits within so long of the last message are told of together, by one more."""
_away_until = 0.0
_underway: Future[None] | None = None
_again = threading.Event()


def wake_workers() -> None:
    """Tell the workers. Raises kombu's OperationalError when the broker does not answer.

    For some seconds after that nobody is told, so that writes do not wait: beat tells the workers
    every second anyway.
    """
    global _away_until, _underway  # noqa: PLW0603 - what this process knows of the broker
    if time.monotonic() < _away_until:
        return
    if _underway is not None and not _underway.done():
        _again.set()
        return
    told = _messenger().submit(_tell)
    _underway = _messenger().submit(_tell_again)
    try:
        told.result(PATIENCE_S)
    except TimeoutError as error:
        _away_until = time.monotonic() + QUIET_S
        raise BrokerUnavailable(f"the broker did not answer in {PATIENCE_S} s") from error
    except BrokerUnavailable:
        _away_until = time.monotonic() + QUIET_S
        raise


def _tell() -> None:
    for lane in (Lane.FAST, Lane.BULK):
        drain_lane.apply_async((lane.value,), queue=lane.value, retry=False, expires=_STALE_S)


def _tell_again() -> None:
    """Tells of the commits that came meanwhile, until none does."""
    time.sleep(TOGETHER_S)
    while _again.is_set():
        _again.clear()
        try:
            _tell()
        except BrokerUnavailable:
            return  # the next commit finds out by itself, and beat tells the workers
        time.sleep(TOGETHER_S)


@cache
def _messenger() -> ThreadPoolExecutor:
    # Made when it is first needed: a thread does not survive the fork of a server's process.
    return ThreadPoolExecutor(1, thread_name_prefix="waking")
