"""`/api/catalog/…`, described."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers

from searchapp.api import limits
from searchapp.api.documentation.errors import RETRY_AFTER, refusals
from searchapp.api.errors import IDEMPOTENCY_KEY
from searchapp.api.idempotency import REPLAYED

COLLECTION = OpenApiParameter(
    "collection",
    {"type": "string", "enum": ["products", "videos", "live-streams", "sellers", "categories"]},
    OpenApiParameter.PATH,
)
ITEM_ID = OpenApiParameter(
    "id",
    {"type": "string", "minLength": 1, "maxLength": 191},
    OpenApiParameter.PATH,
    description="The merchant's own id, percent-encoded; of a category its path.",
)
IDEMPOTENCY = OpenApiParameter(
    IDEMPOTENCY_KEY,
    {"type": "string", "pattern": "^[!-~]{1,200}$"},
    OpenApiParameter.HEADER,
    description="Names this call, so that it can be sent again when no answer came: the same key "
    "with the same body is carried out once, and answered alike for 24 hours. Refused calls are "
    "not kept.",
)
_REPLAYED = OpenApiParameter(
    REPLAYED,
    {"type": "string", "enum": ["true"]},
    OpenApiParameter.HEADER,
    description="The answer was kept from an earlier call with the same key.",
    response=[200, 201],
)
_WRITING = (COLLECTION, IDEMPOTENCY, _REPLAYED, RETRY_AFTER)
_ROW: dict[str, Any] = {
    "type": "object",
    "description": "A row as `import_catalog` reads it. It states the whole item: what it leaves "
    "out is emptied. What a product's row has beyond the known names becomes an attribute.",
    "properties": {
        "id": {"type": "string", "maxLength": 191},
        "title": {"type": "string"},
    },
    "additionalProperties": True,
}


_CHANGES: dict[str, Any] = {
    "type": "object",
    "description": "The fields to change, written as in a row. Null empties a field; lists are "
    "replaced; attributes are merged one by one.",
    "additionalProperties": True,
}


class ProblemFound(serializers.Serializer[object]):
    """One fault of a row."""

    field = serializers.CharField(allow_blank=True)
    reason = serializers.CharField()


class ItemResult(serializers.Serializer[object]):
    """What became of one item. `warnings` say what of a written row was left out."""

    id = serializers.CharField()
    status = serializers.ChoiceField(choices=["created", "updated", "unchanged", "deleted"])
    warnings = ProblemFound(many=True)


class BulkLineResult(serializers.Serializer[object]):
    """What became of one line."""

    line = serializers.IntegerField(min_value=1)
    id = serializers.CharField(allow_null=True)
    status = serializers.ChoiceField(
        choices=["created", "updated", "unchanged", "rejected", "deleted", "not_found"]
    )
    problems = ProblemFound(many=True)
    warnings = ProblemFound(many=True)


class BulkResult(serializers.Serializer[object]):
    """How many lines met which end, and each line's result."""

    created = serializers.IntegerField(min_value=0)
    updated = serializers.IntegerField(min_value=0)
    unchanged = serializers.IntegerField(min_value=0)
    rejected = serializers.IntegerField(min_value=0)
    deleted = serializers.IntegerField(min_value=0)
    not_found = serializers.IntegerField(min_value=0)
    items = BulkLineResult(many=True)


_BULK = f"""One JSON object a line: a row is created or replaced by its id.

The body may be compressed (`Content-Encoding: gzip`). `{{"delete": "id"}}` deletes. Lines are
carried out in their order, and a bad line stops no other. A body that is too long
(SEARCHAPP_MAX_BODY_MB, compressed or not, or {limits.MAX_BULK_LINES} lines) writes nothing. A key
of one seller writes only that seller's items. Lines are stored in batches, so a call that ended
with a 503 may have stored some: send it again.
"""

BULK = extend_schema(
    operation_id="write_catalog",
    tags=["catalog"],
    summary="Write and delete many items",
    description=_BULK,
    parameters=[*_WRITING],
    request={"application/x-ndjson": {"type": "string"}},
    responses={200: BulkResult, **refusals(400, 404, 409, 411, 413, 415, 422)},
    examples=[
        OpenApiExample(
            "Two lines",
            value='{"id": "K-17", "title": "Kettle", "price": 29.9}\n{"delete": "K-16"}\n',
            media_type="application/x-ndjson",
            request_only=True,
        )
    ],
)
POST = extend_schema(
    operation_id="write_row",
    tags=["catalog"],
    summary="Create or replace one item by the id in its row",
    description='For webhooks. The body is one line of a bulk body: `{"delete": "id"}` deletes.',
    parameters=[*_WRITING],
    request={"application/json": _ROW},
    responses={
        200: ItemResult,
        201: ItemResult,
        **refusals(400, 404, 409, 411, 413, 415, 422),
    },
)
PUT = extend_schema(
    operation_id="write_item",
    tags=["catalog"],
    summary="Create or replace one item",
    parameters=[ITEM_ID, *_WRITING],
    request={"application/json": _ROW},
    responses={
        200: ItemResult,
        201: ItemResult,
        **refusals(400, 404, 409, 411, 413, 415, 422),
    },
)
PATCH = extend_schema(
    operation_id="change_item",
    tags=["catalog"],
    summary="Change some fields of one item",
    description="What is not named stays as it is: the price or stock of a product, the status, "
    "viewers or product now shown of a live stream. These are searchable first.",
    parameters=[ITEM_ID, *_WRITING],
    request={"application/json": _CHANGES},
    responses={200: ItemResult, **refusals(400, 404, 409, 411, 413, 415, 422)},
    examples=[
        OpenApiExample("A price and the stock", {"price": 24.9, "stock": 3}, request_only=True),
        OpenApiExample("A live stream ends", {"status": "ended"}, request_only=True),
    ],
)
DELETE = extend_schema(
    operation_id="delete_item",
    tags=["catalog"],
    summary="Delete one item",
    parameters=[ITEM_ID, *_WRITING],
    request=None,
    responses={200: ItemResult, **refusals(400, 404, 409, 422)},
)
