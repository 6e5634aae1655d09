"""How far a measurement is, and whether anybody is still at it."""

from __future__ import annotations

from datetime import timedelta
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.utils import timezone


class RunState(models.TextChoices):
    """How far a run is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


UNFINISHED = (RunState.WAITING, RunState.RUNNING)
PATIENCE = {RunState.WAITING: timedelta(hours=1), RunState.RUNNING: timedelta(minutes=2)}
"""For how long a run may tell nothing. One that waits has nobody to tell anything yet; one under
way tells of every query, and no query or loading of a model takes that long.
"""
CUT_OFF = "it was cut off; ask for it again"


def lost() -> Q:
    """Selects the runs that have lost who would end them."""
    now = timezone.now()
    return reduce(or_, (Q(state=state, told__lt=now - most) for state, most in PATIENCE.items()))


class Measurement(models.Model):
    """A run: `done` of `total` queries are measured, as it `told` last; `note` is why it failed."""

    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    note = models.TextField(blank=True)
    told = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    @property
    def is_lost(self) -> bool:
        """Whether it has told nothing for so long that nobody will end it."""
        most = PATIENCE.get(RunState(self.state))
        return most is not None and self.told < timezone.now() - most

    @property
    def is_unfinished(self) -> bool:
        """Whether it is still to end."""
        return self.state in UNFINISHED and not self.is_lost

    @property
    def fault(self) -> str:
        """Why it measured nothing; empty while it may, and where it did."""
        if self.is_lost:
            return CUT_OFF
        return self.note if self.state == RunState.FAILED else ""
