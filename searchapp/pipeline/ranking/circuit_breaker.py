"""A circuit breaker: what failed again and again is not asked for a while.

The pattern is Nygard's ("Release It!", 2007): closed while all is well, open after repeated
failure, half-open when it has rested: then one call tries, and its end closes or opens it again.
"""

from __future__ import annotations

import time
from threading import Lock

from searchapp.pipeline.trace import Clock


class CircuitBreaker:
    """Opens after `failures` failures in a row, for `rest_s` seconds. `clock` returns seconds."""

    def __init__(
        self, failures: int = 5, rest_s: float = 30.0, clock: Clock = time.monotonic
    ) -> None:
        self._most = failures
        self._rest_s = rest_s
        self._clock = clock
        self._lock = Lock()
        self._in_a_row = 0
        self._open_until: float | None = None

    def allows(self) -> bool:
        """Whether a call may be made; it must then be followed by `succeeded` or `failed`."""
        with self._lock:
            if self._open_until is None:
                return True
            now = self._clock()
            if now < self._open_until:
                return False
            # This call is the trial. Were it never to end, another may try after the next rest.
            self._open_until = now + self._rest_s
            return True

    def succeeded(self) -> None:
        """Closes the breaker."""
        with self._lock:
            self._in_a_row = 0
            self._open_until = None

    def failed(self) -> None:
        """Counts a failure; the last of a row, or that of a trial, opens the breaker."""
        with self._lock:
            self._in_a_row += 1
            if self._in_a_row >= self._most:
                self._open_until = self._clock() + self._rest_s

    def open(self) -> None:
        """Opens the breaker at once."""
        with self._lock:
            self._in_a_row = self._most
            self._open_until = self._clock() + self._rest_s

    @property
    def rests_s(self) -> float:
        """For how many seconds it lets nothing through; 0 when it does."""
        with self._lock:
            return 0.0 if self._open_until is None else max(0.0, self._open_until - self._clock())
