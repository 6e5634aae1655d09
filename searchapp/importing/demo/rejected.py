"""Rows that an import has to reject, each for one field."""

from dataclasses import dataclass
from random import Random
from typing import Any

from .sellers import Seller


@dataclass(frozen=True, slots=True)
class BadRow:
    row: dict[str, Any]
    field: str
    """The field that makes the row unacceptable."""


_MISTAKES: tuple[tuple[str, Any], ...] = (
    ("title", None),
    ("title", "   "),
    ("id", None),
    ("price", -12.5),
    ("price", "twelve dollars"),
    ("rating", 7),
    ("rating_count", -3),
    ("condition", "slightly haunted"),
    ("created", "31st of Febuary"),
    ("attributes", "red, large"),
)
REJECTED_ROWS = len(_MISTAKES)


def bad_rows(seed: int, sellers: tuple[Seller, ...]) -> tuple[BadRow, ...]:
    """One row for each mistake; everything else in it is in order. None means: not there."""
    rng = Random(f"{seed}/rejected")
    made = []
    for place, (field, value) in enumerate(_MISTAKES, start=1):
        row: dict[str, Any] = {
            "kind": "product",
            "id": f"REJECT-{place:02d}",
            "title": f"Mystery Box No. {rng.randint(100, 999)}",
            "category": "Toys & Games > Toys > Construction",
            "seller": rng.choice(sellers).id,
            "price": 9.99,
            "currency": "USD",
            "condition": "new",
            field: value,
        }
        made.append(BadRow({n: v for n, v in row.items() if v is not None}, field))
    return tuple(made)
