"""The published lexicon as this process holds it: read once, then kept up to date beside requests.

A request never waits for a newer lexicon and never goes without the last good one.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cache

import structlog
from django.db import Error as DatabaseFailure
from django.db import close_old_connections, connections

from analyzers.lexicon import Lexicon
from searchapp.lexicon.publication import load_lexicon, published_state

CHECK_SECONDS = 0.5
"""How often a process looks for a newer publication, while it answers requests."""

_log = structlog.get_logger(__name__)


RETRY_SECONDS = 30.0
"""How long a lexicon with unread parts is held before these are tried again: that may mean to write
a hundred megabytes.
"""


@dataclass(frozen=True, slots=True)
class _Held:
    state: Hashable
    lexicon: Lexicon
    since: float

    def is_current(self, state: Hashable, retry_seconds: float) -> bool:
        """Whether there is nothing newer or better to read."""
        if self.state != state:
            return False
        return not self.lexicon.unread or time.monotonic() - self.since < retry_seconds


class LexiconHolder:
    """Holds the newest lexicon that could be read; safe for many threads.

    `state` names what is published, cheaply; `load` reads it, given the lexicon held so far.
    """

    def __init__(
        self,
        state: Callable[[], Hashable],
        load: Callable[[Lexicon | None], Lexicon],
        check_seconds: float = CHECK_SECONDS,
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        self._state = state
        self._load = load
        self._check_seconds = check_seconds
        self._retry_seconds = retry_seconds
        self._held: _Held | None = None
        self._checked = float("-inf")
        self._loading = threading.Lock()

    def current(self) -> Lexicon:
        """The lexicon; the first call reads it, later ones look for news on a thread of their own.

        Raises OSError and database errors while none could be read.
        """
        held = self._held
        if held is None:
            self.refresh()
            return self.current()
        if time.monotonic() - self._checked > self._check_seconds:
            self._checked = time.monotonic()
            threading.Thread(target=self._look, name="lexicon", daemon=True).start()
        return held.lexicon

    def refresh(self) -> None:
        """Reads what is published now, unless that is held already."""
        with self._loading:
            state = self._state()
            held = self._held
            if held is None or not held.is_current(state, self._retry_seconds):
                lexicon = self._load(None if held is None else held.lexicon)
                self._held = _Held(state, lexicon, time.monotonic())
            self._checked = time.monotonic()

    def _look(self) -> None:
        if self._loading.locked():
            return
        try:
            close_old_connections()
            self.refresh()
        except (DatabaseFailure, OSError, ValueError, KeyError) as error:
            # The last good lexicon stays; the next look may succeed.
            _log.error("a newer lexicon could not be read", reason=repr(error))
        finally:
            connections.close_all()


@cache
def holder() -> LexiconHolder:
    """The one holder of this process."""
    return LexiconHolder(published_state, load_lexicon)


def current_lexicon() -> Lexicon:
    """The published lexicon. Raises OSError and database errors while none could be read."""
    return holder().current()
