"""Processes that are started, killed, frozen and thawed, with all their children."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Process:
    """One part of the system, in a process group of its own; its output goes to `log`."""

    def __init__(
        self, command: Sequence[str], log: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        self._command = list(command)
        self._log = log
        self._environment = environment
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; does not wait until it is ready."""
        with self._log.open("ab") as log:
            self._running = subprocess.Popen(
                self._command,
                cwd=ROOT,
                env=None if self._environment is None else dict(self._environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> None:
        """End it at once, as a crash would."""
        self._signal(signal.SIGKILL)
        if self._running:
            self._running.wait(30)

    def freeze(self) -> None:
        """Let it hang."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        if self._running and self._running.poll() is None:
            os.killpg(self._running.pid, number)


def free_port() -> int:
    """A port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def wait_until(condition: Callable[[], bool], seconds: float, what: str) -> float:
    """Wait for the condition; how many seconds it took. Raises TimeoutError that names `what`."""
    started = time.monotonic()
    while not condition():
        if time.monotonic() - started > seconds:
            raise TimeoutError(f"{what}: not within {seconds:.0f} s")
        time.sleep(0.05)
    return time.monotonic() - started


class Patience:
    """How long to wait for what comes nearer: at most so many seconds without anything that was
    never seen before, and never longer than `at_most`.
    """

    def __init__(self, seconds: float, at_most: float) -> None:
        self._seconds = seconds
        self._seen: set[str] = set()
        self._since = time.monotonic()
        self._end = self._since + at_most

    def is_over(self, seen: str | None) -> bool:
        """Whether it is at its end; None is nothing seen."""
        now = time.monotonic()
        if seen is not None and seen not in self._seen:
            self._seen.add(seen)
            self._since = now
        return now - self._since > self._seconds or now > self._end
