"""Request bodies: their parsers and their greatest lengths."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from rest_framework.exceptions import ParseError, UnsupportedMediaType
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from searchapp.api.errors import BodyTooLarge, LengthRequired

NDJSON = "application/x-ndjson"


def check_body(request: Request, longest: int) -> None:
    """Refuses, before it is read, a body that is longer than `longest` bytes, declares no length or
    is compressed.

    Raises BodyTooLarge (413), LengthRequired (411) or UnsupportedMediaType (415). The server reads
    no further than the length that the caller declared, so the declared length can be trusted.
    """
    declared = request.META.get("CONTENT_LENGTH") or ""
    if not declared and "Transfer-Encoding" in request.headers:
        raise LengthRequired
    if declared.isdigit() and int(declared) > longest:
        raise BodyTooLarge(longest)
    encoding = request.headers.get("Content-Encoding", "identity")
    if encoding != "identity":
        raise UnsupportedMediaType(
            encoding,
            detail=f"Send the body uncompressed: Content-Encoding {encoding[:40]!r} is not read.",
        )


class OrjsonParser(BaseParser):
    """Strict JSON: no NaN, no half surrogates, bounded nesting."""

    media_type = "application/json"

    def parse(
        self,
        stream: Any,
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        try:
            return orjson.loads(stream.read())
        except orjson.JSONDecodeError as error:
            raise ParseError(f"the body is not valid JSON: {error}") from error


class NdjsonParser(BaseParser):
    """Newline-delimited JSON. Gives the stream itself: its lines are read one at a time."""

    media_type = NDJSON

    def parse(
        self,
        stream: Any,
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        return stream
