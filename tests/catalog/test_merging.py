"""Some fields of an item changed, the others left to the letter."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchapp.catalog.models import Product
from searchapp.catalog.rows import ProductRow, Row, RowKind, merge, parse_row
from searchapp.catalog.upsert import stored_row, upsert

KETTLE = {
    "id": "k1",
    "title": "Kettle <1.7 l>",
    "description": "Boils.\nWhistles.",
    "price": "49.90 EUR",
    "list_price": 59,
    "stock": 7,
    "category": "Home > Kettles",
    "seller": "anna",
    "bullets": ["Fast", "Loud"],
    "variants": [{"id": "k1-red", "colour": "red", "price": 51, "power": 2000}],
    "power": 1800,
    "cordless": True,
}
WHOLE: dict[RowKind, dict[str, Any]] = {
    RowKind.PRODUCT: KETTLE,
    RowKind.VIDEO: {"id": "v1", "title": "V", "tags": ["tea"], "duration": 9, "products": ["k1"]},
    RowKind.LIVE: {
        "id": "l1",
        "title": "L",
        "host": "Anna",
        "status": "live",
        "viewers": 5,
        "products": ["k1"],
        "product_now": "k1",
        "published": "2026-01-01",
    },
    RowKind.SELLER: {"id": "anna", "name": "Anna's", "rating": 4.5},
    RowKind.CATEGORY: {"path": "Home > Kettles", "title": "Kettles & more"},
}
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
names = st.sampled_from(sorted({name for row in WHOLE.values() for name in row})) | st.text()


def row_of(fields: dict[str, Any], kind: RowKind = RowKind.PRODUCT) -> Row:
    row = parse_row(fields, kind)
    assert not isinstance(row, list), row
    return row


def merged(changes: dict[str, Any]) -> ProductRow:
    row = merge(row_of(KETTLE), changes)
    assert isinstance(row, ProductRow), row
    return row


def problem_of(changes: dict[str, Any]) -> str:
    problems = merge(row_of(KETTLE), changes)
    assert isinstance(problems, list)
    return problems[0].field


def test_only_what_is_named_changes() -> None:
    before, after = row_of(KETTLE), merged({"price": "24,90", "Stock": 3})
    assert isinstance(before, ProductRow)
    assert (after.price, after.stock, after.currency) == (Decimal("24.90"), 3, "EUR")
    assert (after.title, after.variants, after.list_price) == (
        before.title,
        before.variants,
        before.list_price,
    )


def test_null_empties_a_field_and_lists_are_replaced() -> None:
    after = merged({"list_price": None, "bullets": ["Quiet"], "variants": []})
    assert (after.list_price, after.bullets, after.variants) == (None, ("Quiet",), ())


def test_attributes_are_merged_one_by_one() -> None:
    assert merged({"power": 2200}).attributes == {"power": 2200, "cordless": True}
    assert merged({"attributes": {"power": None, "steel": "18/10"}}).attributes == {
        "cordless": True,
        "steel": "18/10",
    }
    assert merged({"attributes": None}).attributes == {}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"price": "dear"}, "price"),
        ({"stock": 1.5}, "stock"),
        ({"title": None}, "title"),
        ({"price": "9 USD"}, "currency"),
        ({"kind": "video"}, "kind"),
        ({"Kind": "video"}, "kind"),
        ({"attributes": 3}, "attributes"),
    ],
)
def test_a_bad_value_has_the_same_error_as_in_a_row(changes: dict[str, Any], field: str) -> None:
    assert problem_of(changes) == field


def test_a_currency_that_is_named_changes() -> None:
    assert merged({"price": "9 USD", "currency": "USD"}).currency == "USD"


@pytest.mark.parametrize("kind", list(RowKind))
def test_nothing_named_changes_nothing_and_all_named_is_the_row(kind: RowKind) -> None:
    row = row_of(WHOLE[kind], kind)
    assert merge(row, {}) == row
    assert merge(row, WHOLE[kind]) == row


@given(kind=st.sampled_from(list(RowKind)), changes=st.dictionaries(names, values, max_size=4))
def test_whatever_is_sent_is_merged_or_refused(kind: RowKind, changes: dict[str, Any]) -> None:
    row = row_of(WHOLE[kind], kind)
    after = merge(row, changes)
    if isinstance(after, list):
        assert after
    else:
        assert (type(after), after.id) == (type(row), row.id)


@pytest.mark.django_db
def test_a_stored_item_is_read_back_as_the_row_that_wrote_it() -> None:
    upsert([row_of(fields, kind) for kind, fields in WHOLE.items()])
    before = list(Product.objects.values())
    for kind, fields in WHOLE.items():
        written = row_of(fields, kind)
        stored = stored_row(kind, written.id)
        assert stored is not None
        assert upsert([stored])[0].status == "unchanged"
    assert list(Product.objects.values()) == before
    assert stored_row(RowKind.PRODUCT, "nobody") is None
