"""An answer that may be long: written piece by piece, kept compressed, sent in chunks."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any

import orjson
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from searchapp.api.spooled_body import IN_MEMORY

_CHUNK = 64 * 1024
_JSON = "application/json"


@dataclass(frozen=True, slots=True)
class SpooledAnswer:
    """An answer in JSON: in memory when short, else on disk, so that a long one costs no memory."""

    status: int
    file: IO[bytes]

    def response(self) -> HttpResponseBase:
        """The answer to the caller; closes the file when it is sent."""
        length = self.file.seek(0, 2)
        self.file.seek(0)
        if length <= IN_MEMORY:
            with self.file:
                return HttpResponse(self.file.read(), status=self.status, content_type=_JSON)
        response = StreamingHttpResponse(_Chunks(self.file), _JSON, status=self.status)
        response["Content-Length"] = str(length)
        return response

    def compressed(self) -> bytes:
        """The answer to be kept."""
        self.file.seek(0)
        kept = BytesIO()
        with gzip.GzipFile(fileobj=kept, mode="wb", compresslevel=5, mtime=0) as packed:
            while chunk := self.file.read(_CHUNK):
                packed.write(chunk)
        return kept.getvalue()


def one_answer(data: Any, status: int = 200) -> SpooledAnswer:
    """A short answer."""
    return SpooledAnswer(status, BytesIO(orjson.dumps(data)))


def kept_answer(status: int, compressed: bytes) -> SpooledAnswer:
    """An answer that `SpooledAnswer.compressed` kept."""
    file = _new_file()
    with gzip.GzipFile(fileobj=BytesIO(compressed)) as packed:
        while chunk := packed.read(_CHUNK):
            file.write(chunk)
    return SpooledAnswer(status, file)


def spooled_items(items: Iterable[Any], summary: Any) -> SpooledAnswer:
    """`{…summary(), "items": […]}`; `summary` is called when all items are written."""
    file = _new_file()
    try:
        file.write(b'{"items":[')
        for place, item in enumerate(items):
            file.write(b"," if place else b"")
            file.write(orjson.dumps(item))
        file.write(b"]," + orjson.dumps(summary()).removeprefix(b"{"))
    except BaseException:
        file.close()
        raise
    return SpooledAnswer(200, file)


def _new_file() -> IO[bytes]:
    return SpooledTemporaryFile(max_size=IN_MEMORY)


class _Chunks:
    """The rest of a file in chunks; whoever sends them closes it, sent or not."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def __iter__(self) -> Iterator[bytes]:
        while chunk := self._file.read(_CHUNK):
            yield chunk

    def close(self) -> None:
        self._file.close()
