"""Jobs of the workers. They carry no more than a lane, and may run twice, late or out of order."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import structlog
from celery.signals import worker_ready
from django.conf import settings
from django.utils import timezone

from searchapp.catalog.models import Lane
from searchapp.celery import app
from searchapp.indexing.backlog import backlog
from searchapp.indexing.draining import drain_for
from searchapp.indexing.embeddings import EncoderFailed
from searchapp.indexing.following import follow
from searchapp.indexing.live_indexes import warn_of_outdated
from searchapp.indexing.models import OPEN, BuildState, IndexBuild
from searchapp.indexing.published import announce_due
from searchapp.indexing.rebuilding import fill, noting_failure, slices, work_on
from searchapp.indexing.tombstones import prune_tombstones
from searchapp.indexing.verifying import prune_verifications, verify
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import EngineUnavailable

_TURN_S = 20.0
"""How long one job drains or fills before it lets others have its worker."""
_TURN_OF_ENCODER_S = 5.0
"""The encoder's lane, whose documents are found by words already, keeps nobody waiting long."""
_LONGEST_WAIT_S = 30
_LONG_STATE_S = 300.0
"""After so long a build that is filled is taken for forsaken by its process."""
_log = structlog.get_logger(__name__)


@worker_ready.connect  # type: ignore[untyped-decorator]
def warn_at_start(**_: Any) -> None:
    """A worker that starts says which live indexes need a rebuild, as web processes do."""
    warn_of_outdated()


@app.task(bind=True, name="indexing.drain", max_retries=3)  # type: ignore[untyped-decorator]
def drain_lane(self: Any, lane: str) -> None:
    """Drain a lane of the outbox. Beat sends it every second, and so does each commit.

    While the engine is away it is put off, each time twice as long; the rows stay.
    """
    try:
        turn = _TURN_OF_ENCODER_S if lane == Lane.EMBED else _TURN_S
        is_empty = drain_for(Lane(lane), turn)
    except (EngineUnavailable, EncoderFailed) as error:
        wait = min(2**self.request.retries, _LONGEST_WAIT_S)
        _log.warning("the index can't follow", lane=lane, reason=str(error), retry_in_s=wait)
        raise self.retry(exc=error, countdown=wait) from error
    if not is_empty:
        drain_lane.apply_async((lane,), queue=lane)


@app.task(name="indexing.announce_due")  # type: ignore[untyped-decorator]
def announce_all_due() -> int:
    """Have the items indexed whose time of publication has come; how many. To be run every
    minute.
    """
    due = sum(announce_due(kind) for kind in Kind)
    if due and settings.CELERY_TASK_ALWAYS_EAGER:
        follow()
    return due


def send_rebuild(build_id: int) -> None:
    """Have workers go on with a build. Raises kombu's OperationalError."""
    rebuild_index.apply_async((build_id,), queue=Lane.BULK.value, retry=False)
    for _ in range(settings.ENVIRONMENT["SEARCHAPP_REBUILD_WORKERS"] - 1):
        fill_index.apply_async((build_id,), queue=Lane.BULK.value, retry=False)


@app.task(bind=True, name="indexing.rebuild", max_retries=None)  # type: ignore[untyped-decorator]
def rebuild_index(self: Any, build_id: int) -> None:
    """Go on with a build, in turns; one that is at its end stays so.

    While the engine is away it is put off.
    """
    build = IndexBuild.objects.filter(pk=build_id, state__in=OPEN).first()
    if build is None:
        return
    try:
        is_done = work_on(build, seconds=_TURN_S)
    except EngineUnavailable as error:
        raise self.retry(exc=error, countdown=_LONGEST_WAIT_S) from error
    if not is_done:
        rebuild_index.apply_async((build_id,), queue=Lane.BULK.value, countdown=1)


@app.task(name="indexing.fill")  # type: ignore[untyped-decorator]
def fill_index(build_id: int) -> None:
    """Help to fill the index of a build, in turns."""
    build = IndexBuild.objects.filter(pk=build_id, state=BuildState.FILLING).first()
    if build is None:
        return
    with noting_failure(build):
        fill(build, seconds=_TURN_S)
    if slices.has_free(build):
        fill_index.apply_async((build_id,), queue=Lane.BULK.value)


@app.task(name="indexing.resume_builds")  # type: ignore[untyped-decorator]
def resume_builds() -> int:
    """Have workers go on with builds whose process was killed; how many. To be run every minute.

    While an index is filled, a slice that is held shows that somebody lives; a later state that
    lasts long is gone on with, which does no harm beside one who is still at it. A build that says
    what it waits for is put off already, or waits for a person; it says so anew each time that it
    is tried, so one that is silent for long has lost who would try.
    """
    quiet = timezone.now() - timedelta(seconds=_LONG_STATE_S)
    forsaken = [
        build
        for build in IndexBuild.objects.filter(state__in=OPEN)
        if (
            build.touched < quiet
            if build.note or build.state != BuildState.FILLING
            else not slices.is_held(build)
        )
    ]
    for build in forsaken:
        IndexBuild.objects.filter(pk=build.pk).update(touched=timezone.now())
        send_rebuild(build.pk)
    return len(forsaken)


@app.task(name="indexing.alarm_on_lag")  # type: ignore[untyped-decorator]
def alarm_on_lag(lanes: list[str]) -> list[str]:
    """Log an error for each of these lanes whose oldest row waits for too long; which they are.

    The metrics say the same (`searchapp_outbox_late`), also while no worker runs.
    """
    late = [lane for lane in backlog().lanes if lane.lane.value in lanes and lane.is_late]
    for lane in late:
        _log.error(
            "the index lags behind the catalog",
            lane=lane.lane.value,
            rows=lane.rows,
            oldest_s=round(lane.oldest_s, 1),
            late_after_s=lane.late_after_s,
        )
    return [lane.lane.value for lane in late]


@app.task(name="indexing.verify")  # type: ignore[untyped-decorator]
def verify_indexes() -> int:
    """Compare every live index with the catalog and mend it; in how many documents they differed.
    To be run every night.
    """
    verified = [each for kind in Kind if (each := verify(kind, mend=True)) is not None]
    repaired = sum(kept.repaired for _, kept in verified)
    if repaired:
        _log.error("the index differed from the catalog and is mended", documents=repaired)
        follow()
    prune_verifications()
    return repaired


@app.task(name="indexing.prune_tombstones")  # type: ignore[untyped-decorator]
def prune_old_tombstones() -> int:
    """Remove tombstones that nothing needs; how many. To be run every day."""
    return prune_tombstones()
