"""Items into the index, so that one document that can't be built or written stops no other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field

import structlog
from django.db import DataError, IntegrityError, connection, transaction
from django.db import Error as DatabaseFailure
from django.db.models import F
from django.utils import timezone

from searchapp import wiring
from searchapp.engines.base import Operation
from searchapp.indexing.documents import Loaded, load_operations
from searchapp.indexing.embeddings import EncoderFailed
from searchapp.indexing.ending import end_builds
from searchapp.indexing.models import UNDERWAY, BuildState, IndexBuild, SetAside
from searchapp.indexing.targets import targets
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import EngineUnavailable

_log = structlog.get_logger(__name__)
_OF_AN_ITEM = (DataError, IntegrityError)
"""Errors of the database that are the fault of what is read or written, and not its own."""

NO_VECTOR = "its text can't be encoded: it is found by words alone"
"""The reason of documents that are in the index, but without their vector."""


@dataclass(slots=True)
class Written:
    """What became of the items: how many operations were new to the `live` index, whose vectors are
    to come, and why documents were set aside, by id.
    """

    live: str
    changed: int = 0
    unencoded: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)


def write_items(kind: Kind, ids: Sequence[str], encode: bool = True) -> Written:
    """Make every index that must have them have these items as the database has them.

    Raises EngineUnavailable. Documents that can't be built or that the engine refuses are set aside
    with the reason; those that went well this time are no longer.
    """
    indexes = targets(kind)
    failed: dict[str, str] = {}
    loaded = load_each(kind, ids, encode, failed)
    written = Written(indexes[0], unencoded=[] if encode else loaded.unencoded, failed=failed)
    writer = wiring.index_writer()
    for index in indexes:
        try:
            report = writer.write(index, loaded.operations)
        except ValueError:
            if index in writer.indexes(kind):
                raise
            # It was dropped meanwhile. What took its place was filled after these items were read;
            # one that was being built and is gone can only be begun anew.
            gone = IndexBuild.objects.filter(index=index, state__in=UNDERWAY)
            end_builds(gone, BuildState.ABANDONED, "its index is gone")
            continue
        failed |= report.failed
        if index == indexes[0]:
            written.changed = report.written + report.deleted
    if encode:
        failed |= dict.fromkeys(loaded.unencoded, NO_VECTOR)
    set_aside(kind, failed)
    well = [name for name in ids if name not in failed]
    SetAside.objects.filter(kind=kind.value, item_id__in=well).delete()
    return written


def load_each(kind: Kind, ids: Sequence[str], encode: bool, failed: dict[str, str]) -> Loaded:
    """What the index must do for `ids`; where that can't be found out for all together, each is
    tried alone, and the reasons of those that fail come into `failed`.
    """
    encoder = wiring.text_encoder()
    # A value that the database can't give spoils the transaction around, if there is one.
    within = transaction.atomic() if connection.in_atomic_block else nullcontext()
    try:
        with within:
            return load_operations(kind, ids, encoder, encode, reader=wiring.reader_ahead())
    except (EngineUnavailable, EncoderFailed):
        raise
    except Exception as error:
        if isinstance(error, DatabaseFailure) and not isinstance(error, _OF_AN_ITEM):
            raise
        if len(ids) == 1:
            failed[ids[0]] = f"the document can't be built: {type(error).__name__}: {error}"
            return Loaded([], [])
    middle = len(ids) // 2
    halves = [load_each(kind, half, encode, failed) for half in (ids[:middle], ids[middle:])]
    operations: list[Operation] = [each for half in halves for each in half.operations]
    return Loaded(operations, [name for half in halves for name in half.unencoded])


def set_aside(kind: Kind, failed: Mapping[str, str]) -> None:
    """Remember why these documents are not in the index."""
    now = timezone.now()
    for name, reason in failed.items():
        _log.error("document set aside", kind=kind.value, id=name, reason=reason)
        row, is_new = SetAside.objects.get_or_create(
            kind=kind.value, item_id=name, defaults={"reason": reason}
        )
        if not is_new:
            SetAside.objects.filter(pk=row.pk).update(
                reason=reason, last=now, attempts=F("attempts") + 1
            )
