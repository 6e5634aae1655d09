"""`/api/products/…`, described."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema

from searchapp.api.documentation.answers import PRODUCT_ANSWER, SimilarAnswer
from searchapp.api.documentation.errors import RETRY_AFTER, refusals
from searchapp.search_parameters import limits

ID = OpenApiParameter(
    "id",
    {"type": "string", "minLength": 1, "maxLength": 191},
    OpenApiParameter.PATH,
    description="The merchant's own id, percent-encoded.",
)

PRODUCT = extend_schema(
    operation_id="product",
    tags=["products"],
    summary="One product as the index has it",
    parameters=[ID, RETRY_AFTER],
    responses={200: PRODUCT_ANSWER, **refusals(400, 404)},
)
SIMILAR = extend_schema(
    operation_id="similar_products",
    tags=["products"],
    summary="The products that resemble one",
    parameters=[
        ID,
        OpenApiParameter(
            "size",
            {"type": "integer", "minimum": 1, "maximum": limits.MAX_SIMILAR, "default": 12},
        ),
        RETRY_AFTER,
    ],
    responses={200: SimilarAnswer, **refusals(400, 404)},
)
