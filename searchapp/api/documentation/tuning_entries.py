"""The entries of drafts, described."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema, inline_serializer
from rest_framework import serializers

from searchapp.api.documentation.errors import RETRY_AFTER, refusals
from searchapp.api.documentation.tuning_shapes import (
    DRAFT_ID,
    ETAG,
    IF_MATCH,
    KEY,
    PLAIN,
    REFUSALS_OF_WRITES,
    SECTION,
    WRITING,
    DraftFound,
    Entries,
    Value,
)

_TAGS = ["tuning"]


class EntryFound(serializers.Serializer[object]):
    """One entry of a draft."""

    section = serializers.CharField()
    key = serializers.CharField()
    revision = serializers.IntegerField(min_value=0)
    value = Value()


SECTION_OF_DRAFT = inline_serializer(
    "SectionOfDraft", {"revision": serializers.IntegerField(min_value=0), "entries": Entries()}
)
_READ: dict[str, Any] = {"parameters": [DRAFT_ID, SECTION, KEY, ETAG, RETRY_AFTER], "tags": _TAGS}
_WRITE: dict[str, Any] = {"parameters": [DRAFT_ID, SECTION, KEY, IF_MATCH, *WRITING], "tags": _TAGS}

ALL = extend_schema(
    operation_id="list_entries",
    tags=_TAGS,
    summary="The entries of a section, as they are in the draft",
    parameters=[DRAFT_ID, SECTION, ETAG, RETRY_AFTER],
    responses={200: SECTION_OF_DRAFT, **refusals(400, 404, 409)},
)
GET = extend_schema(
    operation_id="get_entry",
    summary="An entry, as it is in the draft",
    responses={200: EntryFound, **refusals(400, 404, 409)},
    **_READ,
)
PUT = extend_schema(
    operation_id="put_entry",
    summary="Write an entry",
    description="The body is the whole value: what it leaves out is as by default.",
    request={"application/json": PLAIN},
    responses={200: EntryFound, **refusals(*REFUSALS_OF_WRITES)},
    examples=[
        OpenApiExample("A synonym", {"terms": ["tv", "television"]}, request_only=True),
        OpenApiExample(
            "A rule",
            {
                "name": "Autumn boots",
                "when": [{"phrase": "rain boots"}],
                "do": [{"pin": "B7", "kind": "product", "position": 1}],
            },
            request_only=True,
        ),
    ],
    **_WRITE,
)
DELETE = extend_schema(
    operation_id="remove_entry",
    summary="Remove an entry",
    request=None,
    responses={200: DraftFound, **refusals(*REFUSALS_OF_WRITES)},
    **_WRITE,
)
