"""A bounded queue, and one thread that writes what is in it while requests go on."""

from __future__ import annotations

import atexit
import os
import threading
import weakref
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class BackgroundWriter(Generic[T]):
    """Takes items from many threads and hands them to `store` on one, in batches and in order.

    The thread starts with the first item, in whichever process that is: after a fork the child
    begins with an empty queue and a thread of its own. When the queue is full, an item is dropped
    and `on_drop` told. `store` is expected to deal with its own failures.
    """

    def __init__(
        self,
        store: Callable[[Sequence[T]], None],
        *,
        on_drop: Callable[[int], None],
        capacity: int = 10_000,
        batch: int = 200,
        linger_seconds: float = 0.25,
        exit_seconds: float = 3.0,
    ) -> None:
        self._store = store
        self._on_drop = on_drop
        self._capacity = capacity
        self._batch = batch
        self._linger_seconds = linger_seconds
        self._exit_seconds = exit_seconds
        self._begin()
        # The process may outlive the writer: neither hook keeps it alive.
        me = weakref.ref(self)
        os.register_at_fork(after_in_child=lambda: _if_alive(me, BackgroundWriter._begin))
        atexit.register(lambda: _if_alive(me, BackgroundWriter.close))

    def _begin(self) -> None:
        self._items: deque[T] = deque()
        self._changed = threading.Condition(threading.Lock())
        self._storing = threading.Lock()
        self._thread: threading.Thread | None = None
        self.closing = threading.Event()

    def put(self, item: T) -> bool:
        """Queues the item; False when the queue is full or closed. Never waits for the writing."""
        with self._changed:
            taken = len(self._items) < self._capacity and not self.closing.is_set()
            if taken:
                self._items.append(item)
                self._start()
                self._changed.notify()
        if not taken:
            self._on_drop(1)
        return taken

    def waiting(self) -> int:
        """How many items wait."""
        return len(self._items)

    def flush(self) -> None:
        """Writes everything queued so far, on this thread; returns when it is written."""
        with self._storing:
            while items := self._take():
                self._store(items)

    def close(self) -> None:
        """Takes no more items, and gives the thread `exit_seconds` to write what waits."""
        with self._changed:
            self.closing.set()
            self._changed.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join(self._exit_seconds)
        with self._changed:
            left = len(self._items)
            self._items.clear()
        if left:
            self._on_drop(left)

    def _start(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._run, name=type(self).__name__, daemon=True)
            self._thread.start()

    def _take(self) -> list[T]:
        with self._changed:
            return [self._items.popleft() for _ in range(min(self._batch, len(self._items)))]

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._items and not self.closing.is_set():
                    self._changed.wait()
                if not self._items:
                    return
            # A moment's patience makes one batch of what comes together.
            self.closing.wait(self._linger_seconds)
            self.flush()


def _if_alive(
    reference: weakref.ref[BackgroundWriter[T]], act: Callable[[BackgroundWriter[T]], None]
) -> None:
    writer = reference()
    if writer is not None:
        act(writer)
