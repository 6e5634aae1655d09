"""One writer at a time, also between processes."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from searchapp.pipeline.retrieval import EngineUnavailable

_PAUSE_SECONDS = 0.01


@contextmanager
def exclusive(path: Path, wait_seconds: float) -> Iterator[None]:
    """Hold the lock file `path`. The system frees it when the process ends, however it ends.

    Raises `EngineUnavailable` when another writer still holds it after `wait_seconds`.
    """
    deadline = time.monotonic() + wait_seconds
    with path.open("ab") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise EngineUnavailable(
                        f"another process has been writing to {path.parent.name} for "
                        f"{wait_seconds:g} s; write from one worker, or try again later"
                    ) from None
                time.sleep(_PAUSE_SECONDS)
        yield
