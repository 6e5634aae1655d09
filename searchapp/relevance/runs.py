"""Measurements that nobody sits and waits for: each a row that says how far it is, carried out by a
worker of the queue `slow`, or by a process of its own where there are no workers.
"""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from searchapp.relevance.models import CUT_OFF, UNFINISHED, ImpactRun, QualityRun, RunState, lost
from searchapp.relevance.quality.evaluation import Progress

Run = ImpactRun | QualityRun
R = TypeVar("R", ImpactRun, QualityRun)
KEPT = timedelta(days=90)
"""How long runs are kept; the last one of each published version stays."""
_TOLD_EVERY_S = 1.0
_DELETED_AT_ONCE = 500


def start(run: Run) -> None:
    """Has the run carried out elsewhere, once the transaction is over."""
    transaction.on_commit(lambda: _send(run))


def _send(run: Run) -> None:
    # The tasks name all that is measured, which not every process needs.
    from searchapp.relevance import tasks

    task = tasks.measure_impact if isinstance(run, ImpactRun) else tasks.measure_quality
    try:
        if settings.CELERY_TASK_ALWAYS_EAGER:
            start_process()
        else:
            task.apply_async((run.pk,), retry=False)
    except (OperationalError, OSError) as error:
        keep(run, state=RunState.FAILED, note=f"nobody could be told to measure it: {error}")


def start_process() -> None:
    """A process that carries out all that waits. It outlives the request and the web process; two
    of them share the work.
    """
    with (settings.DATA_DIR / "measurements.log").open("ab") as log:
        subprocess.Popen(
            [sys.executable, "manage.py", "carry_out_measurements"],
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def fresh(runs: models.QuerySet[R]) -> R | None:
    """The newest of the runs that waits or is under way, of those that are not lost."""
    return runs.filter(state__in=UNFINISHED).exclude(lost()).order_by("-pk").first()


def claimed(model: type[R]) -> R | None:
    """A run that waits, which nobody else is given from now on."""
    for run in model._default_manager.filter(state=RunState.WAITING).order_by("pk"):
        waiting = model._default_manager.filter(pk=run.pk, state=RunState.WAITING)
        if waiting.update(state=RunState.RUNNING, told=timezone.now()):
            return run
    return None


def keep(run: Run, **values: Any) -> None:
    """Writes these columns, and that it told something; a row that was deleted meanwhile stays
    away.
    """
    type(run)._default_manager.filter(pk=run.pk).update(told=timezone.now(), **values)


def teller(run: Run) -> Progress:
    """Writes into the row how many queries are done, once a second at most."""
    told = float("-inf")

    def tell(done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told >= _TOLD_EVERY_S:
            told = time.monotonic()
            keep(run, done=done, total=total)

    return tell


def prune() -> int:
    """Deletes old runs, and gives up those that were lost; how many were deleted."""
    now = timezone.now()
    for model in (ImpactRun, QualityRun):
        model._default_manager.filter(lost()).update(state=RunState.FAILED, note=CUT_OFF)
    newest = (
        QualityRun.objects.filter(version__isnull=False, state=RunState.DONE)
        .order_by()
        .values("query_set", "version", "profile")
        .annotate(newest=models.Max("pk"))
        .values_list("newest", flat=True)
    )
    old = QualityRun.objects.filter(measured__lt=now - KEPT).exclude(pk__in=list(newest))
    return _delete(ImpactRun.objects.filter(asked__lt=now - KEPT)) + _delete(old)


def _delete(rows: models.QuerySet[Any]) -> int:
    deleted = 0
    keys = list(rows.values_list("pk", flat=True))
    for begin in range(0, len(keys), _DELETED_AT_ONCE):
        some = rows.model._default_manager.filter(pk__in=keys[begin : begin + _DELETED_AT_ONCE])
        deleted += some.delete()[0]
    return deleted
