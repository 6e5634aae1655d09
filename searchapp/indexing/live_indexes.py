"""The live indexes as a whole: which are missing, outdated or not complete."""

from __future__ import annotations

import structlog

from searchapp import wiring
from searchapp.catalog.models import OutboxRow
from searchapp.indexing.models import IndexBuild, SetAside
from searchapp.indexing.published import MODELS, published
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import EngineUnavailable

_log = structlog.get_logger(__name__)


def lacks_index(kind: Kind) -> bool:
    """Whether there are items of the kind and no index to find them in.

    Where an index was lost, the next drain makes an empty one for what changes, which nobody
    filled: it lacks what is neither in it, nor on its way to it, nor set aside.
    """
    writer = wiring.index_writer()
    index = writer.live(kind)
    if index is None:
        return bool(MODELS[kind].objects.exists())
    if IndexBuild.objects.filter(index=index).exists():
        return False
    # In the order in which an item goes, so that none is counted nowhere.
    wanted = published(kind).count()
    waiting = OutboxRow.objects.filter(kind=kind.value).values("item_id").distinct().count()
    aside = SetAside.objects.filter(kind=kind.value).count()
    writer.refresh(index)
    return writer.count(index) + waiting + aside < wanted


def is_outdated(kind: Kind) -> bool:
    """Whether the live index was made for another schema or other settings than today's."""
    writer = wiring.index_writer()
    index = writer.live(kind)
    return index is not None and not writer.is_current(index)


def outdated_kinds() -> list[str]:
    """The kinds whose live index is outdated. Raises EngineUnavailable."""
    return [kind.value for kind in Kind if is_outdated(kind)]


def warn_of_outdated() -> None:
    """Logs which live indexes need a rebuild, and how; for processes that start. An engine that is
    away is no reason not to start.
    """
    try:
        outdated = outdated_kinds()
    except EngineUnavailable as error:
        _log.warning("the live indexes can't be looked at", reason=str(error))
        return
    if outdated:
        _log.warning(
            "indexes were made for another schema or other settings",
            kinds=outdated,
            cure="manage.py rebuild_index --outdated",
        )


def is_complete(kind: Kind) -> bool:
    """Whether the live index has as many documents as there are published items."""
    writer = wiring.index_writer()
    index = writer.live(kind)
    if index is None:
        return not MODELS[kind].objects.exists()
    writer.refresh(index)
    return writer.count(index) == published(kind).count()


def refresh_indexes() -> None:
    """Make all that was written searchable."""
    writer = wiring.index_writer()
    for kind in Kind:
        index = writer.live(kind)
        if index is not None:
            writer.refresh(index)
