"""Filling a new index, slice by slice; any number of processes may do so at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping

from django.db.models import Sum

from searchapp import wiring
from searchapp.engines.base import Operation
from searchapp.indexing.models import BuildSlice, BuildState, IndexBuild, SetAside
from searchapp.indexing.rebuilding import slices
from searchapp.indexing.writing import NO_VECTOR, load_each, set_aside
from searchapp.observability.indexing import REBUILD, count_indexed
from searchapp.pipeline.request import Kind

Progress = Callable[[int, int], None]
"""Called with how many items are done and how many there are."""


def fill(
    build: IndexBuild,
    progress: Progress = lambda done, total: None,
    seconds: float = float("inf"),
) -> bool:
    """Fill the slices that nobody else fills, and return whether all are done then. None is begun
    after so many `seconds`.

    Documents that can't be built or that the engine refuses are set aside. Raises
    EngineUnavailable; a slice that was begun is filled again by whoever comes next.
    """
    deadline = time.monotonic() + seconds
    while (
        build.state == BuildState.FILLING
        and time.monotonic() < deadline
        and (piece := slices.claim(build))
    ):
        _fill_slice(build, piece, progress)
        build.refresh_from_db(fields=["state"])
    return not build.slices.filter(is_done=False).exists()


def written(build: IndexBuild) -> int:
    """How many items of the build are in its index."""
    return int(build.slices.aggregate(sum=Sum("written"))["sum"] or 0)


def _fill_slice(build: IndexBuild, piece: BuildSlice, progress: Progress) -> None:
    kind = Kind(build.kind)
    failed: dict[str, str] = {}
    done_before = written(build) - piece.written
    count = 0

    def operations() -> Iterator[Operation]:
        nonlocal count
        for ids in slices.pages(piece):
            loaded = load_each(kind, ids, True, failed)
            failed.update(dict.fromkeys(loaded.unencoded, NO_VECTOR))
            yield from loaded.operations
            count += len(ids)
            slices.keep(piece, count)
            progress(done_before + count, max(build.total, done_before + count))

    report = wiring.index_writer().write(build.index, operations())
    failed |= report.failed
    if report.written:
        count_indexed(kind.value, REBUILD, report.written)
    set_aside(kind, failed)
    _forget_set_aside(kind, piece, failed)
    BuildSlice.objects.filter(pk=piece.pk).update(is_done=True, held_until=None, written=count)


def _forget_set_aside(kind: Kind, piece: BuildSlice, failed: Mapping[str, str]) -> None:
    """Documents of the slice that were set aside before and are in the index now."""
    aside = SetAside.objects.filter(kind=kind.value, item_id__gt=piece.after)
    if piece.until:
        aside = aside.filter(item_id__lte=piece.until)
    aside.exclude(item_id__in=list(failed)).delete()
