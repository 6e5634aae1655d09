"""Sellers edit the listings of their own products; the index follows as with any other write."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from searchapp.catalog.models import Category, OutboxRow, Product
from searchapp.catalog.rows import ProductRow, parse_row
from searchapp.tuning.attribute_lines import attribute_lines, read_attribute_lines
from searchapp.tuning.listing_form import ListingForm
from tests.tuning.page_forms import fields_of
from tests.tuning.selling import member, shoes
from tests.tuning.store import QUERY, entered, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]


def address(id_: str) -> str:
    return f"/tuning/mine/edit/{id_}/?q=running+shoes"


def opened(client: Client, id_: str) -> dict[str, Any]:
    """The fields of the form."""
    answer = client.get(address(id_))
    assert answer.status_code == 200
    return fields_of(text_of(answer), "listing")


@pytest.fixture
def shoe() -> Product:
    return Product.objects.get(pk=shoes("harbour")[0])


def test_the_advice_leads_to_the_field_that_mends_it(shoe: Product) -> None:
    Product.objects.filter(pk=shoe.pk).update(brand="", stock=0)
    ann = member("ann", "harbour")
    html = text_of(ann.get(f"/tuning/mine/product/{shoe.pk}/", {"q": QUERY}))
    for field, said in (("brand", "Give it a brand"), ("stock", "It is sold out")):
        assert f'href="/tuning/mine/edit/{shoe.pk}/?q=running%20shoes#{field}">{said}' in html
        assert f'id="{field}"' in text_of(ann.get(address(shoe.pk)))


def test_what_is_saved_goes_the_catalogs_way_to_the_index(shoe: Product) -> None:
    ann = member("ann", "harbour")
    sent = opened(ann, shoe.pk)
    OutboxRow.objects.all().delete()
    path = Category.objects.order_by("path").values_list("path", flat=True)[0]
    new = {
        "title": "Zephyr runner",
        "description": "Light.\r\nAnd quick.",
        "bullets": "One\r\n\r\nTwo",
        "brand": "Zephyr",
        "colour": "teal",
        "category": path,
        "attributes": "material = mesh\r\ndrop = 8\r\nvegan = yes\r\nfor = road | trail",
        "stock": "7",
        "price": "59.90",
    }
    answer = ann.post(address(shoe.pk), {**sent, **new})
    assert answer.status_code == 302, text_of(answer)
    assert answer["Location"] == f"/tuning/mine/product/{shoe.pk}/?q=running+shoes"
    now = Product.objects.get(pk=shoe.pk)
    assert now.version > shoe.version
    assert OutboxRow.objects.filter(kind="product", item_id=shoe.pk).exists()
    assert (now.title, now.description) == ("Zephyr runner", "Light.\nAnd quick.")
    assert (now.bullets, now.brand, now.colour) == (["One", "Two"], "Zephyr", "teal")
    assert now.attributes == {
        "material": "mesh",
        "drop": 8,
        "vegan": True,
        "for": ["road", "trail"],
    }
    assert (now.stock, str(now.price), now.category and now.category.path) == (7, "59.90", path)
    assert (now.seller_id, now.published, now.currency) == (
        "harbour", shoe.published, shoe.currency,
    )  # fmt: skip


def test_the_rank_is_shown_again(shoe: Product) -> None:
    ann = member("ann", "harbour")
    sent = {**opened(ann, shoe.pk), "colour": ["teal"]}
    html = text_of(ann.post(address(shoe.pk), sent, follow=True))
    assert "Saved." in html
    assert "It is number" in html


def test_saving_without_a_change_changes_nothing(shoe: Product) -> None:
    ann = member("ann", "harbour")
    assert ann.post(address(shoe.pk), opened(ann, shoe.pk)).status_code == 302
    assert Product.objects.get(pk=shoe.pk).version == shoe.version


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("title", "", "Is missing"),
        ("title", "x" * 501, "at most 500"),
        ("stock", "many", "not a number"),
        ("price", "-3", "not between 0"),
        ("price", "3 EUR", "the price says EUR"),
        ("category", "No > Such", "no such category"),
        ("gtin", "123", ""),
        ("images", "javascript:x", "not a web address"),
        ("attributes", "no sign", "Line 1 is no attribute"),
        ("attributes", "a = 1\na = 2", "Line 2: a is there twice"),
        ("attributes", "long = " + "x" * 1001, "put it in the description"),
    ],
)
def test_a_fault_is_told_at_its_field_and_what_was_typed_stays(
    shoe: Product, field: str, typed: str, said: str
) -> None:
    ann = member("ann", "harbour")
    sent = {**opened(ann, shoe.pk), "brand": ["Kept brand"], field: [typed]}
    answer = ann.post(address(shoe.pk), sent)
    assert answer.status_code == 422
    html = text_of(answer)
    assert f'id="{field}-fault"' in html
    assert said in html.replace("&#x27;", "'")
    kept = fields_of(html, "listing")
    assert kept["brand"] == ["Kept brand"]
    assert kept[field] == [typed]
    assert Product.objects.get(pk=shoe.pk).version == shoe.version


def test_who_saves_later_is_told_and_nothing_is_lost(shoe: Product) -> None:
    ann, bea = member("ann", "harbour"), member("bea", "harbour")
    mine, hers = opened(ann, shoe.pk), opened(bea, shoe.pk)
    theirs = {**mine, "title": ["Ann's title"], "stock": ["3"]}
    assert ann.post(address(shoe.pk), theirs).status_code == 302
    answer = bea.post(address(shoe.pk), {**hers, "title": ["Bea's title"], "brand": ["Bea"]})
    assert answer.status_code == 409
    html = text_of(answer)
    assert "Someone else changed this item meanwhile" in html
    assert "Ann&#x27;s title" in html
    kept = fields_of(html, "listing")
    assert (kept["title"], kept["brand"], kept["stock"]) == (["Bea's title"], ["Bea"], ["3"])
    assert Product.objects.get(pk=shoe.pk).title == "Ann's title"
    assert bea.post(address(shoe.pk), kept).status_code == 302
    now = Product.objects.get(pk=shoe.pk)
    assert (now.title, now.brand, now.stock) == ("Bea's title", "Bea", 3)


def test_what_others_changed_beside_the_form_is_kept(shoe: Product) -> None:
    ann = member("ann", "harbour")
    sent = opened(ann, shoe.pk)
    Product.objects.filter(pk=shoe.pk).update(rating=1.5)
    assert ann.post(address(shoe.pk), {**sent, "colour": ["teal"]}).status_code == 302
    assert Product.objects.get(pk=shoe.pk).rating == 1.5


def test_stock_that_changes_meanwhile_stands_in_nobodys_way(shoe: Product) -> None:
    ann = member("ann", "harbour")
    sent = opened(ann, shoe.pk)
    Product.objects.filter(pk=shoe.pk).update(stock=7)
    assert ann.post(address(shoe.pk), {**sent, "description": "New words"}).status_code == 302
    now = Product.objects.get(pk=shoe.pk)
    assert (now.stock, now.description) == (7, "New words")


def test_the_item_of_another_seller_is_not_there() -> None:
    ann, other = member("ann", "harbour"), shoes("summit")[0]
    before = Product.objects.get(pk=other)
    assert ann.get(address(other)).status_code == 404
    assert ann.post(address(other), {"title": "Mine now"}).status_code == 404
    assert ann.get(address("nope")).status_code == 404
    assert Product.objects.get(pk=other).version == before.version


def test_a_crafted_form_moves_no_item_to_another_seller(shoe: Product) -> None:
    ann = member("ann", "harbour")
    sent = opened(ann, shoe.pk)
    more = {"seller": "summit", "id": shoes("summit")[0], "kind": "video", "published": "false"}
    ann.post(address(shoe.pk), {**sent, **more, "attributes": "seller = summit"})
    now = Product.objects.get(pk=shoe.pk)
    assert (now.seller_id, now.published) == ("harbour", shoe.published)
    assert now.attributes == {"seller": "summit"}


def test_strangers_and_who_may_only_look_write_nothing(client: Client, shoe: Product) -> None:
    assert "/tuning/login/" in client.post(address(shoe.pk))["Location"]
    assert member("nobody").post(address(shoe.pk)).status_code == 403
    for role in ("viewer", "editor", "approver"):
        staff = entered(role, role)
        assert staff.get(address(shoe.pk)).status_code == 403
        assert staff.post(address(shoe.pk), {"title": "x"}).status_code == 403
        assert "Edit the listing" not in text_of(staff.get(f"/tuning/mine/product/{shoe.pk}/"))
    assert Product.objects.get(pk=shoe.pk).version == shoe.version


def test_who_edits_the_catalog_edits_here_too(shoe: Product) -> None:
    admin = entered("root", "admin")
    admin_user = admin.get("/tuning/").wsgi_request.user
    admin_user.is_superuser = True
    admin_user.save()
    sent = {**opened(admin, shoe.pk), "colour": ["teal"]}
    assert admin.post(address(shoe.pk), sent).status_code == 302
    assert Product.objects.get(pk=shoe.pk).colour == "teal"


def test_the_form_needs_few_queries(
    shoe: Product, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ann = member("ann", "harbour")
    sent = {**opened(ann, shoe.pk), "colour": ["teal"]}
    with django_assert_max_num_queries(15):
        ann.get(address(shoe.pk))
    with django_assert_max_num_queries(30):
        assert ann.post(address(shoe.pk), sent).status_code == 302


_VALUES = (
    st.text(max_size=12)
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.lists(st.text(max_size=8), max_size=4)
)


@given(st.dictionaries(st.text(max_size=8), _VALUES, max_size=5))
def test_attributes_that_nobody_touched_stay_to_the_letter(written: dict[str, Any]) -> None:
    row = parse_row({"id": "1", "title": "t", "attributes": written})
    if not isinstance(row, ProductRow):
        return
    lines = attribute_lines(row.attributes)
    read, faults = read_attribute_lines(lines, row.attributes)
    assert not faults
    assert read == row.attributes
    assert [type(each) for each in read.values()] == [
        type(each) for each in row.attributes.values()
    ]
    assert not ListingForm.of(row).changes(row)


@given(st.text(max_size=60))
def test_whatever_is_typed_as_attributes_is_read_or_has_its_lines_named(text: str) -> None:
    read, faults = read_attribute_lines(text, {})
    lines = [line for line in text.split("\n") if line.strip()]
    assert len(read) + len(faults) == len(lines)
