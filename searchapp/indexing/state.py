"""The state of the index in one value: what is live, what is being built, what waits, what was
found when it was last verified.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Max, QuerySet, Sum
from django.db.models.functions import Coalesce

from searchapp import wiring
from searchapp.engines.base import IndexWriter
from searchapp.indexing.backlog import Backlog, backlog
from searchapp.indexing.models import OPEN, IndexBuild, Verification
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import EngineUnavailable

_READY_TIMEOUT_MS = 1000


@dataclass(frozen=True, slots=True)
class LiveIndex:
    """The index that is searched; not `is_current` when made for another schema or settings."""

    name: str
    documents: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class KindState:
    """What there is of one kind. `build` is under way and has `written` items."""

    kind: Kind
    live: LiveIndex | None
    build: IndexBuild | None
    verified: Verification | None


@dataclass(frozen=True, slots=True)
class IndexState:
    """All kinds and lanes. `fault` says why nothing is known of the live indexes."""

    kinds: tuple[KindState, ...]
    backlog: Backlog
    fault: str = ""

    @property
    def is_building(self) -> bool:
        """Whether a new index is being built."""
        return any(each.build for each in self.kinds)


def index_state() -> IndexState:
    """The state now, by a fixed number of queries; an engine that is away is a fault in it."""
    fault, live = _live_indexes()
    builds = {
        build.kind: build for build in with_written(IndexBuild.objects.filter(state__in=OPEN))
    }
    newest = Verification.objects.order_by().values("kind").annotate(newest=Max("pk"))
    verified = {
        each.kind: each
        for each in Verification.objects.filter(pk__in=newest.values_list("newest", flat=True))
    }
    return IndexState(
        tuple(
            KindState(kind, live.get(kind), builds.get(kind.value), verified.get(kind.value))
            for kind in Kind
        ),
        backlog(),
        fault,
    )


def with_written(builds: QuerySet[IndexBuild]) -> QuerySet[IndexBuild]:
    """Each build with `written`, how many items of it are in its index."""
    return builds.annotate(written=Coalesce(Sum("slices__written"), 0))


def _live_indexes() -> tuple[str, dict[Kind, LiveIndex]]:
    # Asked first as it waits for a short time only.
    try:
        if not wiring.search_engine().is_ready(_READY_TIMEOUT_MS):
            return "The search engine does not answer.", {}
        writer = wiring.index_writer()
        found = {kind: _live_index(writer, kind) for kind in Kind}
    except EngineUnavailable as error:
        return str(error), {}
    except Exception as error:  # noqa: BLE001 - the page says whatever keeps the engine from starting
        return f"The search engine can't be made: {type(error).__name__}: {error}", {}
    return "", {kind: live for kind, live in found.items() if live is not None}


def _live_index(writer: IndexWriter, kind: Kind) -> LiveIndex | None:
    index = writer.live(kind)
    if index is None:
        return None
    return LiveIndex(index, writer.count(index), writer.is_current(index))
