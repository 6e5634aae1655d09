"""The record of changes, described."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers

from searchapp.api.documentation.errors import RETRY_AFTER, refusals
from searchapp.api.documentation.tuning_shapes import ValueOrNone
from searchapp.publishing.sections import sections


class StepFound(serializers.Serializer[object]):
    """One step: a change of a draft, an approval, a publication."""

    id = serializers.IntegerField(min_value=1)
    time = serializers.DateTimeField()
    actor = serializers.CharField()
    action = serializers.CharField()
    draft = serializers.IntegerField(allow_null=True)
    draft_name = serializers.CharField(allow_null=True)
    version = serializers.IntegerField(allow_null=True)
    section = serializers.CharField(allow_null=True)
    key = serializers.CharField(allow_null=True)
    title = serializers.CharField(allow_null=True)
    before = ValueOrNone(allow_null=True)
    after = ValueOrNone(allow_null=True)


_NUMBER = {"type": "integer", "minimum": 1}
_TIME = {"type": "string", "format": "date-time"}
LIST = extend_schema(
    operation_id="list_record",
    tags=["tuning"],
    summary="Who changed what, when, and from what to what; the newest first",
    parameters=[
        OpenApiParameter("actor", str, description="A user name, or `key NAME`."),
        OpenApiParameter("action", str, description="As in answers: changed, published …"),
        OpenApiParameter("section", {"type": "string", "enum": list(sections())}),
        OpenApiParameter("key", str, description="That of an entry."),
        OpenApiParameter("draft", _NUMBER),
        OpenApiParameter("version", _NUMBER, description="What was published with it."),
        OpenApiParameter("since", _TIME, description="From then on; UTC without a zone."),
        OpenApiParameter("until", _TIME, description="Before then."),
        OpenApiParameter(
            "before", _NUMBER, description="Older steps: `before` of the answer so far."
        ),
        OpenApiParameter("size", {"type": "integer", "minimum": 1, "maximum": 200}),
        RETRY_AFTER,
    ],
    responses={
        200: inline_serializer(
            "Record",
            {
                "entries": StepFound(many=True),
                "before": serializers.IntegerField(allow_null=True),
            },
        ),
        **refusals(400),
    },
)
