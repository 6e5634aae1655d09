"""The formats of request bodies. A body is read by `searchapp.api.body`, not here: as a stream.

Django REST framework loads this module while it loads itself, so it imports nothing of ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework.parsers import BaseParser


class JsonParser(BaseParser):
    """JSON. Gives the stream itself."""

    media_type = "application/json"

    def parse(
        self,
        stream: Any,
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        return stream


class NdjsonParser(JsonParser):
    """Newline-delimited JSON. Gives the stream itself."""

    media_type = "application/x-ndjson"
