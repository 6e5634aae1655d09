"""The slices of a build: ranges of ids, each filled by one process at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from searchapp.indexing.models import BuildSlice, IndexBuild
from searchapp.indexing.published import published
from searchapp.pipeline.request import Kind

HELD_S = 15
"""How long a slice is held without a sign of life."""
_PAGE = 500


def cut(build: IndexBuild, size: int) -> None:
    """Cut the catalog into slices of about `size` items, and note how many items there are. The
    last slice has no end, so that items which come meanwhile are in one too.
    """
    ends: list[str] = []
    total = 0
    names = published(Kind(build.kind)).order_by("pk").values_list("pk", flat=True)
    for total, name in enumerate(names.iterator(chunk_size=10_000), start=1):
        if total % size == 0:
            ends.append(name)
    build.total = total
    build.save(update_fields=["total"])
    BuildSlice.objects.bulk_create(
        [
            BuildSlice(build=build, after=after, until=until)
            for after, until in zip(["", *ends], [*ends, ""], strict=True)
        ],
        batch_size=1_000,
    )


def claim(build: IndexBuild) -> BuildSlice | None:
    """A slice that nobody fills, held by the caller from now on; None when there is none."""
    while True:
        free = _free()
        piece = build.slices.filter(free, is_done=False).order_by("pk").first()
        if piece is None:
            return None
        same = BuildSlice.objects.filter(free, pk=piece.pk, is_done=False)
        if same.update(held_until=_later()):
            return piece


def keep(piece: BuildSlice, written: int) -> None:
    """Go on holding the slice, of which so many items are written."""
    BuildSlice.objects.filter(pk=piece.pk).update(held_until=_later(), written=written)


def has_free(build: IndexBuild) -> bool:
    """Whether there are slices that nobody fills."""
    return bool(build.slices.filter(_free(), is_done=False).exists())


def is_held(build: IndexBuild) -> bool:
    """Whether somebody fills a slice."""
    return bool(build.slices.filter(held_until__gte=timezone.now(), is_done=False).exists())


def pages(piece: BuildSlice) -> Iterator[list[str]]:
    """The ids of the slice's published items, in pages."""
    items = published(Kind(piece.build.kind)).order_by("pk")
    if piece.until:
        items = items.filter(pk__lte=piece.until)
    after = piece.after
    while ids := list(items.filter(pk__gt=after).values_list("pk", flat=True)[:_PAGE]):
        yield ids
        after = ids[-1]


def _free() -> Q:
    return Q(held_until=None) | Q(held_until__lt=timezone.now())


def _later() -> datetime:
    return timezone.now() + timedelta(seconds=HELD_S)
