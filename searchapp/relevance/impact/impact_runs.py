"""Impact as a job with a row of its own: asked for, carried out, looked at."""

from __future__ import annotations

import time
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone

from searchapp import wiring
from searchapp.merchandising.current import draft_config
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.service import SearchService
from searchapp.publishing.models import Draft
from searchapp.relevance.impact.comparing import impact
from searchapp.relevance.impact.queries import queries_to_try
from searchapp.relevance.models import ImpactRun, RunState

_TOLD_EVERY_S = 1.0
_log = structlog.get_logger(__name__)


def ask_for_impact(draft: Draft, user: Any = None) -> ImpactRun:
    """A new run for the draft, which a worker carries out once the transaction is over; this
    process where there are no workers.
    """
    from searchapp.relevance.tasks import measure_impact

    run = ImpactRun.objects.create(draft=draft, revision=draft.revision, asked_by=user)
    transaction.on_commit(lambda: measure_impact.delay(run.pk))
    return run


def carry_out(run: ImpactRun) -> None:
    """Carries the run out against what is published now. Its row says how far it is, and in the end
    what was found or why nothing was; one that is done stays as it is.
    """
    if run.state == RunState.DONE:
        return
    try:
        compare(run, wiring.search_service(), wiring.current_config(), draft_config(run.draft))
    except Exception as error:  # noqa: BLE001 - whoever waits for the run must learn of its end
        _log.exception("the impact of a draft could not be measured", draft=run.draft_id)
        _keep(run, state=RunState.FAILED, note=f"{error}", finished=timezone.now())


def compare(
    run: ImpactRun, service: SearchService, live: SearchConfig, draft: SearchConfig
) -> None:
    """Fills the row with the report on `draft` against `live`."""
    queries = queries_to_try(live, draft)
    _keep(
        run,
        state=RunState.RUNNING,
        done=0,
        total=len(queries),
        live_version=live.version,
        draft_version=draft.version,
    )
    told = time.monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told >= _TOLD_EVERY_S:
            told = time.monotonic()
            _keep(run, done=done, total=total)

    report = impact(service, live, draft, queries, progress=tell)
    _keep(
        run,
        state=RunState.DONE,
        done=report.queries + len(report.failed),
        figures=report.to_plain(),
        note="",
        finished=timezone.now(),
    )


def _keep(run: ImpactRun, **values: Any) -> None:
    """Writes these columns; a row that was deleted meanwhile stays away."""
    ImpactRun.objects.filter(pk=run.pk).update(**values)
