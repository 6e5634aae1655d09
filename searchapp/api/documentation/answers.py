"""The answers of searches, hits and documents, described."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, inline_serializer
from rest_framework import serializers
from rest_framework.fields import Field

from searchapp.api.cards import CARD_FIELDS, WHOLE_FIELDS
from searchapp.pipeline.request import Kind
from searchapp.pipeline.schema import SCHEMAS, FieldType

_LISTS = frozenset({"products"})
_FREE = frozenset({"category", "attributes", "colour", "size", "material", "tags", "gender"})


class Recall(serializers.Serializer[object]):
    """One recall channel that found the item."""

    channel = serializers.CharField()
    rank = serializers.IntegerField(min_value=1)
    score = serializers.FloatField()


class Adjustment(serializers.Serializer[object]):
    """What a rule did to the item."""

    rule = serializers.CharField()
    effect = serializers.CharField()
    amount = serializers.FloatField()


class Explanation(serializers.Serializer[object]):
    """How the item came to its place. `contributions` sum to `first_score`."""

    recalls = Recall(many=True)
    features = serializers.DictField(child=serializers.FloatField(allow_null=True))
    contributions = serializers.DictField(child=serializers.FloatField(allow_null=True))
    first_score = serializers.FloatField(allow_null=True)
    final_score = serializers.FloatField(allow_null=True)
    adjustments = Adjustment(many=True)


class FacetCount(serializers.Serializer[object]):
    """A value of a facet and how many items have it, whatever is chosen of the same facet."""

    value = serializers.CharField()
    count = serializers.IntegerField(min_value=0)


class IntentFound(serializers.Serializer[object]):
    """What the shopper wants beside products."""

    name = serializers.CharField()
    confidence = serializers.FloatField(min_value=0, max_value=1)
    evidence = serializers.CharField()


class AppliedFilter(serializers.Serializer[object]):
    """A filter that the answer obeys: `values`, or the bounds `gte` and `lte` (numbers, or ISO
    dates).
    """

    field = serializers.CharField()
    values = serializers.ListField(child=serializers.CharField(), required=False)
    gte = serializers.JSONField(required=False, help_text="A number, an ISO 8601 time or null.")
    lte = serializers.JSONField(required=False, help_text="A number, an ISO 8601 time or null.")


class Degraded(serializers.Serializer[object]):
    """An optional stage that this answer did without."""

    stage = serializers.CharField()
    reason = serializers.CharField()


class TraceStage(serializers.Serializer[object]):
    """One stage's part in the answer."""

    stage = serializers.CharField()
    took_ms = serializers.FloatField()
    detail = serializers.DictField()


def _described(kind: Kind, name: str) -> Field[Any, Any, Any, Any]:
    """The field of an answer that shows the field `name` of the kind's document."""
    if name in _LISTS:
        return serializers.ListField(child=serializers.CharField())
    if name in _FREE:
        return serializers.JSONField(allow_null=True, help_text="A text, a list of texts or null.")
    match SCHEMAS[kind][name].type:
        case FieldType.NUMBER:
            return serializers.FloatField(allow_null=True)
        case FieldType.DATE:
            return serializers.DateTimeField(allow_null=True)
        case FieldType.BOOLEAN:
            return serializers.BooleanField(allow_null=True)
    return serializers.CharField(allow_null=True)


def _hit_of(kind: Kind) -> serializers.Serializer[Any]:
    fields: dict[str, Field[Any, Any, Any, Any]] = {
        "kind": serializers.ChoiceField(choices=[kind.value]),
        "id": serializers.CharField(),
        "rank": serializers.IntegerField(min_value=1, help_text="From 1, over all pages."),
        **{name: _described(kind, name) for name in CARD_FIELDS[kind]},
        "highlights": serializers.DictField(
            child=serializers.ListField(child=serializers.CharField()),
            help_text="Safe HTML by field; the query's words stand in `<mark>`.",
        ),
        "scores": serializers.DictField(child=serializers.FloatField(allow_null=True)),
        "why": serializers.ListField(
            child=serializers.CharField(), help_text="In words, why the item is here."
        ),
        "explanation": Explanation(required=False),
    }
    return inline_serializer(f"{kind.value.capitalize()}Hit", fields)


HITS: dict[str, serializers.Serializer[Any]] = {kind.value: _hit_of(kind) for kind in Kind}


def hits(kinds: Sequence[str] = tuple(HITS)) -> PolymorphicProxySerializer:
    """A list of hits; `kind` tells them apart."""
    return PolymorphicProxySerializer(
        component_name="Hit",
        serializers={kind: HITS[kind] for kind in kinds},
        resource_type_field_name="kind",
        many=True,
    )


class SearchAnswer(serializers.Serializer[object]):
    """One mixed row, best first, and how it was found."""

    query_id = serializers.CharField(help_text="Names this search in the log; send it with events.")
    query = serializers.CharField(allow_blank=True, help_text="What was searched for.")
    total = serializers.IntegerField(min_value=0, help_text="All items found, of all kinds.")
    totals = serializers.DictField(child=serializers.IntegerField(min_value=0))
    page = serializers.IntegerField(min_value=1)
    size = serializers.IntegerField(min_value=1)
    hits = hits()
    facets = serializers.DictField(child=FacetCount(many=True))
    corrected = serializers.CharField(
        allow_null=True, help_text="The correction that was searched for instead."
    )
    relaxed = serializers.CharField(
        allow_null=True, help_text="What was loosened because little was found."
    )
    redirect = serializers.CharField(
        allow_null=True, help_text="Where to send the shopper instead."
    )
    intents = IntentFound(many=True)
    applied_filters = AppliedFilter(many=True)
    degraded = Degraded(many=True)
    took_ms = serializers.DictField(
        child=serializers.FloatField(), help_text="Milliseconds by stage, and `total`."
    )
    config_version = serializers.CharField()
    trace = TraceStage(many=True, required=False, help_text="With `explain` only.")


class SuggestionFound(serializers.Serializer[object]):
    """One line under the search box."""

    kind = serializers.ChoiceField(choices=["query", "category", "brand", "product"])
    text = serializers.CharField()
    value = serializers.CharField(
        allow_null=True,
        help_text="For `filter.category` or `filter.brand`; the id of a product; null for a query.",
    )
    image = serializers.CharField(allow_null=True)


class SuggestAnswer(serializers.Serializer[object]):
    """Completions, best first."""

    query = serializers.CharField(allow_blank=True)
    suggestions = SuggestionFound(many=True)


class SimilarAnswer(serializers.Serializer[object]):
    """The products that resemble one, best first."""

    id = serializers.CharField()
    hits = serializers.ListField(child=HITS[Kind.PRODUCT.value])


PRODUCT_ANSWER = inline_serializer(
    "ProductDocument",
    {
        "kind": serializers.ChoiceField(choices=[Kind.PRODUCT.value]),
        "id": serializers.CharField(),
        **{name: _described(Kind.PRODUCT, name) for name in WHOLE_FIELDS[Kind.PRODUCT]},
    },
)
