"""Which indexes must have a change: the live one of its kind and those that are being built."""

from __future__ import annotations

from searchapp import wiring
from searchapp.indexing.locks import holding
from searchapp.indexing.models import UNDERWAY, IndexBuild
from searchapp.pipeline.request import Kind


def ensure_live_index(kind: Kind) -> str:
    """The name of the kind's live index; an empty one is made when there is none."""
    writer = wiring.index_writer()
    if (index := writer.live(kind)) is not None:
        return index
    # Of two processes that find none, the second must not put an empty index before the first's.
    with holding(f"indexes {kind.value}"):
        index = writer.live(kind)
        if index is None:
            index = writer.create(kind)
            writer.make_live(index)
    return index


def targets(kind: Kind) -> list[str]:
    """The live index first. Read before the items, so that none that begins later is missed."""
    building = IndexBuild.objects.filter(kind=kind.value, state__in=UNDERWAY)
    names = list(building.values_list("index", flat=True))
    live = ensure_live_index(kind)
    return [live, *(name for name in names if name != live)]
