"""Request bodies: their encodings and their greatest lengths."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Any

import orjson
from rest_framework.exceptions import ParseError, UnsupportedMediaType
from rest_framework.request import Request

from searchapp.api.errors import BodyTooLarge, LengthRequired, Unreadable
from searchapp.pipeline.request import InvalidRequest

NUL_REFUSED = "has a NUL character (U+0000); leave it out"
_CHUNK = 64 * 1024
_GZIP = 31
"""What zlib calls a gzip stream, its header and checksum included."""


def read_body(request: Request, longest: int) -> bytes:
    """The whole body, decompressed. Raises as `body_chunks` does."""
    return b"".join(body_chunks(request, longest))


def parse_json(body: bytes) -> Any:
    """Strict JSON: no NaN, no half surrogates, bounded nesting. No body at all is an empty object.

    Raises ParseError, and InvalidRequest for a NUL character, which PostgreSQL can't keep.
    """
    if not body:
        return {}
    try:
        given = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise ParseError(f"the body is not valid JSON: {error}") from error
    if b"\\u0000" in body and (path := _path_of_nul(given)) is not None:
        raise InvalidRequest(path or "body", NUL_REFUSED)
    return given


def _path_of_nul(value: Any) -> str | None:
    """Where a NUL character is, in a key or a text; None if nowhere."""
    waiting: list[tuple[str, Any]] = [("", value)]
    while waiting:
        path, each = waiting.pop()
        if isinstance(each, str) and "\0" in each:
            return path
        members: Iterable[tuple[str, Any]] = ()
        if isinstance(each, dict):
            members = each.items()
        elif isinstance(each, list):
            members = ((str(place), member) for place, member in enumerate(each))
        for name, member in members:
            place = f"{path}.{name}" if path else name
            if "\0" in name:
                return place.replace("\0", "")
            waiting.append((place, member))
    return None


def body_chunks(request: Request, longest: int) -> Iterator[bytes]:
    """The body in chunks, decompressed where it is gzip; constant memory.

    Raises BodyTooLarge (413) for more than `longest` bytes, as sent or decompressed, LengthRequired
    (411), UnsupportedMediaType (415) for a type or encoding that is not read, Unreadable for a body
    that breaks off and ParseError for one that is not the gzip that it is said to be.
    """
    declared = _declared_length(request, longest)
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip"):
        raise UnsupportedMediaType(
            encoding,
            detail=f"Content-Encoding {encoding[:40]!r} is not read; send gzip, or no encoding.",
        )
    chunks = _received(request.data, declared)
    return _gunzipped(chunks, longest) if encoding == "gzip" else chunks


def _declared_length(request: Request, longest: int) -> int:
    """The server reads no further than the length that the caller declared, so it can be
    trusted.
    """
    declared = request.META.get("CONTENT_LENGTH") or ""
    if not declared and "Transfer-Encoding" in request.headers:
        raise LengthRequired
    length = int(declared) if declared.isdigit() else 0
    if length > longest:
        raise BodyTooLarge(longest)
    return length


def _received(stream: Any, declared: int) -> Iterator[bytes]:
    """The bytes as they come. A caller who goes away in between has sent nothing."""
    missing = declared
    while missing > 0:
        chunk: bytes = stream.read(min(missing, _CHUNK))
        if not chunk:
            raise Unreadable("the body broke off; send it again")
        missing -= len(chunk)
        yield chunk


def _gunzipped(chunks: Iterator[bytes], longest: int) -> Iterator[bytes]:
    """The content of one or more gzip members. No more than a chunk is ever decompressed at once,
    and nothing beyond `longest`, however far the body would swell.
    """
    left = longest
    unzip = zlib.decompressobj(_GZIP)
    is_begun = False
    for chunk in chunks:
        rest = chunk
        while rest:
            if unzip.eof:
                unzip = zlib.decompressobj(_GZIP)
            is_begun = True
            plain, rest = _decompress(unzip, rest)
            left -= len(plain)
            if left < 0:
                raise BodyTooLarge(longest, "bytes when it is decompressed")
            yield plain
    if is_begun and not unzip.eof:
        raise ParseError("the gzip body ends too early; send all of it")


def _decompress(unzip: Any, data: bytes) -> tuple[bytes, bytes]:
    """At most a chunk of content, and what of `data` is still to be read."""
    try:
        plain = unzip.decompress(data, _CHUNK)
    except zlib.error as error:
        reason = f"the body is not the gzip that its Content-Encoding says: {error}"
        raise ParseError(reason) from error
    return plain, unzip.unused_data if unzip.eof else unzip.unconsumed_tail
