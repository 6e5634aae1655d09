"""A request's body, taken in whole before anything is done with it, and read line by line after."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO

from searchapp.api.errors import BodyTooLarge

IN_MEMORY = 1024 * 1024
"""Bytes up to which a body or an answer needs no file."""
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class SpooledBody:
    """A body at its start: in memory when small, else on disk. `digest` is its SHA-256 in hex."""

    file: IO[bytes]
    digest: str
    length: int


@contextmanager
def spooled(chunks: Iterable[bytes], most_lines: int) -> Iterator[SpooledBody]:
    """The body as a file.

    So a body that breaks off, or has more than `most_lines` lines (BodyTooLarge), has written
    nothing, and a slow sender holds no transaction open.
    """
    with SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        lines = 0
        digest = hashlib.sha256()
        for chunk in chunks:
            lines += chunk.count(b"\n")
            if lines > most_lines:
                raise BodyTooLarge(most_lines, "lines")
            digest.update(chunk)
            file.write(chunk)
        length = file.tell()
        file.seek(0)
        yield SpooledBody(file, digest.hexdigest(), length)


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
