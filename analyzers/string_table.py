"""Many short texts in two arrays: small, and shared by processes when mapped from a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class StringTable:
    """Texts by their number.

    `blob` (bytes,) uint8 holds them in UTF-8, one after the other; text i is
    `blob[offsets[i]:offsets[i + 1]]`, so `offsets` is (n + 1,) int64.
    """

    blob: NDArray[np.uint8]
    offsets: NDArray[np.int64]

    @classmethod
    def of(cls, texts: Iterable[str]) -> StringTable:
        """The table of `texts`, in their order. Half surrogate pairs become "?"."""
        encoded = [text.encode("utf-8", "replace") for text in texts]
        offsets = np.zeros(len(encoded) + 1, dtype=np.int64)
        np.cumsum([len(each) for each in encoded], out=offsets[1:])
        return cls(np.frombuffer(b"".join(encoded), dtype=np.uint8), offsets)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]], name: str) -> StringTable:
        """The table that `arrays` gave under `name`."""
        return cls(
            np.asarray(arrays[f"{name}.blob"], dtype=np.uint8),
            np.asarray(arrays[f"{name}.offsets"], dtype=np.int64),
        )

    def arrays(self, name: str) -> dict[str, NDArray[np.generic]]:
        """What `from_arrays` needs to make it again."""
        return {f"{name}.blob": self.blob, f"{name}.offsets": self.offsets}

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, index: int) -> str:
        if not 0 <= index < len(self):
            raise IndexError(f"text {index} of {len(self)}")
        return self._bytes(index).decode()

    def __iter__(self) -> Iterator[str]:
        whole = self.blob.tobytes()
        ends = self.offsets.tolist()
        for start, end in pairwise(ends):
            yield whole[start:end].decode()

    def find(self, text: str) -> int:
        """The number of `text`, -1 when it is not there. The table must be sorted by UTF-8 bytes,
        which is the order of Python's strings.
        """
        index = self.lower_bound(text)
        return index if index < len(self) and self._bytes(index) == text.encode() else -1

    def lower_bound(self, text: str) -> int:
        """The number of the first text that is not before `text`, in a sorted table."""
        wanted = text.encode("utf-8", "replace")
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self._bytes(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low

    def _bytes(self, index: int) -> bytes:
        return self.blob[self.offsets[index] : self.offsets[index + 1]].tobytes()
