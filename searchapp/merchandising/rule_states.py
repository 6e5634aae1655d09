"""Where the time of a rule stands."""

from __future__ import annotations

from searchapp.pipeline.rules.schedule import ALWAYS, Schedule

HOLDING = ("always", "running")
"""Those in which it is in use, if it is switched on."""
TIMED = ("scheduled", "running", "between its hours", "over")
"""Those of rules with a schedule."""


def state_of(schedule: Schedule, now: float) -> str:
    """One of them at `now`, in seconds since 1970."""
    if schedule == ALWAYS:
        return "always"
    if schedule.ends is not None and schedule.ends.timestamp() <= now:
        return "over"
    if schedule.begins is not None and schedule.begins.timestamp() > now:
        return "scheduled"
    return "running" if schedule.holds(now) else "between its hours"
