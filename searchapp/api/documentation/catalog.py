"""`/api/catalog/…`, described."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers

from searchapp.api import limits
from searchapp.api.documentation.errors import RETRY_AFTER, refusals

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

`{{"delete": "id"}}` deletes. Lines are carried out in their order, and a bad line stops no other. A
body that is too long (SEARCHAPP_MAX_BODY_MB, or {limits.MAX_BULK_LINES} lines) writes nothing. A
key of one seller writes only that seller's items.
"""

BULK = extend_schema(
    operation_id="write_catalog",
    tags=["catalog"],
    summary="Write and delete many items",
    description=_BULK,
    parameters=[COLLECTION, RETRY_AFTER],
    request={"application/x-ndjson": {"type": "string"}},
    responses={200: BulkResult, **refusals(400, 404, 411, 413, 415)},
    examples=[
        OpenApiExample(
            "Two lines",
            value='{"id": "K-17", "title": "Kettle", "price": 29.9}\n{"delete": "K-16"}\n',
            media_type="application/x-ndjson",
            request_only=True,
        )
    ],
)
PUT = extend_schema(
    operation_id="write_item",
    tags=["catalog"],
    summary="Create or replace one item",
    parameters=[COLLECTION, ITEM_ID, RETRY_AFTER],
    request={"application/json": _ROW},
    responses={200: ItemResult, 201: ItemResult, **refusals(400, 404, 411, 413, 415)},
)
DELETE = extend_schema(
    operation_id="delete_item",
    tags=["catalog"],
    summary="Delete one item",
    parameters=[COLLECTION, ITEM_ID, RETRY_AFTER],
    request=None,
    responses={200: ItemResult, **refusals(400, 404)},
)
