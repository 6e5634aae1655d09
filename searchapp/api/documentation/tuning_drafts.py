"""`/api/tuning/drafts…`, described."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    extend_schema,
    inline_serializer,
)

from searchapp.api.documentation.errors import RETRY_AFTER, ProblemOfValue, refusals
from searchapp.api.documentation.tuning_shapes import (
    DRAFT_ID,
    ETAG,
    IF_MATCH,
    PAGE,
    REFUSALS_OF_WRITES,
    SECTIONS,
    WRITING,
    DraftFound,
    DraftWithChanges,
    RemarkFound,
    VersionFound,
)
from searchapp.publishing.models import Status

_TAGS = ["tuning"]
_STEP: dict[str, Any] = {"parameters": [DRAFT_ID, IF_MATCH, *WRITING], "tags": _TAGS}
_NO_BODY: dict[str, Any] = {"application/json": {"type": "object", "additionalProperties": False}}


def _body(required: tuple[str, ...] = (), **members: dict[str, Any]) -> dict[str, Any]:
    return {
        "application/json": {
            "type": "object",
            "properties": members,
            "required": list(required),
            "additionalProperties": False,
        }
    }


LIST = extend_schema(
    operation_id="list_drafts",
    tags=_TAGS,
    summary="Drafts, the last changed first",
    description="Without `status` those that can still be published.",
    parameters=[
        OpenApiParameter("status", {"type": "string", "enum": list(Status.values)}),
        *PAGE,
        RETRY_AFTER,
    ],
    responses={
        200: inline_serializer("Drafts", {"drafts": DraftFound(many=True)}),
        **refusals(400),
    },
)
CREATE = extend_schema(
    operation_id="create_draft",
    summary="Begin a draft",
    parameters=[*WRITING],
    tags=_TAGS,
    request=_body(
        ("name",),
        name={"type": "string", "minLength": 1, "maxLength": 120},
        note={"type": "string", "maxLength": 10_000},
    ),
    responses={201: DraftFound, **refusals(400, 409, 411, 413, 415, 422)},
)
GET = extend_schema(
    operation_id="get_draft",
    tags=_TAGS,
    summary="A draft, with what publishing it would change",
    parameters=[DRAFT_ID, ETAG, RETRY_AFTER],
    responses={200: DraftWithChanges, **refusals(400, 404, 409)},
)
CHANGE = extend_schema(
    operation_id="change_draft",
    summary="Write and remove many entries, all or none",
    description="Null removes an entry. Values are as in `export_config`; each takes the place of "
    "the whole entry.",
    request={
        "application/json": {
            "type": "object",
            "properties": {
                name: {
                    "type": "object",
                    "additionalProperties": {"type": ["object", "null"]},
                }
                for name in SECTIONS
            },
            "additionalProperties": False,
        }
    },
    responses={200: DraftFound, **refusals(*REFUSALS_OF_WRITES)},
    examples=[
        OpenApiExample(
            "A synonym, and a rule less",
            {"synonyms": {"tv": {"terms": ["tv", "television"]}}, "rules": {"autumn": None}},
            request_only=True,
        )
    ],
    **_STEP,
)
DISCARD = extend_schema(
    operation_id="discard_draft",
    summary="Give a draft up",
    request=None,
    responses={200: DraftFound, **refusals(*REFUSALS_OF_WRITES)},
    **_STEP,
)
REMARKS = extend_schema(
    operation_id="draft_remarks",
    tags=_TAGS,
    summary="What is wrong with a draft, or odd",
    description="`problems` refuse the publication; `remarks` do not.",
    parameters=[DRAFT_ID, RETRY_AFTER],
    responses={
        200: inline_serializer(
            "DraftRemarks",
            {"problems": ProblemOfValue(many=True), "remarks": RemarkFound(many=True)},
        ),
        **refusals(400, 404, 409),
    },
)
SETTLE = extend_schema(
    operation_id="settle_conflict",
    summary="Keep one's own value of an entry, or take the published one",
    description="`theirs` takes the draft's change of the entry back, also where there is no "
    "conflict.",
    request=_body(
        ("section", "key", "keep"),
        section={"type": "string", "enum": list(SECTIONS)},
        key={"type": "string", "minLength": 1, "maxLength": 64},
        keep={"type": "string", "enum": ["mine", "theirs"]},
    ),
    responses={200: DraftFound, **refusals(*REFUSALS_OF_WRITES)},
    **_STEP,
)
SUBMIT = extend_schema(
    operation_id="submit_draft",
    summary="Ask for approval",
    request=_NO_BODY,
    responses={200: DraftFound, **refusals(*REFUSALS_OF_WRITES)},
    **_STEP,
)
APPROVE = extend_schema(
    operation_id="approve_draft",
    summary="Let a draft that others changed be published",
    description="A key can't approve what a key or a command changed; a person does.",
    request=_NO_BODY,
    responses={200: DraftFound, **refusals(*REFUSALS_OF_WRITES)},
    **_STEP,
)
SEND_BACK = extend_schema(
    operation_id="send_draft_back",
    summary="Decline a draft",
    request=_body(reason={"type": "string", "maxLength": 200}),
    responses={200: DraftFound, **refusals(*REFUSALS_OF_WRITES)},
    **_STEP,
)
PUBLISH = extend_schema(
    operation_id="publish_draft",
    summary="Make a draft, or some of its changes, live",
    description="With SEARCHAPP_FOUR_EYES only once someone else has approved it.",
    request=_body(
        only={
            "type": "object",
            "description": "The changes that are meant, keys by section; all without it.",
            "properties": {
                name: {"type": "array", "items": {"type": "string"}} for name in SECTIONS
            },
            "additionalProperties": False,
        },
        name={"type": "string", "maxLength": 120},
        note={"type": "string", "maxLength": 10_000},
    ),
    responses={200: VersionFound, **refusals(*REFUSALS_OF_WRITES)},
    examples=[
        OpenApiExample("One rule alone", {"only": {"rules": ["autumn"]}}, request_only=True),
    ],
    **_STEP,
)
