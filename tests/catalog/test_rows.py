"""Rows as merchants send them become typed values, or problems that name the field and the cure."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchapp.catalog.gtin import check_digit
from searchapp.catalog.rows import Problem, ProductRow, RowKind, kind_of, parse_row


def product(**fields: Any) -> ProductRow:
    row = parse_row({"id": "1", "title": "Thing", **fields})
    assert isinstance(row, ProductRow), row
    return row


def problem(**fields: Any) -> Problem:
    problems = parse_row({"id": "1", "title": "Thing", **fields})
    assert isinstance(problems, list), problems
    assert len(problems) == 1, problems
    return problems[0]


def test_text_is_trimmed_and_cleaned() -> None:
    row = product(title="  Red\t\u0000 ke\u0301ttle \ud800\n", brand="AT&amp;T")
    assert (row.title, row.brand) == ("Red k\u00e9ttle", "AT&T")


def test_html_is_stripped_from_descriptions() -> None:
    text = "<style>p{}</style><p>Fish &amp; <b>chips</b></p><ul><li>hot</li></ul>5 < 6 &lt;3"
    assert product(description=text).description == "Fish & chips\n\nhot\n\n5 < 6 <3"


def test_plain_text_with_angle_brackets_stays() -> None:
    assert product(description="a < b and c > d\n\n\n\nend").description == "a < b and c > d\n\nend"


@pytest.mark.parametrize(
    ("written", "price", "currency"),
    [
        (12.5, "12.50", "USD"),
        ("12.50", "12.50", "USD"),
        ("$12.50", "12.50", "USD"),
        ("1,299.00", "1299.00", "USD"),
        ("1.299,00 €", "1299.00", "EUR"),
        ("EUR 12,5", "12.50", "EUR"),
        ("1 299", "1299.00", "USD"),
        ("1,299", "1299.00", "USD"),
        (0, "0.00", "USD"),
        (0.125, "0.13", "USD"),
    ],
)
def test_prices_are_read_as_they_are_written(written: Any, price: str, currency: str) -> None:
    row = product(price=written)
    assert (row.price, row.currency) == (Decimal(price), currency)


@pytest.mark.parametrize(
    "written",
    ["cheap", "12..", -1, "1e999", float("nan"), float("inf"), True, [1], 10**12, "1,2,3"],
)
def test_prices_that_are_none_are_refused(written: Any) -> None:
    assert problem(price=written).field == "price"


def test_two_currencies_are_refused() -> None:
    assert problem(price="€5", currency="USD").field == "currency"


@pytest.mark.parametrize(
    "path", ["Home > Kitchen", " Home  >  Kitchen ", ["Home", "Kitchen"], ["Home", "", "Kitchen"]]
)
def test_a_category_is_a_path_or_a_list(path: Any) -> None:
    assert product(category=path).category == "Home > Kitchen"


def test_other_signs_do_not_part_a_category() -> None:
    assert product(category="Tools/DIY").category == "Tools/DIY"


def test_fields_are_known_however_they_are_written() -> None:
    row = product(**{"Color": "red", "List Price": 5, "RATING-COUNT": "7"})
    assert (row.colour, row.list_price, row.rating_count) == ("red", Decimal("5.00"), 7)


def test_unknown_fields_become_typed_attributes() -> None:
    row = product(
        watt=2200.0, cordless=True, use=["tea", "tea", ""], note="", attributes={"a": 1.5}
    )
    assert row.attributes == {"watt": 2200, "cordless": True, "use": ["tea"], "a": 1.5}


@pytest.mark.parametrize("value", [{"deep": 1}, [["deep"]], float("nan"), 10**30])
def test_attributes_that_are_not_flat_are_refused(value: Any) -> None:
    assert problem(special=value).field == "special"
    assert problem(attributes={"special": value}).field == "attributes.special"


def test_too_much_is_refused_with_the_limit() -> None:
    assert "500" in problem(title="x" * 501).reason
    assert "200" in problem(attributes={str(n): n for n in range(201)}).reason
    assert "191" in problem(id="x" * 192).reason
    assert "512 bytes" in problem(id="\U0001f600" * 150).reason


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("4006381333931", "4006381333931"),
        ("4 006381-333931", "4006381333931"),
        (36000291452, "036000291452"),
    ],
)
def test_a_right_gtin_is_kept(written: Any, expected: str) -> None:
    assert product(gtin=written).gtin == expected


@pytest.mark.parametrize("written", ["4006381333932", "12345", "40063813339AB", 1.5])
def test_a_wrong_gtin_is_refused(written: Any) -> None:
    assert problem(gtin=written).field == "gtin"


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(digits: str, error: int) -> None:
    right = digits + check_digit(digits)
    assert product(gtin=right).gtin == right
    wrong = right[:-1] + str((int(right[-1]) + error) % 10)
    assert problem(gtin=wrong).field == "gtin"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (True, True),
        ("true", True),
        (False, False),
        (None, False),
        ("2024-05-31", datetime(2024, 5, 31, tzinfo=UTC)),
        ("2024-05-31T10:00:00+02:00", datetime(2024, 5, 31, 8, tzinfo=UTC)),
    ],
)
def test_published_is_a_time_or_a_word(written: Any, expected: Any) -> None:
    assert product(published=written).published == expected


def test_published_holds_when_nothing_is_said() -> None:
    assert product().published is True


def test_a_time_that_is_none_is_refused() -> None:
    assert problem(created="yesterday").field == "created"
    assert problem(published="0001-01-01T00:00:00+14:00").field == "published"


def test_links_that_run_scripts_are_refused() -> None:
    assert problem(images=["javascript:alert(1)"]).field == "images"
    assert product(images="https://a.example/1.jpg /2.jpg").images == (
        "https://a.example/1.jpg",
        "/2.jpg",
    )


def test_oversold_stock_is_none_left() -> None:
    assert product(stock=-3).stock == 0
    assert product().stock is None


def test_variants_are_read_and_their_problems_named() -> None:
    row = product(variants=[{"id": 7, "color": "red", "stock": "3", "sleeve": "long"}])
    assert (row.variants[0].id, row.variants[0].colour, row.variants[0].stock) == ("7", "red", 3)
    assert row.variants[0].attributes == {"sleeve": "long"}
    assert problem(variants=[{"id": "a"}, {"id": "a"}]).field == "variants[1].id"
    assert problem(variants=[{"id": "a", "price": "x"}]).field == "variants[0].price"


def test_all_problems_of_a_row_are_told_at_once() -> None:
    problems = parse_row({"price": "x", "rating": 9})
    assert isinstance(problems, list)
    assert {each.field for each in problems} == {"id", "title", "price", "rating"}


def test_every_kind_is_read() -> None:
    rows = {
        RowKind.SELLER: {"id": "s", "Name": "Shop"},
        RowKind.CATEGORY: {"path": "A > B"},
        RowKind.PRODUCT: {"id": "p", "title": "P"},
        RowKind.VIDEO: {"id": "v", "title": "V", "tags": "a, b", "duration": "12.5"},
        RowKind.LIVE: {"id": "l", "title": "L", "status": "LIVE", "viewers": 3},
    }
    for kind, row in rows.items():
        named, given_kind = parse_row({"kind": kind.value, **row}), parse_row(row, kind)
        assert named == given_kind
        assert not isinstance(named, list)
        assert kind_of(named) is kind
    assert isinstance(parse_row({"kind": "ship", "id": "x"}), list)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=8,
)
_NAMES = st.sampled_from(
    [
        "id",
        "kind",
        "title",
        "description",
        "bullets",
        "brand",
        "category",
        "seller",
        "attributes",
        "colour",
        "size",
        "gender",
        "gtin",
        "sku",
        "images",
        "price",
        "list_price",
        "currency",
        "stock",
        "rating",
        "rating_count",
        "condition",
        "created",
        "published",
        "variants",
        "tags",
        "duration",
        "products",
        "status",
        "starts",
        "product_now",
        "viewers",
        "image",
        "url",
        "path",
        "name",
    ]
)  # fmt: skip


@settings(max_examples=300)
@given(st.dictionaries(_NAMES | st.text(max_size=10), _JSON, max_size=12), st.sampled_from(RowKind))
def test_any_object_becomes_values_or_problems(row: dict[str, Any], kind: RowKind) -> None:
    result = parse_row(row, kind)
    if isinstance(result, list):
        assert all(each.reason for each in result)
    else:
        assert result.id
        result.id.encode()


@pytest.mark.parametrize("number", [1e22, 1.5, 12.0])
def test_a_number_that_lost_digits_is_no_id(number: float) -> None:
    assert problem(sku=number).field == "sku"
    problems = parse_row({"id": number, "title": "Thing"})
    assert isinstance(problems, list)
    assert [each.field for each in problems] == ["id"]
    assert "quotes" in problems[0].reason
    assert isinstance(
        parse_row({"id": "v", "title": "V", "products": [number]}, RowKind.VIDEO), list
    )
