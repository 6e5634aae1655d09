"""Drafts, versions and runs as the documentation of the API describes them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema_field
from rest_framework import serializers

from searchapp.api.documentation.catalog import IDEMPOTENCY
from searchapp.api.documentation.errors import RETRY_AFTER
from searchapp.api.idempotency import REPLAYED
from searchapp.publishing.models import Status

GREATEST = 2**31 - 1
SECTIONS = (
    "banned_words",
    "entities",
    "intents",
    "profiles",
    "protected_words",
    "rules",
    "synonyms",
)
PLAIN: dict[str, Any] = {"type": "object", "additionalProperties": True}
OBJECTS: dict[str, Any] = {"type": "object", "additionalProperties": PLAIN}
DOCUMENT: dict[str, Any] = {"type": "object", "additionalProperties": OBJECTS}
_NUMBER_OR_NONE: dict[str, Any] = {"type": ["number", "null"]}
_OF_PROFILE: dict[str, Any] = {
    "profile": {
        "type": "string",
        "description": "The ranking profile with which the draft's answers were taken. Runs from "
        "before there was this member used `default`.",
    },
    "compared_with": {
        "type": "string",
        "description": "The profile of the live answers: the same, and `default` for a profile "
        "that only the draft has.",
    },
    "queries": {"type": "integer", "minimum": 0},
    "measured": {"type": "integer", "minimum": 0, "description": "How many have judgments."},
    "skipped": {"type": "integer", "minimum": 0, "description": "For how many no time was left."},
    "ndcg_live": _NUMBER_OR_NONE,
    "ndcg_draft": _NUMBER_OR_NONE,
    "difference": {
        "type": ["object", "null"],
        "description": "Of nDCG@10, draft less live: `mean`, and `low` and `high` of its 95 % "
        "interval.",
        "properties": dict.fromkeys(("mean", "low", "high"), _NUMBER_OR_NONE),
        "additionalProperties": True,
    },
    "counts": {
        "type": "object",
        "description": "How many queries are `helped`, `hurt`, `changed`, `emptied`, `filled`, "
        "`redirected`, or have results `vanished`. Lists of these names have the first hundred.",
        "additionalProperties": {"type": "integer"},
    },
    "changes_nothing": {"type": "boolean"},
}
IMPACT: dict[str, Any] = {
    "type": "object",
    "description": "What was found with the profile `default`; empty until the run is done. "
    "`others` has the same of each profile that the draft adds or changes, `removed` the names of "
    "those that it removes.",
    "properties": {
        **_OF_PROFILE,
        "others": {
            "type": "array",
            "items": {"type": "object", "properties": _OF_PROFILE, "additionalProperties": True},
        },
        "removed": {"type": "array", "items": {"type": "string"}},
    },
    "additionalProperties": True,
}


@extend_schema_field({"type": ["object", "null"], "additionalProperties": True})
class ValueOrNone(serializers.JSONField):
    """A value, or null."""


@extend_schema_field(PLAIN)
class Value(serializers.JSONField):
    """A plain value."""


@extend_schema_field(IMPACT)
class ImpactFigures(serializers.JSONField):
    """What a draft changes, by profile."""


@extend_schema_field(OBJECTS)
class Entries(serializers.JSONField):
    """Plain values by key."""


@extend_schema_field(DOCUMENT)
class DocumentField(serializers.JSONField):
    """Plain values by section and key."""


class DraftFound(serializers.Serializer[object]):
    """A draft. `revision` grows with each change."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    note = serializers.CharField(allow_blank=True)
    owner = serializers.CharField(allow_null=True)
    shared = serializers.BooleanField()
    status = serializers.ChoiceField(choices=list(Status.values))
    revision = serializers.IntegerField(min_value=0)
    approved_by = serializers.CharField(allow_null=True)
    created = serializers.DateTimeField()
    changed = serializers.DateTimeField()


class ChangeFound(serializers.Serializer[object]):
    """What one entry was and is; null is nothing."""

    section = serializers.CharField()
    key = serializers.CharField()
    verb = serializers.ChoiceField(choices=["added", "changed", "removed"])
    before = ValueOrNone(allow_null=True)
    after = ValueOrNone(allow_null=True)


class ConflictFound(serializers.Serializer[object]):
    """What others published of an entry since the draft began."""

    section = serializers.CharField()
    key = serializers.CharField()
    base = ValueOrNone(allow_null=True)
    published = ValueOrNone(allow_null=True)


class DraftWithChanges(DraftFound):
    """A draft and what publishing it would change."""

    changes = ChangeFound(many=True)
    conflicts = ConflictFound(many=True)


class VersionFound(serializers.Serializer[object]):
    """A published version. `restores` is the number of the one that it brought back."""

    number = serializers.IntegerField(min_value=1)
    name = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)
    author = serializers.CharField()
    approver = serializers.CharField(allow_null=True)
    draft = serializers.CharField(allow_null=True)
    restores = serializers.IntegerField(allow_null=True)
    changes = serializers.IntegerField(min_value=0)
    created = serializers.DateTimeField()
    digest = serializers.CharField()


class RemarkFound(serializers.Serializer[object]):
    """Something odd about an entry; `other` is the key of the one beside it."""

    section = serializers.CharField()
    key = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()
    other = serializers.CharField(allow_null=True)


class ImpactFound(serializers.Serializer[object]):
    """How far a run is, and what it found."""

    id = serializers.IntegerField()
    draft = serializers.IntegerField()
    revision = serializers.IntegerField(min_value=0)
    state = serializers.ChoiceField(choices=["waiting", "running", "done", "failed"])
    done = serializers.IntegerField(min_value=0)
    total = serializers.IntegerField(min_value=0)
    live_version = serializers.CharField(allow_null=True)
    draft_version = serializers.CharField(allow_null=True)
    figures = ImpactFigures()
    note = serializers.CharField(allow_blank=True)
    asked = serializers.DateTimeField()
    finished = serializers.DateTimeField(allow_null=True)


def whole_number(name: str, description: str = "") -> OpenApiParameter:
    """A number in the path."""
    schema = {"type": "integer", "minimum": 0, "maximum": GREATEST}
    return OpenApiParameter(name, schema, OpenApiParameter.PATH, description=description)


DRAFT_ID = whole_number("id", "The draft's number.")
SECTION = OpenApiParameter(
    "section", {"type": "string", "enum": list(SECTIONS)}, OpenApiParameter.PATH
)
KEY = OpenApiParameter(
    "key", {"type": "string", "pattern": "^[A-Za-z0-9_.-]{1,64}$"}, OpenApiParameter.PATH
)
PAGE = (
    OpenApiParameter("page", {"type": "integer", "minimum": 1, "maximum": 1_000_000}),
    OpenApiParameter("size", {"type": "integer", "minimum": 1, "maximum": 200}),
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string"},
    OpenApiParameter.HEADER,
    description='The `ETag` of the draft as the caller read it, its revision in quotes ("7"): '
    "nothing is done when others changed it since.",
)
ETAG = OpenApiParameter(
    "ETag",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="The draft's revision in quotes.",
    response=[200],
)
_REPLAYED = OpenApiParameter(
    REPLAYED,
    {"type": "string", "enum": ["true"]},
    OpenApiParameter.HEADER,
    description="The answer was kept from an earlier call with the same key.",
    response=[200, 201, 202],
)
WRITING = (IDEMPOTENCY, _REPLAYED, RETRY_AFTER)
"""The headers of every call that writes."""
REFUSALS_OF_WRITES = (400, 404, 409, 411, 412, 413, 415, 422)
