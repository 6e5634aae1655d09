"""A document that is decoded when it is first looked at: of hundreds of hits, a page shows few."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, Mapping, Sequence
from typing import Any

import orjson


class JsonDocument(Mapping[str, Any]):
    """The fields `names` of the JSON object in `raw`, as an unchangeable mapping.

    `unpack` turns `raw` into the bytes of the JSON. A field that is missing or null is not there.
    """

    __slots__ = ("_names", "_raw", "_unpack", "_values")

    def __init__(
        self,
        raw: bytes | str,
        names: Sequence[str],
        unpack: Callable[[Any], bytes] = bytes,
    ) -> None:
        self._raw = raw
        self._names = names
        self._unpack = unpack
        self._values: dict[str, Any] | None = None

    def _decoded(self) -> dict[str, Any]:
        if self._values is None:
            whole = orjson.loads(self._unpack(self._raw))
            self._values = {
                name: value for name in self._names if (value := whole.get(name)) is not None
            }
        return self._values

    def __getitem__(self, name: str) -> Any:
        return self._decoded()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._decoded())

    def __len__(self) -> int:
        return len(self._decoded())

    def items(self) -> ItemsView[str, Any]:
        return self._decoded().items()

    def __repr__(self) -> str:
        return repr(self._decoded())
