"""The deadline of a call of a reranker, known to whatever runs on its behalf.

The final stage does not wait for a late reranker; but what it left behind would still use the
processor and one of the reranker's threads. So long runs are told: `interruptible` has a callback
called when the deadline passes (ONNX Runtime then ends its run), `give_up_when_late` raises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock


class TooLate(Exception):
    """The deadline has passed and nobody waits for the result."""


class Deadline:
    """Whether a call is still waited for. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._callbacks: dict[object, Callable[[], None]] = {}
        self._passed = False

    @property
    def has_passed(self) -> bool:
        """Whether nobody waits any more."""
        return self._passed

    def passes(self) -> None:
        """Says that nobody waits any more, and interrupts what asked for it."""
        with self._lock:
            self._passed = True
            callbacks = list(self._callbacks.values())
        for callback in callbacks:
            callback()

    @contextmanager
    def interrupting(self, callback: Callable[[], None]) -> Iterator[None]:
        """Calls `callback`, once, if the deadline passes within the block.

        Raises TooLate when it has already passed.
        """
        key = object()
        with self._lock:
            if self._passed:
                raise TooLate
            self._callbacks[key] = callback
        try:
            yield
        finally:
            with self._lock:
                del self._callbacks[key]


_CURRENT: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


@contextmanager
def working_until(deadline: Deadline) -> Iterator[None]:
    """Makes `deadline` the one of the block."""
    token = _CURRENT.set(deadline)
    try:
        yield
    finally:
        _CURRENT.reset(token)


@contextmanager
def interruptible(callback: Callable[[], None]) -> Iterator[None]:
    """Calls `callback` if the current deadline passes within the block; there may be none."""
    deadline = _CURRENT.get()
    if deadline is None:
        yield
        return
    with deadline.interrupting(callback):
        yield


def give_up_when_late() -> None:
    """Raises TooLate when the current deadline has passed."""
    deadline = _CURRENT.get()
    if deadline is not None and deadline.has_passed:
        raise TooLate
