"""The door through which documents reach an index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from searchapp.pipeline.request import Kind


@dataclass(frozen=True, slots=True)
class Put:
    """Write the whole document `id` as it stood at `version`."""

    id: str
    version: int
    document: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Delete:
    """Remove the document `id`, which was gone at `version`."""

    id: str
    version: int


Operation = Put | Delete


@dataclass(frozen=True, slots=True)
class WriteReport:
    """What became of a batch. `stale` operations lost to a newer version, which is no fault.

    `failed` maps an id to the engine's reason; the other operations were carried out.
    """

    written: int = 0
    deleted: int = 0
    stale: int = 0
    failed: Mapping[str, str] = field(default_factory=dict)


SLICES = 1024
"""Into so many slices the ids of an index are cut for comparison, by their hash."""


def slice_of(id: str) -> int:
    """The slice of an id, in [0, SLICES)."""
    return crc32(id.encode("utf-8", "surrogatepass")) % SLICES


def entry_checksum(id: str, version: int) -> int:
    """A number in [0, 2^32) for a document at a version; those of a slice are summed up."""
    return crc32(f"{id}\0{version}".encode("utf-8", "surrogatepass"))


@dataclass(frozen=True, slots=True, eq=False)
class Digest:
    """What an index has, in short: for each slice, (SLICES,) int64, how many documents there are
    and the sum of their `entry_checksum`s. Indexes with the same documents at the same versions
    have the same digest, and others hardly ever.
    """

    counts: NDArray[np.int64]
    sums: NDArray[np.int64]

    @classmethod
    def of(cls, entries: Iterable[tuple[str, int]]) -> Digest:
        """The digest of pairs (id, version)."""
        counts, sums = np.zeros(SLICES, np.int64), np.zeros(SLICES, np.int64)
        for id, version in entries:
            place = slice_of(id)
            counts[place] += 1
            sums[place] += entry_checksum(id, version)
        return cls(counts, sums)

    def differing(self, other: Digest) -> list[int]:
        """The slices in which two digests differ."""
        differ = (self.counts != other.counts) | (self.sums != other.sums)
        return np.flatnonzero(differ).tolist()


class IndexWriter(Protocol):
    """Creates, fills and swaps indexes. The contract, checked by `tests/contracts/index_writer.py`:

    - An index belongs to one kind and is searched only while it is the live one of that kind.
    - Versions are external: an operation with a version not newer than the one that the index
      holds for that id is stale and changes nothing, also after a delete of the id.
    - `write` may be repeated, late and out of order without harm, and takes any number of
      operations in constant memory.
    - Raises `EngineUnavailable` when the engine can't be reached after bounded retries.

    `portion` is how many operations one `write` should have for the engine to be quick.
    """

    portion: int

    def create(self, kind: Kind) -> str:
        """Make a new, empty index and return its name; it is not live yet."""
        ...

    def live(self, kind: Kind) -> str | None:
        """The name of the live index, None before the first `make_live`."""
        ...

    def make_live(self, index: str) -> None:
        """Put `index` in the place of the live index of its kind, in one atomic step."""
        ...

    def indexes(self, kind: Kind) -> list[str]:
        """All indexes of the kind that exist, live or not, oldest first."""
        ...

    def drop(self, index: str) -> None:
        """Remove an index and its data. The live index is refused with ValueError."""
        ...

    def write(self, index: str, operations: Iterable[Operation]) -> WriteReport:
        """Carry out the operations. Searchable after `refresh`, or when the engine refreshes
        itself.
        """
        ...

    def refresh(self, index: str) -> None:
        """Make everything written so far searchable."""
        ...

    def versions(self, index: str, after: str = "", size: int = 1000) -> list[tuple[str, int]]:
        """Up to `size` pairs (id, version) of documents with an id greater than `after`, by id."""
        ...

    def digest(self, index: str) -> Digest:
        """What the index has (after the last refresh), in constant memory."""
        ...

    def versions_in(self, index: str, slices: Sequence[int]) -> dict[str, int]:
        """The version of each document of these slices, by id."""
        ...

    def is_current(self, index: str) -> bool:
        """Whether the index was made for the schema and the settings of today."""
        ...

    def count(self, index: str) -> int:
        """How many documents the index has (after the last refresh)."""
        ...
