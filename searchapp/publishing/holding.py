"""A published value as a process holds it: read once, then kept up to date beside requests.

A request never waits for a newer value and never goes without the last good one.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

import structlog
from django.db import close_old_connections, connections

CHECK_SECONDS = 0.5
"""How often a process looks for a newer publication, while it answers requests."""
RETRY_SECONDS = 30.0
"""How long a value with unread parts is held before these are tried again: that may mean to write a
hundred megabytes.
"""

_log = structlog.get_logger(__name__)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Held(Generic[T]):
    state: Hashable
    value: T
    is_whole: bool
    since: float

    def is_current(self, state: Hashable, retry_seconds: float) -> bool:
        """Whether there is nothing newer or better to read."""
        if self.state != state:
            return False
        return self.is_whole or time.monotonic() - self.since < retry_seconds


class SnapshotHolder(Generic[T]):
    """Holds the newest value that could be read; safe for many threads.

    `state` names what is published, cheaply; `load` reads it, given the value held so far;
    `is_whole` says whether nothing of it was left out.
    """

    def __init__(
        self,
        state: Callable[[], Hashable],
        load: Callable[[T | None], T],
        is_whole: Callable[[T], bool] = lambda value: True,
        check_seconds: float = CHECK_SECONDS,
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        self._state = state
        self._load = load
        self._is_whole = is_whole
        self._check_seconds = check_seconds
        self._retry_seconds = retry_seconds
        self._held: _Held[T] | None = None
        self._checked = float("-inf")
        self._loading = threading.Lock()

    def current(self) -> T:
        """The value; the first call reads it, later ones look for news on a thread of their own.

        Raises what `state` and `load` raise while none could be read.
        """
        held = self._held
        if held is None:
            self.refresh()
            return self.current()
        if time.monotonic() - self._checked > self._check_seconds:
            self._checked = time.monotonic()
            threading.Thread(target=self._look_once, name="snapshot", daemon=True).start()
        return held.value

    def follow(self) -> None:
        """From now on looks for news by itself, so that also a process that nobody asks for a while
        answers its next request with what is live. Once in a process that serves.
        """
        threading.Thread(target=self._follow, name="following", daemon=True).start()

    def refresh(self) -> None:
        """Reads what is published now, unless that is held already."""
        with self._loading:
            state = self._state()
            held = self._held
            if held is None or not held.is_current(state, self._retry_seconds):
                value = self._load(None if held is None else held.value)
                self._held = _Held(state, value, self._is_whole(value), time.monotonic())
            self._checked = time.monotonic()

    def _follow(self) -> None:
        while True:
            time.sleep(self._check_seconds)
            self._checked = time.monotonic()
            self._look()

    def _look(self) -> None:
        if self._loading.locked():
            return
        try:
            close_old_connections()
            self.refresh()
        except Exception as error:  # noqa: BLE001 - whoever follows goes on
            # The last good value stays; the next look may succeed.
            _log.error("what was published could not be read", reason=repr(error))
            connections.close_all()

    def _look_once(self) -> None:
        """Looks on a thread that ends, and with it its connections."""
        try:
            self._look()
        finally:
            connections.close_all()
