"""What an answer says of one item: the card of a hit, and the whole stored document."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from searchapp.marked_text import marked_html
from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.ranking.breakdown import Breakdown
from searchapp.pipeline.request import Kind
from searchapp.pipeline.response import Hit
from searchapp.pipeline.schema import IDENTIFIERS, SCHEMAS, FieldType

_SHARED = ("title", "image", "seller", "seller_name")
CARD_FIELDS: Mapping[Kind, tuple[str, ...]] = {
    Kind.PRODUCT: (
        *_SHARED,
        "brand",
        "price",
        "list_price",
        "currency",
        "available",
        "rating",
        "rating_count",
    ),
    Kind.VIDEO: (*_SHARED, "creator", "duration", "url", "products"),
    Kind.LIVE: (*_SHARED, "host", "status", "starts", "viewers", "product_now", "products"),
}
"""The fields of a hit's document that its card shows; a field without a value is null."""
_LISTS = frozenset({"products"})


def card(hit: Hit, *, explain: bool = False) -> dict[str, Any]:
    """A hit as the answer shows it; with `explain` also everything that the stages found out."""
    shown: dict[str, Any] = {"kind": hit.kind.value, "id": hit.id, "rank": hit.rank}
    for name in CARD_FIELDS[hit.kind]:
        shown[name] = readable(hit.kind, name, hit.document.get(name))
    shown["highlights"] = {
        name: [marked_html(part) for part in parts] for name, parts in hit.highlights.items()
    }
    shown["scores"] = dict(hit.scores)
    shown["why"] = list(hit.why)
    if explain:
        shown["explanation"] = explanation(hit.candidate, hit.breakdown)
    return shown


def explanation(candidate: Candidate, breakdown: Breakdown | None = None) -> dict[str, Any]:
    """How the item came to its place: recall, features, contributions, scores and adjustments; what
    its score is made of, and what would lift it.
    """
    return {
        "recalls": [
            {"channel": recall.channel, "rank": recall.rank, "score": recall.score}
            for recall in candidate.recalls
        ],
        "features": {
            name: None if math.isnan(value) else value for name, value in candidate.features.items()
        },
        "contributions": dict(candidate.contributions),
        "first_score": candidate.first_score,
        "final_score": candidate.final_score,
        "steps": [
            {"reranker": step.name, "score": step.score, "before": step.before}
            for step in candidate.reranked
        ],
        "parts": {} if breakdown is None else dict(breakdown.parts),
        "would_lift": [
            {
                "feature": change.feature,
                "now": change.now,
                "then": change.then,
                "score": change.score,
                "overtakes": change.overtakes,
            }
            for change in (() if breakdown is None else breakdown.would_lift)
        ],
        "adjustments": [
            {"rule": change.rule, "effect": change.effect, "amount": change.amount}
            for change in candidate.adjustments
        ],
    }


def whole(kind: Kind, id_: str, document: Mapping[str, Any]) -> dict[str, Any]:
    """All of a stored document that has a meaning outside the engine."""
    shown: dict[str, Any] = {"kind": kind.value, "id": id_}
    for name in WHOLE_FIELDS[kind]:
        shown[name] = readable(kind, name, document.get(name))
    return shown


def _outward(names: Iterable[str], kind: Kind) -> tuple[str, ...]:
    schema = SCHEMAS[kind]
    hidden = {"id", "body", IDENTIFIERS}
    return tuple(
        name
        for name in names
        if name not in hidden
        and schema[name].type not in (FieldType.VECTOR, FieldType.BYTES)
        and not name.endswith("_text")
    )


WHOLE_FIELDS: Mapping[Kind, tuple[str, ...]] = {
    kind: _outward(schema, kind) for kind, schema in SCHEMAS.items()
}
"""The fields of a whole document: those made for searching only are left out."""


def readable(kind: Kind, name: str, value: Any) -> Any:
    """The value as the outside knows it: dates in ISO 8601, lists always as lists."""
    if name in _LISTS:
        return [] if value is None else [value] if isinstance(value, str) else list(value)
    if value is not None and SCHEMAS[kind][name].type is FieldType.DATE:
        return iso(value)
    return value


def iso(seconds: float) -> str | None:
    """Seconds since 1970 as ISO 8601 in UTC; None beyond the years 1 to 9999."""
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
    except (OverflowError, ValueError, OSError):
        return None
