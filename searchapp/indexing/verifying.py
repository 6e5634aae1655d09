"""Comparisons of the live indexes with the catalog, kept for those who look after the index."""

from __future__ import annotations

import time
from datetime import timedelta

from django.utils import timezone

from searchapp import wiring
from searchapp.indexing.models import Verification
from searchapp.indexing.reconciling import Comparison, compare, repair
from searchapp.pipeline.request import Kind

_NAMED = 20
_KEPT = timedelta(days=90)
FAULTS = ("missing", "stale", "extra", "without_vector", "set_aside")
"""In what an index can differ from the catalog: fields of Comparison and Verification alike."""


def verify(kind: Kind, mend: bool = False) -> tuple[Comparison, Verification] | None:
    """Compare the live index of a kind with the catalog and keep what was found; with `mend`, what
    differs is put into the outbox. None without a live index. Raises EngineUnavailable.
    """
    index = wiring.index_writer().live(kind)
    if index is None:
        return None
    started = time.monotonic()
    found = compare(kind, index)
    repaired = repair(found) if mend and not found.is_equal else 0
    faults = {name: getattr(found, name) for name in FAULTS}
    kept = Verification.objects.create(
        kind=kind.value,
        index=index,
        seconds=time.monotonic() - started,
        documents=found.documents,
        repaired=repaired,
        detail={name: list(ids[:_NAMED]) for name, ids in faults.items() if ids},
        **{name: len(ids) for name, ids in faults.items()},
    )
    return found, kept


def prune_verifications() -> int:
    """Forget comparisons of long ago; how many they were."""
    return Verification.objects.filter(at__lt=timezone.now() - _KEPT).delete()[0]
