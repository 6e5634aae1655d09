"""Versions and impact runs, described."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers

from searchapp.api.documentation.errors import RETRY_AFTER, refusals
from searchapp.api.documentation.tuning_shapes import (
    DRAFT_ID,
    GREATEST,
    PAGE,
    WRITING,
    ChangeFound,
    DocumentField,
    ImpactFound,
    VersionFound,
    whole_number,
)

_TAGS = ["tuning"]
_NUMBER = whole_number("number", "The version's number.")
_WRITES = (400, 404, 409, 411, 413, 415, 422)


class VersionWithDocument(VersionFound):
    """A version and all that it says."""

    document = DocumentField()


LIST = extend_schema(
    operation_id="list_versions",
    tags=_TAGS,
    summary="Published versions, the newest first",
    parameters=[*PAGE, RETRY_AFTER],
    responses={
        200: inline_serializer("Versions", {"versions": VersionFound(many=True)}),
        **refusals(400),
    },
)
GET = extend_schema(
    operation_id="get_version",
    tags=_TAGS,
    summary="A version and all that it says",
    parameters=[_NUMBER, RETRY_AFTER],
    responses={200: VersionWithDocument, **refusals(400, 404, 409)},
)
DIFFERENCE = extend_schema(
    operation_id="compare_versions",
    tags=_TAGS,
    summary="What lies between two versions",
    parameters=[
        _NUMBER,
        OpenApiParameter(
            "from",
            {"type": "integer", "minimum": 0, "maximum": GREATEST},
            description="The other version; by default the one before.",
        ),
        RETRY_AFTER,
    ],
    responses={
        200: inline_serializer(
            "Difference",
            {
                "from": serializers.IntegerField(min_value=0),
                "to": serializers.IntegerField(min_value=1),
                "changes": ChangeFound(many=True),
            },
        ),
        **refusals(400, 404, 409),
    },
)
RESTORE = extend_schema(
    operation_id="restore_version",
    tags=_TAGS,
    summary="Make a version live again, as a new one",
    parameters=[_NUMBER, *WRITING],
    request={"application/json": {"type": "object", "additionalProperties": False}},
    responses={200: VersionFound, **refusals(*_WRITES)},
)
LIVE = extend_schema(
    operation_id="get_live",
    tags=_TAGS,
    summary="What is live",
    description="`number` is 0 while nothing was published.",
    parameters=[RETRY_AFTER],
    responses={
        200: inline_serializer(
            "Live", {"number": serializers.IntegerField(min_value=0), "document": DocumentField()}
        ),
        **refusals(400, 409),
    },
)
IMPACTS = extend_schema(
    operation_id="list_impacts",
    tags=_TAGS,
    summary="The last impact runs of a draft",
    parameters=[DRAFT_ID, RETRY_AFTER],
    responses={
        200: inline_serializer("Impacts", {"impacts": ImpactFound(many=True)}),
        **refusals(400, 404),
    },
)
ASK_FOR_IMPACT = extend_schema(
    operation_id="ask_for_impact",
    tags=_TAGS,
    summary="Find out what publishing a draft would change",
    description="Replays judged and frequent queries on both configurations, on a worker: with the "
    "profile `default`, and with each profile that the draft adds or changes.",
    parameters=[DRAFT_ID, *WRITING],
    request={"application/json": {"type": "object", "additionalProperties": False}},
    responses={202: ImpactFound, **refusals(*_WRITES)},
)
IMPACT = extend_schema(
    operation_id="get_impact",
    tags=_TAGS,
    summary="How far an impact run is, and what it found",
    parameters=[whole_number("id", "The run's number."), RETRY_AFTER],
    responses={200: ImpactFound, **refusals(400, 404)},
)
