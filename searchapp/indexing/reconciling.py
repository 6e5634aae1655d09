"""Proves that an index has what the catalog has, or says in what they differ and mends it.

Ids are cut into slices by their hash. Both sides give how many documents each slice has and a
checksum of their versions; only in slices that differ are ids looked at one by one, and then again,
since the catalog goes on changing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from searchapp import wiring
from searchapp.catalog.models import Lane, OutboxRow, Tombstone
from searchapp.catalog.outbox import record
from searchapp.catalog.versions import next_version, raise_versions
from searchapp.engines.base import Digest, slice_of
from searchapp.indexing.document_versions import document_version
from searchapp.indexing.models import SetAside
from searchapp.indexing.published import MODELS, published
from searchapp.pipeline.request import Kind

_CHUNK = 2_000
_AT_ONCE = 100_000
"""So many documents of slices that differ are looked at one by one at a time."""
_HOWS = ("missing", "stale", "extra", "without vector")
_ASIDE = "set aside"

_Differences = dict[str, tuple[str, tuple[int, int]]]
"""How an id differs, with the versions that it should have and has."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """In what an index differs from the catalog, by id. `missing` has no document, `stale` another
    version, `extra` should have none; `without_vector` is found by its words alone. `set_aside` are
    documents that are known to be missing. What waits in the outbox is in none of them.
    """

    kind: Kind
    index: str
    documents: int
    missing: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    without_vector: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()

    @property
    def is_equal(self) -> bool:
        """Whether index and catalog are the same, but for what is known to be set aside."""
        return not (self.missing or self.stale or self.extra or self.without_vector)


def compare(kind: Kind, index: str) -> Comparison:
    """Compares an index with the published items of its kind. Raises EngineUnavailable."""
    writer = wiring.index_writer()
    writer.refresh(index)
    has, should = writer.digest(index), Digest.of(_expected(kind))
    ids: dict[str, list[str]] = {how: [] for how in (*_HOWS, _ASIDE)}
    for group in _groups(has, should):
        suspects = _suspects(kind, index, group)
        aside = _set_aside(kind, suspects)
        for name, (how, _) in suspects.items():
            ids[_ASIDE if name in aside else how].append(name)
    return Comparison(
        kind,
        index,
        int(has.counts.sum()),
        **{how.replace(" ", "_"): tuple(sorted(names)) for how, names in ids.items()},
    )


def _groups(has: Digest, should: Digest) -> Iterator[list[int]]:
    """The slices that differ, together as many as can be looked at in bounded memory."""
    sizes = np.maximum(has.counts, should.counts)
    group: list[int] = []
    size = 0
    for place in has.differing(should):
        if group and size + sizes[place] > _AT_ONCE:
            yield group
            group, size = [], 0
        group.append(place)
        size += int(sizes[place])
    if group:
        yield group


def _suspects(kind: Kind, index: str, slices: Sequence[int]) -> _Differences:
    """What differs in the slices when it is looked at twice, and is not on its way."""
    suspects = _differences(kind, index, slices)
    if not suspects:
        return {}
    # What waits now may be written before or after the second look; all else that is written
    # between the two comes out right in the second, or with other versions than in the first.
    suspects = _without(suspects, _waiting(kind, suspects))
    wiring.index_writer().refresh(index)
    again = _differences(kind, index, sorted(set(map(slice_of, suspects))))
    suspects = {name: how for name, how in again.items() if suspects.get(name) == how}
    return _without(suspects, _waiting(kind, suspects))


def repair(found: Comparison) -> int:
    """Have the index follow the items in which it differs, by the outbox; how many they are.

    They get new versions, since what the index has, or remembers as deleted, may be newer than what
    the catalog has, as after the catalog was restored from a backup.
    """
    # Neighbours lie in few slices, of which the index is asked.
    ids = sorted([*found.missing, *found.stale, *found.extra], key=slice_of)
    model = MODELS[found.kind]
    for chunk in _chunks(ids):
        versions = _versions(found.index, chunk)
        with transaction.atomic():
            raise_versions(model.objects.filter(pk__in=chunk))
            there = dict(model.objects.filter(pk__in=chunk).values_list("pk", "version"))
            for name, version in there.items():
                if document_version(version) <= (ahead := versions.get(name, 0)):
                    model.objects.filter(pk=name).update(version=ahead // 2 + 1)
            gone = [name for name in chunk if name not in there]
            _bury(found.kind, gone, versions)
            record(found.kind, gone, Lane.FAST)
    record(found.kind, found.without_vector, Lane.EMBED)
    return len(ids) + len(found.without_vector)


def _expected(kind: Kind) -> Iterator[tuple[str, int]]:
    rows = published(kind).values_list("pk", "version").iterator(chunk_size=_CHUNK)
    return ((name, document_version(version)) for name, version in rows)


def _differences(kind: Kind, index: str, slices: Sequence[int]) -> _Differences:
    """How each id of the slices differs."""
    if not slices:
        return {}
    wanted = set(slices)
    has = wiring.index_writer().versions_in(index, slices)
    should = {name: version for name, version in _expected(kind) if slice_of(name) in wanted}
    found = {}
    for name in should.keys() | has.keys():
        expected, there = should.get(name, -1), has.get(name, -1)
        if expected != there:
            found[name] = (_how(expected, there), (expected, there))
    return found


def _how(expected: int, there: int) -> str:
    if there < 0:
        return "missing"
    if expected < 0:
        return "extra"
    return "without vector" if there == expected - 1 else "stale"


def _waiting(kind: Kind, ids: Collection[str]) -> set[str]:
    """Those of the ids that the outbox has."""
    return _named(OutboxRow.objects.filter(kind=kind.value), ids)


def _set_aside(kind: Kind, ids: Collection[str]) -> set[str]:
    """Those of the ids that are known to be set aside."""
    return _named(SetAside.objects.filter(kind=kind.value), ids)


def _named(rows: QuerySet[Any], ids: Collection[str]) -> set[str]:
    """Those of the ids that `rows` name as items."""
    return {
        name
        for chunk in _chunks(list(ids))
        for name in rows.filter(item_id__in=chunk).values_list("item_id", flat=True)
    }


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK))


def _without(suspects: _Differences, names: set[str]) -> _Differences:
    return {name: how for name, how in suspects.items() if name not in names}


def _versions(index: str, ids: Sequence[str]) -> Mapping[str, int]:
    if not ids:
        return {}
    return wiring.index_writer().versions_in(index, sorted(set(map(slice_of, ids))))


def _bury(kind: Kind, ids: Sequence[str], versions: Mapping[str, int]) -> None:
    """Tombstones newer than the documents that are to go."""
    Tombstone.objects.bulk_create(
        [
            Tombstone(
                kind=kind.value,
                item_id=name,
                version=next_version(versions.get(name, 0) // 2),
                deleted=timezone.now(),
            )
            for name in ids
        ],
        update_conflicts=True,
        unique_fields=["kind", "item_id"],
        update_fields=["version", "deleted"],
    )
