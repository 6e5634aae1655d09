"""Opens a file for reading from front to back, compressed or not, and counts the bytes read."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, cast

_BUFFER = 1 << 18
_GZIP = b"\x1f\x8b"


def open_bytes(path: Path, on_read: Callable[[int], None] = lambda count: None) -> BinaryIO:
    """The content of `path`, unpacked when it is gzip. `on_read` hears of bytes read from the disk.

    Raises OSError when the file can't be opened; a damaged gzip file raises EOFError, zlib.error or
    gzip.BadGzipFile while it is read.
    """
    file = io.BufferedReader(_Counted(path, on_read), _BUFFER)
    if file.peek(2)[:2] == _GZIP:
        return cast(BinaryIO, _Unpacked(file))
    return cast(BinaryIO, file)


class _Counted(io.RawIOBase):
    def __init__(self, path: Path, on_read: Callable[[int], None]) -> None:
        self._file = path.open("rb", buffering=0)
        self._on_read = on_read

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count = self._file.readinto(buffer) or 0
        self._on_read(count)
        return count

    def close(self) -> None:
        self._file.close()
        super().close()


class _Unpacked(gzip.GzipFile):
    """A GzipFile that closes the file that it was given."""

    def __init__(self, packed: Any) -> None:
        super().__init__(fileobj=packed)
        self._packed = packed

    def close(self) -> None:
        super().close()
        self._packed.close()
