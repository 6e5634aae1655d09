"""Impact as a job with a row of its own: asked for, carried out, looked at."""

from __future__ import annotations

from typing import Any

import structlog
from django.utils import timezone

from searchapp import wiring
from searchapp.merchandising.current import draft_config
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.service import SearchService
from searchapp.publishing.models import Draft
from searchapp.relevance import runs
from searchapp.relevance.impact.comparing import impact
from searchapp.relevance.impact.queries import queries_to_try
from searchapp.relevance.models import ImpactRun, RunState

_log = structlog.get_logger(__name__)


def ask_for_impact(draft: Draft, user: Any = None) -> ImpactRun:
    """A new run for the draft, which is carried out elsewhere once the transaction is over. One
    that is asked for already, of the draft as it is, is given again.
    """
    asked = runs.fresh(draft.impacts.filter(revision=draft.revision))
    if asked is not None:
        return asked
    run = ImpactRun.objects.create(draft=draft, revision=draft.revision, asked_by=user)
    runs.start(run)
    return run


def carry_out(run: ImpactRun) -> None:
    """Carries the run out against what is published now. Its row says how far it is, and in the end
    what was found or why nothing was; one that is done stays as it is.
    """
    if run.state == RunState.DONE:
        return
    try:
        # It may have changed since the run was asked for.
        runs.keep(run, revision=run.draft.revision)
        wiring.config_source().refresh()
        compare(run, wiring.search_service(), wiring.current_config(), draft_config(run.draft))
    except Exception as error:  # noqa: BLE001 - whoever waits for the run must learn of its end
        _log.exception("the impact of a draft could not be measured", draft=run.draft_id)
        runs.keep(run, state=RunState.FAILED, note=f"{error}", finished=timezone.now())


def compare(
    run: ImpactRun, service: SearchService, live: SearchConfig, draft: SearchConfig
) -> None:
    """Fills the row with the report on `draft` against `live`."""
    queries = queries_to_try(live, draft)
    runs.keep(
        run,
        state=RunState.RUNNING,
        done=0,
        total=len(queries),
        live_version=live.version,
        draft_version=draft.version,
    )
    report = impact(service, live, draft, queries, progress=runs.teller(run))
    runs.keep(
        run,
        state=RunState.DONE,
        done=report.default.queries + len(report.default.failed),
        figures=report.to_plain(),
        note="",
        finished=timezone.now(),
    )
