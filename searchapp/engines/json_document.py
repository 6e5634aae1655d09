"""A document that is decoded when it is first looked at: of hundreds of hits, a page shows few."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, Mapping, Set
from typing import Any

import orjson


class JsonDocument(Mapping[str, Any]):
    """The fields `names` of the JSON object in `raw`, all of them without `names`, as an
    unchangeable mapping.

    `unpack` turns `raw` into the bytes of the JSON, which has no nulls. A field that is missing is
    not there.
    """

    __slots__ = ("_names", "_raw", "_unpack", "_values")

    def __init__(
        self,
        raw: bytes | str,
        names: Set[str] | None,
        unpack: Callable[[Any], bytes] = bytes,
    ) -> None:
        self._raw = raw
        self._names = names
        self._unpack = unpack
        self._values: dict[str, Any] | None = None

    def _decoded(self) -> dict[str, Any]:
        values = self._values
        if values is None:
            values = orjson.loads(self._unpack(self._raw))
            if self._names is not None:
                wanted = self._names
                values = {name: value for name, value in values.items() if name in wanted}
            self._values = values
        return values

    def __getitem__(self, name: str) -> Any:
        return self._decoded()[name]

    # What the mixin would make of `__getitem__` raises and catches an error for each miss.
    def get(self, name: str, default: Any = None) -> Any:
        values = self._values
        return (self._decoded() if values is None else values).get(name, default)

    def __contains__(self, name: object) -> bool:
        return name in self._decoded()

    def __iter__(self) -> Iterator[str]:
        return iter(self._decoded())

    def __len__(self) -> int:
        return len(self._decoded())

    def items(self) -> ItemsView[str, Any]:
        return self._decoded().items()

    def __repr__(self) -> str:
        return repr(self._decoded())
