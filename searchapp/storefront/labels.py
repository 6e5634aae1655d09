"""Fields and their values in a shopper's words."""

from __future__ import annotations

from searchapp.pipeline.request import AnyOf, Filter, Kind
from searchapp.search_parameters.writing import written

KIND_LABELS = {Kind.PRODUCT: "Products", Kind.VIDEO: "Videos", Kind.LIVE: "Live"}
_FIELDS = {
    "available": "Availability",
    "host": "Host",
    "seller_name": "Seller",
    "tags": "Topic",
}
_VALUES = {
    ("available", "true"): "In stock",
    ("available", "false"): "Out of stock",
    ("status", "live"): "Live now",
    ("status", "scheduled"): "Coming up",
    ("status", "ended"): "Ended",
}
_IN_LOWER_CASE = frozenset({"colour", "condition", "gender", "material", "tags"})
SORTS = {
    Kind.PRODUCT: (
        ("price", "Price: low to high"),
        ("-price", "Price: high to low"),
        ("-rating", "Best rated"),
        ("-rating_count", "Most reviewed"),
        ("-discount", "Biggest discount"),
        ("-created", "Newest"),
    ),
    Kind.VIDEO: (("-created", "Newest"), ("duration", "Shortest"), ("-duration", "Longest")),
    Kind.LIVE: (("-viewers", "Most watched"), ("starts", "Starting first")),
}
"""The orders that the shop offers, by the kind that leads the row, as the query string has them."""


def field_label(field: str) -> str:
    """`seller_name` → "Seller"."""
    return _FIELDS.get(field) or field.replace("_", " ").capitalize()


def value_label(field: str, value: str) -> str:
    """A value as it is shown; shops write colours and materials in either case."""
    if (field, value) in _VALUES:
        return _VALUES[field, value]
    if field in _IN_LOWER_CASE:
        return value[:1].upper() + value[1:]
    if field == "category":
        return value.rpartition(" > ")[2]
    if ".." in value and field in ("price", "rating"):
        return range_label(value)
    return value


def range_label(value: str) -> str:
    """`10..50` → "10 to 50", `4..` → "4 and up", `..50` → "up to 50"."""
    low, _, high = value.partition("..")
    if low and high:
        return f"{low} to {high}"
    return f"{low} and up" if low else f"up to {high}"


def filter_labels(wanted: Filter) -> tuple[str, ...]:
    """The values of a filter as its chips name them."""
    if isinstance(wanted, AnyOf):
        return tuple(value_label(wanted.field, value) for value in wanted.values)
    return tuple(range_label(value) for value in written(wanted))
