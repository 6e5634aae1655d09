"""The states of a build, from a new index to the live one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from searchapp import wiring
from searchapp.catalog.models import Lane, OutboxRow
from searchapp.indexing.draining import drain
from searchapp.indexing.ending import end_builds
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
    work_on(build, progress, on_state)
    kind = Kind(build.kind)
    failed = SetAside.objects.filter(kind=kind.value).values_list("item_id", "reason")
    documents = wiring.index_writer().count(build.index)
    return RebuildReport(kind, build.index, documents, dict(failed))


def work_on(
    build: IndexBuild,
    progress: Progress = lambda done, total: None,
    on_state: Callable[[BuildState], None] = lambda state: None,
    seconds: float = float("inf"),
) -> bool:
    """Work on a build for about so many seconds; whether it is at its end. Raises as `rebuild`."""
    deadline = time.monotonic() + seconds
    steps: dict[BuildState, Callable[[], bool]] = {
        BuildState.FILLING: lambda: _fill(build, progress, deadline),
        BuildState.REPLAYING: lambda: replay(build.position, deadline),
        BuildState.COMPARING: lambda: _compare(build, deadline),
        BuildState.LIVE: lambda: _settle(build, deadline),
    }
    while (state := BuildState(build.state)) in steps:
        on_state(state)
        with noting_failure(build):
            is_done = steps[state]()
        if not is_done:
            return False
        _advance(build, state)
    if build.state == BuildState.ABANDONED:
        raise RebuildFailed(f"the building of {build.index} was abandoned: {build.note}")
    return True


def begin(kind: Kind, restart: bool = False) -> IndexBuild:
    """The build of the kind that is under way, or a new one with its slices."""
    writer = wiring.index_writer()
    with holding(f"indexes {kind.value}"):
        build = IndexBuild.objects.filter(kind=kind.value, state__in=OPEN).first()
        is_there = build is not None and build.index in writer.indexes(kind)
        if build is not None and (not is_there or (restart and build.state != BuildState.LIVE)):
            reason = "begun anew" if is_there else "its index is gone"
            end_builds(IndexBuild.objects.filter(pk=build.pk), BuildState.ABANDONED, reason)
            build = None
        if build is None:
            build = IndexBuild.objects.create(
                kind=kind.value, index=writer.create(kind), position=_newest()
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
        unfinished.update(note=str(error), touched=timezone.now())
        raise
    unfinished.exclude(note="").update(note="")


def replay(position: int, deadline: float = float("inf")) -> bool:
    """Drain the outbox up to the row `position`, beside the workers; whether it was done by the
    deadline, a monotonic time. What comes later is not waited for.
    """
    older = OutboxRow.objects.filter(pk__lte=position, lane__in=(Lane.FAST, Lane.BULK))
    while older.exists():
        if time.monotonic() >= deadline:
            return False
        if not drain(Lane.FAST, encode=True).rows + drain(Lane.BULK, encode=True).rows:
            time.sleep(_PAUSE_S)
    return True


def build_missing_indexes() -> list[RebuildReport]:
    """Build the index of every kind that has items and no index."""
    return [rebuild(kind) for kind in Kind if lacks_index(kind)]


def _newest() -> int:
    """The newest row of the outbox, 0 when it is empty."""
    return OutboxRow.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _fill(build: IndexBuild, progress: Progress, deadline: float) -> bool:
    while not fill(build, progress, deadline - time.monotonic()):
        build.refresh_from_db(fields=["state"])
        if build.state != BuildState.FILLING:
            return True
        # Others may hold what is left.
        if time.monotonic() >= deadline:
            return False
        time.sleep(_PAUSE_S)
    return True


def _compare(build: IndexBuild, deadline: float) -> bool:
    """Goes on until the new index is equal to the catalog, then moves the alias."""
    found = _mended(Kind(build.kind), build.index, deadline)
    if found is None:
        return False
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
                position=_newest(), **_at(BuildState.LIVE)
            )
    return True


@contextmanager
def _still(build: IndexBuild, state: BuildState) -> Iterator[bool]:
    """Whether the build is in that state, which holds to the end: others wait that would begin,
    swap or drop an index of its kind.
    """
    with holding(f"indexes {build.kind}"):
        yield IndexBuild.objects.filter(pk=build.pk, state=state).exists()


def _mended(kind: Kind, index: str, deadline: float) -> Comparison | None:
    """The last of some comparisons, each after a repair; None when the time is over before."""
    for _ in range(_MOST_COMPARISONS):
        found = compare(kind, index)
        if found.is_equal:
            break
        repair(found)
        if not replay(_newest(), deadline):
            return None
    return found


def _settle(build: IndexBuild, deadline: float = float("inf")) -> bool:
    """What was written while the alias moved, and the end of older indexes."""
    if not replay(build.position, deadline):
        return False
    kind, writer = Kind(build.kind), wiring.index_writer()
    with _still(build, BuildState.LIVE) as is_so:
        if is_so:
            live = writer.live(kind)
            for index in writer.indexes(kind):
                if index not in (live, build.index):
                    writer.drop(index)
    return True


def _advance(build: IndexBuild, state: BuildState) -> None:
    """From a state whose work is done to the next, unless somebody was there before; `live` is
    noted with the move of the alias.
    """
    same = IndexBuild.objects.filter(pk=build.pk, state=state)
    if state is BuildState.FILLING:
        same.update(**_at(BuildState.REPLAYING))
    elif state is BuildState.REPLAYING:
        same.update(**_at(BuildState.COMPARING))
    elif state is BuildState.LIVE:
        end_builds(same, BuildState.DONE)
    build.refresh_from_db()


def _at(state: BuildState) -> dict[str, Any]:
    return {"state": state, "touched": timezone.now()}
