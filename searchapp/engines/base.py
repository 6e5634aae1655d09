"""The door through which documents reach an index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

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


class IndexWriter(Protocol):
    """Creates, fills and swaps indexes. The contract, checked by `tests/contracts/index_writer.py`:

    - An index belongs to one kind and is searched only while it is the live one of that kind.
    - Versions are external: an operation with a version not newer than the one that the index
      holds for that id is stale and changes nothing, also after a delete of the id.
    - `write` may be repeated, late and out of order without harm, and takes any number of
      operations in constant memory.
    - Raises `EngineUnavailable` when the engine can't be reached after bounded retries.
    """

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

    def count(self, index: str) -> int:
        """How many documents the index has (after the last refresh)."""
        ...
