"""Features of the item itself: price, rating, availability, age, how completely it is described."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np

from searchapp.pipeline.ranking.features.evidence import Evidence
from searchapp.pipeline.ranking.features.feature import Column, Feature, column

_PRIOR_RATINGS = 10.0
"""As many ratings of the average are added to an item's own."""
_DAY = 86_400.0
_DESCRIBED_BY = ("title", "image", "price", "brand", "category", "colour")
_FEWEST_WITH_PRICE = 3


def _log_price(evidence: Evidence) -> Column:
    return column(np.log1p(np.maximum(evidence.number("price"), 0.0)))


def _price_place(evidence: Evidence) -> Column:
    """Among the candidates of the same narrowest category; NaN where fewer than 3 have a price."""
    prices = evidence.number("price")
    groups: dict[str, list[int]] = {}
    for place, category in enumerate(evidence.deepest_categories):
        if not math.isnan(prices[place]):
            groups.setdefault(category, []).append(place)
    places = np.full(len(prices), np.nan, dtype=np.float32)
    for members in groups.values():
        if len(members) >= _FEWEST_WITH_PRICE:
            own = prices[members]
            places[members] = (own[:, None] > own[None, :]).sum(axis=1) / (len(members) - 1)
    return places


def _discount(evidence: Evidence) -> Column:
    price, before = evidence.number("price"), evidence.number("list_price")
    before = np.where(before > 0, before, np.nan)
    # In float64, as a price is beyond float32 in list prices of almost nothing.
    return column(np.clip(1.0 - price.astype(np.float64) / before, 0.0, 1.0))


def _rating(evidence: Evidence) -> Column:
    return evidence.number("rating")


def _bayesian_rating(evidence: Evidence) -> Column:
    """The rating drawn to the candidates' mean as if 10 more had given that."""
    rating = evidence.number("rating")
    count = np.maximum(np.nan_to_num(evidence.number("rating_count")), 0.0)
    known = ~np.isnan(rating)
    if not known.any():
        return rating
    weights = count[known] + 1.0
    mean = float((rating[known] * weights).sum() / weights.sum())
    drawn = (np.nan_to_num(rating) * count + mean * _PRIOR_RATINGS) / (count + _PRIOR_RATINGS)
    return column(np.where(known, drawn, np.nan))


def _log_ratings(evidence: Evidence) -> Column:
    return column(np.log1p(np.maximum(evidence.number("rating_count"), 0.0)))


def _available(evidence: Evidence) -> Column:
    return column([_flag(document.get("available")) for document in evidence.documents])


def _log_stock(evidence: Evidence) -> Column:
    return column(np.log1p(np.maximum(evidence.number("stock"), 0.0)))


def _age(evidence: Evidence) -> Column:
    days = (evidence.now - evidence.given("published").astype(np.float64)) / _DAY
    return column(np.log1p(np.maximum(days, 0.0)))


def _completeness(evidence: Evidence) -> Column:
    return column(
        [
            sum(document.get(name) not in (None, "", []) for name in _DESCRIBED_BY)
            / len(_DESCRIBED_BY)
            for document in evidence.documents
        ]
    )


def _capitals(evidence: Evidence) -> Column:
    return column([_capital_share(title) for title in evidence.texts("title")])


@lru_cache(maxsize=20_000)
def _capital_share(title: str) -> float:
    letters = sum(map(str.isalpha, title))
    return sum(map(str.isupper, title)) / letters if letters else math.nan


def _flag(value: Any) -> float:
    return math.nan if value is None else float(bool(value))


FEATURES: tuple[Feature, ...] = (
    Feature("price.log", "log(1 + price)", "price", "the price", _log_price, actionable=True),
    Feature(
        "price.place", "share", "price and candidates",
        "how many candidates of its narrowest category are cheaper", _price_place,
        actionable=True, beside_all=True,
    ),
    Feature(
        "discount", "share", "price and list price", "what is taken off the list price", _discount,
        actionable=True,
    ),
    Feature("rating", "stars", "rating", "the mean rating", _rating),
    Feature(
        "rating.bayesian", "stars", "rating, rating count",
        "the mean rating, drawn to that of the candidates the more, the fewer gave one",
        _bayesian_rating, beside_all=True,
    ),
    Feature(
        "rating_count.log", "log(1 + count)", "rating count", "how many have rated it",
        _log_ratings,
    ),
    Feature(
        "available", "yes or no", "stock", "whether any of it can be bought", _available,
        actionable=True, monotone=1,
    ),
    Feature(
        "stock.log", "log(1 + pieces)", "stock", "how many are in stock", _log_stock,
        actionable=True, fields=("stock",),
    ),
    Feature(
        "age.log", "log(1 + days)", "published", "how long ago it was published", _age,
        fields=("published",),
    ),
    Feature(
        "completeness", "share", "card", f"how much it has of {', '.join(_DESCRIBED_BY)}",
        _completeness, actionable=True, monotone=1,
    ),
    Feature(
        "title.capitals", "share", "title", "how many of the title's letters are capitals",
        _capitals, actionable=True,
    ),
)  # fmt: skip
