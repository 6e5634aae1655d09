"""Slots: features that others fill in under these names, among the features of a candidate. NaN
until somebody does.
"""

from __future__ import annotations

from collections.abc import Callable

from searchapp.pipeline.ranking.features.evidence import Evidence
from searchapp.pipeline.ranking.features.feature import Column, Feature


def _given(name: str) -> Callable[[Evidence], Column]:
    return lambda evidence: evidence.given(name)


FEATURES: tuple[Feature, ...] = tuple(
    Feature(name, unit, source, meaning, _given(name), monotone=1)
    for name, unit, source, meaning in (
        ("behaviour.clicks", "probability", "events", "how often it is clicked for the query"),
        ("behaviour.purchases", "probability", "events", "how often it is bought for the query"),
        ("authority.item", "score", "events", "how well it does whatever the query"),
        ("authority.seller", "score", "events", "how well its seller does"),
        ("margin", "share of the price", "catalog", "what the shop keeps of its price"),
        ("personal", "score", "events", "how near it is to what this shopper looked at"),
        ("cross_encoder", "score", "cross-encoder", "how well its text answers the query"),
    )
)
