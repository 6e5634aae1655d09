"""Live streams: a host shows the products of one seller, soon, now or some days ago."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from .picture_names import poster
from .products import Listed

LIVE_STREAMS = 60
_LIVE_SHARE, _SCHEDULED_SHARE = 0.25, 0.35
HOSTS = (
    "Ayla Brandt", "Marco Ellis", "Jun Hartley", "Rosa Lindgren", "Theo Amadi", "Greta Vance",
    "Samir Cole",
    "Nora Quist", "Paolo Reyes", "Hana Whitfield", "Otis Berger", "Lena Moss",
)  # fmt: skip
_TITLES = (
    "{group} Live: Tonight's Deals", "Ask Me Anything about {leaf}", "{leaf} Live with {host}",
    "{leaf}: New In and Half Price", "Sunday Shopping: {group}", "Behind the Scenes: {leaf}",
    "{label} and Friends, Live", "The Big {leaf} Show",
)  # fmt: skip
_TEXTS = (
    "{host} shows {count} favourites from {leaf_lower}, answers questions and hides a code.",
    "Join {host} live: we try the {label} and compare it with the rest of the shelf.",
    "{count} products, one hour, your questions. With {host}.",
)


def live_stream_rows(
    seed: int, now: datetime, listed: Sequence[Listed]
) -> Iterator[dict[str, Any]]:
    """Streams around ``now``: about a quarter live, a third scheduled, the rest ended."""
    rng = Random(f"{seed}/live")
    stands: dict[tuple[str, str], list[Listed]] = defaultdict(list)
    for product in listed:
        if product.published:
            stands[product.seller, product.kind.group].append(product)
    full = [stand for stand in stands.values() if len(stand) >= 3]
    for number, stand in enumerate(rng.sample(full, LIVE_STREAMS), start=1):
        products = rng.sample(stand, min(len(stand), rng.randint(3, 9)))
        yield _stream(number, products, now, rng)


def _stream(number: int, products: list[Listed], now: datetime, rng: Random) -> dict[str, Any]:
    place = (number - 1) / LIVE_STREAMS
    main, host = products[0], rng.choice(HOSTS)
    if place < _LIVE_SHARE:
        status, starts = "live", now - timedelta(minutes=rng.randint(2, 75))
    elif place < _LIVE_SHARE + _SCHEDULED_SHARE:
        status, starts = "scheduled", now + timedelta(minutes=15 * rng.randint(2, 900))
    else:
        status, starts = "ended", now - timedelta(hours=rng.randint(3, 24 * 30))
    created = min(starts, now) - timedelta(days=rng.randint(1, 10))
    words = {
        "group": main.kind.group,
        "leaf": main.kind.leaf,
        "leaf_lower": main.kind.leaf.lower(),
        "label": main.label,
        "host": host,
        "count": len(products),
    }
    viewers = {
        "live": int(rng.lognormvariate(5.2, 1.1)),
        "ended": int(rng.lognormvariate(6.0, 1.1)),
        "scheduled": 0,
    }
    return {
        "kind": "live",
        "id": f"L-{number:03d}",
        "title": rng.choice(_TITLES).format(**words),
        "description": rng.choice(_TEXTS).format(**words),
        "host": host,
        "seller": main.seller,
        "status": status,
        "starts": starts.replace(microsecond=0).isoformat(),
        "product_now": rng.choice(products).id if status == "live" else None,
        "products": [product.id for product in products],
        "viewers": viewers[status],
        "image": poster("live", [main.picture], 1 + number % 3).path,
        "created": created.replace(microsecond=0).isoformat(),
        "published": created.replace(microsecond=0).isoformat(),
    }
