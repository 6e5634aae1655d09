"""How far a measurement is."""

from __future__ import annotations

from django.db import models


class RunState(models.TextChoices):
    """How far a run is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


UNFINISHED = (RunState.WAITING, RunState.RUNNING)
