"""What the models of all rerankers may use in a process."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """`threads` is how many threads one run uses; 1 stays on the thread that calls, which is best
    when there are more requests than cores. With `memory_mb` all sessions share one arena of at
    most that size, and a run that needs more fails; 0 is no arena: memory is given back after each
    run.
    """

    threads: int = 1
    memory_mb: int = 0


_current = Limits()


def limit_models(limits: Limits) -> None:
    """Sets the limits of the models that are opened from now on."""
    global _current  # noqa: PLW0603 - the runtime's memory belongs to the process
    _current = limits


def current_limits() -> Limits:
    """The limits of the process."""
    return _current
