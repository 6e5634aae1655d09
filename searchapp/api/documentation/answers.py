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
from searchapp.pipeline.suggest import SuggestionKind
from searchapp.pipeline.understanding.relaxation import Step

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


class RerankStep(serializers.Serializer[object]):
    """A step of the final stage; `score` is its reranker's own, null below the head."""

    reranker = serializers.CharField()
    score = serializers.FloatField(allow_null=True)
    before = serializers.FloatField()


class Change(serializers.Serializer[object]):
    """A feature whose value `then` in the place of `now` lifts the item over `overtakes`."""

    feature = serializers.CharField()
    now = serializers.FloatField(allow_null=True)
    then = serializers.FloatField()
    score = serializers.FloatField()
    overtakes = serializers.CharField()


class Explanation(serializers.Serializer[object]):
    """How the item came to its place. `contributions` sum to `first_score`, the signed `parts` to
    the score of the last stage; `would_lift` has the nearest changes that would raise it.
    """

    recalls = Recall(many=True)
    features = serializers.DictField(child=serializers.FloatField(allow_null=True))
    contributions = serializers.DictField(child=serializers.FloatField(allow_null=True))
    first_score = serializers.FloatField(allow_null=True)
    final_score = serializers.FloatField(allow_null=True)
    steps = RerankStep(many=True)
    parts = serializers.DictField(child=serializers.FloatField())
    would_lift = Change(many=True)
    adjustments = Adjustment(many=True)


class FacetCount(serializers.Serializer[object]):
    """A value of a facet and how many items have it, whatever is chosen of the same facet."""

    value = serializers.CharField()
    count = serializers.IntegerField(min_value=0)


class IntentFound(serializers.Serializer[object]):
    """What the shopper wants beside products."""

    name = serializers.CharField()
    confidence = serializers.FloatField(min_value=0, max_value=1)
    evidence = serializers.CharField(help_text="The words of the rule that recognised it.")
    leads = serializers.CharField(
        allow_blank=True, help_text="The kind that leads the row for it: video, live or empty."
    )
    link = serializers.CharField(allow_blank=True, help_text="The page that the shop offers.")
    title = serializers.CharField(allow_blank=True, help_text="What to call that page.")


class Relaxed(serializers.Serializer[object]):
    """What less was asked than the shopper did, as few items matched."""

    step = serializers.ChoiceField(choices=[step.value for step in Step])
    detail = serializers.CharField(
        help_text="The correction, the words that may be missing or that do not filter."
    )


class AppliedFilter(serializers.Serializer[object]):
    """A filter that the answer obeys: `values`, or the bounds `gte` and `lte` (numbers, or ISO
    dates).
    """

    field = serializers.CharField()
    values = serializers.ListField(child=serializers.CharField(), required=False)
    gte = serializers.JSONField(required=False, help_text="A number, an ISO 8601 time or null.")
    lte = serializers.JSONField(required=False, help_text="A number, an ISO 8601 time or null.")
    words = serializers.CharField(
        allow_null=True, help_text="The words of the query that ask for it; null if none do."
    )
    rule = serializers.CharField(
        allow_null=True, help_text="The name of the merchants' rule that requires it, or null."
    )
    without = serializers.CharField(
        allow_null=True,
        help_text="The query string of the search without it; null if a rule requires it.",
    )


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


class BannerShown(serializers.Serializer[object]):
    """What merchants show above the answer; `image` and `link` are addresses, or empty."""

    title = serializers.CharField(allow_blank=True)
    text = serializers.CharField(allow_blank=True)
    image = serializers.CharField(allow_blank=True)
    link = serializers.CharField(allow_blank=True)


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
    did_you_mean = serializers.CharField(
        allow_null=True, help_text="What may have been meant; it was not searched for."
    )
    as_typed = serializers.CharField(
        allow_null=True, help_text="The query string that searches the text as it was typed."
    )
    relaxed = Relaxed(allow_null=True)
    redirect = serializers.CharField(
        allow_null=True, help_text="Where to send the shopper instead."
    )
    banner = BannerShown(allow_null=True)
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

    kind = serializers.ChoiceField(choices=[kind.value for kind in SuggestionKind])
    text = serializers.CharField()
    value = serializers.CharField(
        allow_null=True,
        help_text="For `filter.category`, `filter.brand` or, of a seller, `filter.seller_name`; "
        "the id of a product; null for a query.",
    )
    image = serializers.CharField(allow_null=True)
    seller = serializers.CharField(allow_null=True, help_text="The id of a seller.")


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
