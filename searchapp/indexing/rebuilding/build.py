"""The states of a build, from a new index to the live one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.utils import timezone

from searchapp import wiring
from searchapp.catalog.models import Lane, OutboxRow
from searchapp.indexing.draining import drain
from searchapp.indexing.live_indexes import lacks_index
from searchapp.indexing.locks import holding
from searchapp.indexing.models import OPEN, BuildState, IndexBuild, SetAside
from searchapp.indexing.rebuilding.filling import Progress, fill
from searchapp.indexing.rebuilding.slices import cut
from searchapp.indexing.reconciling import Comparison, compare, repair
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import EngineUnavailable

_PAUSE_S = 0.2
_MOST_COMPARISONS = 4
_FEW_SET_ASIDE, _SHARE_SET_ASIDE = 100, 0.01
"""With more documents set aside, something is wrong with the new index and not with them."""


class RebuildFailed(RuntimeError):
    """The new index does not become equal to the catalog; the old one stays live."""


@dataclass(frozen=True, slots=True)
class RebuildReport:
    """A kind's new index: its name, its documents, and why documents were set aside, by id."""

    kind: Kind
    index: str
    documents: int
    failed: Mapping[str, str] = field(default_factory=dict)


def rebuild(
    kind: Kind,
    progress: Progress = lambda done, total: None,
    restart: bool = False,
    on_state: Callable[[BuildState], None] = lambda state: None,
) -> RebuildReport:
    """Fill a new index with all published items of the kind and put it in the place of the live
    one; searches are answered by the old index until then.

    A build that is under way already is gone on with, together with whoever else does; `restart`
    abandons it and begins anew. Raises EngineUnavailable, after which the build can be gone on
    with, and RebuildFailed.
    """
    return go_on(begin(kind, restart), progress, on_state)


def go_on(
    build: IndexBuild,
    progress: Progress = lambda done, total: None,
    on_state: Callable[[BuildState], None] = lambda state: None,
) -> RebuildReport:
    """Go on with a build to its end, as `rebuild` does."""
    kind = Kind(build.kind)
    steps: dict[BuildState, Callable[[], None]] = {
        BuildState.FILLING: lambda: _fill(build, progress),
        BuildState.REPLAYING: replay,
        BuildState.COMPARING: lambda: _compare(build),
        BuildState.LIVE: lambda: _settle(build),
    }
    following = {
        BuildState.FILLING: BuildState.REPLAYING,
        BuildState.REPLAYING: BuildState.COMPARING,
        BuildState.COMPARING: BuildState.LIVE,
        BuildState.LIVE: BuildState.DONE,
    }
    while (state := BuildState(build.state)) in steps:
        on_state(state)
        with noting_failure(build):
            steps[state]()
        _advance(build, state, following[state])
    if build.state == BuildState.ABANDONED:
        raise RebuildFailed(f"the building of {build.index} was abandoned: {build.note}")
    failed = SetAside.objects.filter(kind=kind.value).values_list("item_id", "reason")
    documents = wiring.index_writer().count(build.index)
    return RebuildReport(kind, build.index, documents, dict(failed))


def begin(kind: Kind, restart: bool = False) -> IndexBuild:
    """The build of the kind that is under way, or a new one with its slices."""
    writer = wiring.index_writer()
    with holding(f"indexes {kind.value}"):
        build = IndexBuild.objects.filter(kind=kind.value, state__in=OPEN).first()
        is_there = build is not None and build.index in writer.indexes(kind)
        if build is not None and (not is_there or (restart and build.state != BuildState.LIVE)):
            reason = "begun anew" if is_there else "its index is gone"
            _finish(build, BuildState.ABANDONED, reason)
            build = None
        if build is None:
            newest = OutboxRow.objects.order_by("-pk").values_list("pk", flat=True).first()
            build = IndexBuild.objects.create(
                kind=kind.value, index=writer.create(kind), position=newest or 0
            )
            cut(build, writer.portion)
    return build


