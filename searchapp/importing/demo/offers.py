"""Prices, stock, ratings and dates: what the market says about an item."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, log, sqrt
from random import Random

from .brands import price_level
from .draft import Draft
from .product_type import ProductType

_SIGMAS_BETWEEN_PERCENTILES = 2.5631
"""From the 10th to the 90th percentile of a normal distribution."""

_MATERIAL_FACTOR = {
    "14k gold": 2.2, "cashmere": 1.6, "silk": 1.35, "leather": 1.2, "walnut wood": 1.2,
    "oak wood": 1.1,
    "carbon fibre": 1.3, "Damascus steel": 1.4, "plastic": 0.8, "acrylic": 0.8, "polyester": 0.85,
    "gold plated brass": 0.75, "particle board": 0.7, "pine wood": 0.85,
}  # fmt: skip
_CONDITION_FACTOR = {"new": 1.0, "refurbished": 0.72, "used": 0.55}
HISTORY = timedelta(days=3 * 365)
"""How far back the marketplace's oldest product goes."""


@dataclass(frozen=True, slots=True)
class Offer:
    price: float
    list_price: float | None
    stock: int
    rating: float | None
    rating_count: int
    condition: str
    created: datetime
    published: datetime | bool


def draw_condition(kind: ProductType, rng: Random) -> str:
    if rng.random() < kind.second_hand:
        return rng.choice(("refurbished", "refurbished", "used"))
    return "new"


def make_offer(
    draft: Draft, condition: str, now: datetime, rng: Random, seller_quality: float
) -> Offer:
    """``seller_quality`` is the seller's rating, 0-5; good sellers' products rate better."""
    age = HISTORY * rng.random() ** 1.3
    price = _price(draft, rng) * _CONDITION_FACTOR[condition]
    list_price = None
    if rng.random() < 0.33:
        list_price = _shop_price(
            price / (1 - rng.choice((0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5))), rng
        )
    elif condition == "refurbished":
        list_price = _shop_price(price / 0.72, rng)
    price = _shop_price(price, rng)
    rating, count = _rating(age, seller_quality, rng)
    stock = 0 if rng.random() < 0.08 else 1 + int(rng.lognormvariate(3.2, 1.2))
    created = (now - age).replace(microsecond=0)
    return Offer(
        price=price,
        list_price=list_price if list_price is not None and list_price > price else None,
        stock=min(stock, 1 + rng.randrange(3)) if condition != "new" else stock,
        rating=rating,
        rating_count=count,
        condition=condition,
        created=created,
        published=False if rng.random() < 0.02 else min(created + age * 0.01, now),
    )


def _price(draft: Draft, rng: Random) -> float:
    low, high = draft.kind.price
    spread = (log(high) - log(low)) / _SIGMAS_BETWEEN_PERCENTILES
    z = rng.gauss(0, 0.6) + (draft.grade - 0.47) * 2.9
    factor = price_level(draft.brand) * _MATERIAL_FACTOR.get(draft.material, 1.0)
    return min(max(exp((log(low) + log(high)) / 2 + spread * z) * factor, low * 0.6), high * 1.7)


def _shop_price(amount: float, rng: Random) -> float:
    """A price that shops ask: 7.49, 24.95, 180.00, 1249.00."""
    if amount < 10:
        return round(max(int(amount * 2) / 2, 0.5) + rng.choice((0.49, 0.45, 0.29)), 2)
    if amount < 100:
        return round(int(amount) + rng.choice((0.99, 0.95, 0.90, 0.50, 0.0)), 2)
    if amount < 400:
        return round(int(amount / 5) * 5 + rng.choice((4.99, 4.0, 0.0, 4.95)), 2)
    return round(int(amount / 10) * 10 + rng.choice((9.0, 9.99, 0.0)), 2)


def _rating(age: timedelta, seller_quality: float, rng: Random) -> tuple[float | None, int]:
    """Beta-distributed quality seen through few ratings; the number of ratings is heavy-tailed."""
    count = int((rng.paretovariate(0.9) - 0.8) * 16 * (age / HISTORY + 0.05))
    count = min(count, rng.randint(9_000, 40_000))
    if count <= 0 or rng.random() < 0.06:
        return None, 0
    quality = 1 + 4 * rng.betavariate(7.5, 2.0) + 0.15 * (seller_quality - 4.4)
    seen = rng.gauss(quality, 1.1 / sqrt(count))
    return round(min(max(seen, 1.0), 5.0), 1), count
