"""The demo marketplace as a stream of rows in the catalog's row format."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from random import Random
from typing import Any

from .dirt import with_dirt
from .live_streams import live_stream_rows
from .products import Listed, product_rows
from .rejected import BadRow, bad_rows
from .sellers import Assortment, category_rows, make_sellers
from .videos import video_rows

_BETWEEN_BAD_ROWS = 500


def marketplace_rows(seed: int = 7, *, now: datetime) -> Iterator[dict[str, Any]]:
    """Sellers, categories, products, videos and live streams; the same for equal arguments.

    ``now`` is the moment around which the marketplace lives: products were created in the three
    years before it, some streams are live at it. It needs a time zone. Among the products are
    about 3 % blemished rows (see ``dirt``) and ``REJECTED_ROWS`` rows that an import must reject.
    """
    if now.tzinfo is None:
        raise ValueError("now has no time zone; pass e.g. datetime.now(UTC)")
    sellers = make_sellers(now, Random(f"{seed}/sellers"))
    for seller in sellers:
        yield seller.row()
    yield from category_rows()
    listed: list[Listed] = []
    products = product_rows(seed, now, Assortment(sellers), listed)
    yield from _strewn(with_dirt(products, Random(f"{seed}/dirt")), bad_rows(seed, sellers))
    yield from video_rows(seed, now, listed)
    yield from live_stream_rows(seed, now, listed)


def _strewn(rows: Iterable[dict[str, Any]], bad: Iterable[BadRow]) -> Iterator[dict[str, Any]]:
    """Put a bad row after every few hundred good ones, and what is left at the end."""
    waiting = iter(bad)
    for number, row in enumerate(rows, start=1):
        yield row
        if number % _BETWEEN_BAD_ROWS == 0:
            yield from (mistake.row for mistake in _first(waiting))
    yield from (mistake.row for mistake in waiting)


def _first(waiting: Iterator[BadRow]) -> Iterator[BadRow]:
    mistake = next(waiting, None)
    if mistake is not None:
        yield mistake