@contextmanager
def noting_failure(build: IndexBuild) -> Iterator[None]:
    """Has the build say what stopped it, for those who look at it from elsewhere."""
    unfinished = IndexBuild.objects.filter(pk=build.pk, state__in=OPEN)
    try:
        yield
    except (EngineUnavailable, RebuildFailed) as error:
        unfinished.update(note=str(error))
        raise
    unfinished.exclude(note="").update(note="")


def replay() -> None:
    """Drain what is in the outbox now, beside the workers; what comes later is not waited for."""
    newest = OutboxRow.objects.order_by("-pk").values_list("pk", flat=True).first()
    while newest is not None:
        waiting = OutboxRow.objects.filter(pk__lte=newest, lane__in=(Lane.FAST, Lane.BULK))
        if not waiting.exists():
            return
        if not drain(Lane.FAST, encode=True).rows + drain(Lane.BULK, encode=True).rows:
            time.sleep(_PAUSE_S)


def build_missing_indexes() -> list[RebuildReport]:
    """Build the index of every kind that has items and no index."""
    return [rebuild(kind) for kind in Kind if lacks_index(kind)]


def _fill(build: IndexBuild, progress: Progress) -> None:
    while not fill(build, progress):
        build.refresh_from_db(fields=["state"])
        if build.state != BuildState.FILLING:
            return
        time.sleep(_PAUSE_S)


def _compare(build: IndexBuild) -> None:
    """Goes on until the new index is equal to the catalog, then moves the alias."""
    found = _mended(Kind(build.kind), build.index)
    if len(found.set_aside) > max(_FEW_SET_ASIDE, _SHARE_SET_ASIDE * found.documents):
        raise RebuildFailed(
            f"{build.index} lacks {len(found.set_aside):,} documents that were set aside, more "
            "than a few bad ones; the old index stays live. See the reasons in the admin, mend the "
            "cause and run `manage.py rebuild_index --restart`."
        )
    if not found.is_equal:
        raise RebuildFailed(
            f"{build.index} differs from the catalog after {_MOST_COMPARISONS} comparisons: "
            f"{len(found.missing)} missing, {len(found.stale)} stale, {len(found.extra)} too many; "
            "the old index stays live. Run `manage.py rebuild_index` again, or with --restart."
        )
    with _still(build, BuildState.COMPARING) as is_so:
        if is_so:
            wiring.index_writer().make_live(build.index)
            IndexBuild.objects.filter(pk=build.pk).update(
                state=BuildState.LIVE, touched=timezone.now()
            )


@contextmanager
def _still(build: IndexBuild, state: BuildState) -> Iterator[bool]:
    """Whether the build is in that state, which holds to the end: others wait that would begin,
    swap or drop an index of its kind.
    """
    with holding(f"indexes {build.kind}"):
        yield IndexBuild.objects.filter(pk=build.pk, state=state).exists()


def _mended(kind: Kind, index: str) -> Comparison:
    for _ in range(_MOST_COMPARISONS):
        found = compare(kind, index)
        if found.is_equal:
            break
        repair(found)
        replay()
    return found


def _settle(build: IndexBuild) -> None:
    """What was written while the alias moved, and the end of older indexes."""
    replay()
    kind, writer = Kind(build.kind), wiring.index_writer()
    with _still(build, BuildState.LIVE) as is_so:
        if is_so:
            live = writer.live(kind)
            for index in writer.indexes(kind):
                if index not in (live, build.index):
                    writer.drop(index)


def _advance(build: IndexBuild, state: BuildState, following: BuildState) -> None:
    """To the next state, unless somebody was there before."""
    if following is BuildState.DONE:
        _finish(build, following)
    else:
        IndexBuild.objects.filter(pk=build.pk, state=state).update(
            state=following, touched=timezone.now()
        )
    build.refresh_from_db()


def _finish(build: IndexBuild, state: BuildState, note: str = "") -> None:
    IndexBuild.objects.filter(pk=build.pk, state__in=OPEN).update(
        state=state, note=note, finished=timezone.now()
    )
    build.slices.all().delete()
