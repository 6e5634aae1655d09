"""Bad data that an import accepts and a search has to cope with."""

from collections.abc import Callable, Iterable, Iterator
from random import Random
from typing import Any

Row = dict[str, Any]
SHARE = 0.03
"""Share of the products that come with a blemish."""


def with_dirt(rows: Iterable[Row], rng: Random) -> Iterator[Row]:
    """Pass rows on and spoil about three in a hundred of them."""
    before: Row | None = None
    for row in rows:
        spoilt = rng.random() < SHARE and before is not None
        passed = rng.choice(_BLEMISHES)(row, before or row, rng) if spoilt else row
        before = passed
        yield passed


def _no_brand(row: Row, before: Row, rng: Random) -> Row:
    return {name: value for name, value in row.items() if name != "brand"}


def _shouting(row: Row, before: Row, rng: Random) -> Row:
    return row | {"title": row["title"].upper()}


def _misspelt(row: Row, before: Row, rng: Random) -> Row:
    """Swap, drop or double a letter inside the longest word of the title."""
    words = row["title"].split(" ")
    place = max(range(len(words)), key=lambda index: len(words[index]))
    word = words[place]
    at = rng.randint(1, max(1, len(word) - 3))
    words[place] = rng.choice(
        (
            word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[: at + 1] + word[at:],
        )
    )
    return row | {"title": " ".join(words)}


def _no_price(row: Row, before: Row, rng: Random) -> Row:
    return {n: v for n, v in row.items() if n not in ("price", "list_price", "variants")}


def _unknown_stock(row: Row, before: Row, rng: Random) -> Row:
    return {n: v for n, v in row.items() if n != "variants"} | {"stock": None}


def _copied_title(row: Row, before: Row, rng: Random) -> Row:
    same_shelf = row["category"] == before["category"]
    return row | {"title": before["title"] if same_shelf else row["title"] + " (copy)"}


def _html(row: Row, before: Row, rng: Random) -> Row:
    text = row["description"].replace(". ", ".<br/>")
    return row | {"description": f"<p><b>{row['title']}</b></p><p>{text}</p>&nbsp;"}


def _loose_spaces(row: Row, before: Row, rng: Random) -> Row:
    return row | {"title": "  " + row["title"].replace(" ", "  ", 3) + " "}


def _emoji(row: Row, before: Row, rng: Random) -> Row:
    return row | {"title": f"🔥 {row['title']} ⭐️ {rng.choice(('TOP', 'Sale', 'NEW'))}!!"}


def _endless_title(row: Row, before: Row, rng: Random) -> Row:
    parts = [
        row["title"],
        *row["bullets"],
        "gift for him and her, birthday, Christmas, home, office",
    ]
    return row | {"title": " - ".join(parts)[:480]}


def _no_description(row: Row, before: Row, rng: Random) -> Row:
    return row | {"description": "", "bullets": []}


def _no_attributes(row: Row, before: Row, rng: Random) -> Row:
    return row | {"attributes": {}, "images": []}


_BLEMISHES: tuple[Callable[[Row, Row, Random], Row], ...] = (
    _no_brand, _shouting, _misspelt, _no_price, _unknown_stock, _copied_title, _html, _loose_spaces,
    _emoji, _endless_title, _no_description, _no_attributes,
)  # fmt: skip
