"""A request's body, taken in whole before anything is done with it, and read line by line after."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import IO

from django.http import HttpRequest

from searchapp.api.errors import BodyTooLarge

_IN_MEMORY = 1024 * 1024
_CHUNK = 64 * 1024


@contextmanager
def spooled(stream: HttpRequest, most_lines: int) -> Iterator[IO[bytes]]:
    """The body as a file at its start: in memory when small, else on disk.

    So a body that breaks off, or has more than `most_lines` lines (BodyTooLarge), has written
    nothing, and a slow sender holds no transaction open.
    """
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        lines = 0
        while chunk := stream.read(_CHUNK):
            lines += chunk.count(b"\n")
            if lines > most_lines:
                raise BodyTooLarge(most_lines, "lines")
            file.write(chunk)
        file.seek(0)
        yield file


def numbered_lines(file: IO[bytes], longest: int) -> Iterator[tuple[int, bytes | None]]:
    """Each line that is not blank, with its number from 1; None for a line of more than `longest`
    bytes.
    """
    number = 0
    while line := file.readline(longest + 2):
        number += 1
        too_long = len(line.rstrip(b"\r\n")) > longest
        while not line.endswith(b"\n") and too_long:
            line = file.readline(_CHUNK)
            if not line:
                break
        if too_long:
            yield number, None
        elif line.strip():
            yield number, line
