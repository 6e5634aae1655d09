"""Rows become items: created, updated, left alone, each write with a greater version."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from searchapp.catalog.models import (
    Category,
    LiveStream,
    OutboxRow,
    Product,
    Seller,
    Variant,
    Video,
)
from searchapp.catalog.rows import RowKind, parse_row
from searchapp.catalog.upsert import Status, delete, upsert

pytestmark = pytest.mark.django_db


def write(*rows: dict[str, Any]) -> list[Status]:
    return [outcome.status for outcome in upsert([parsed(row) for row in rows])]


def parsed(row: dict[str, Any]) -> Any:
    result = parse_row(row)
    assert not isinstance(result, list), result
    return result


KETTLE = {
    "id": "kettle",
    "title": "Kettle",
    "brand": "Wasser",
    "category": "Home > Kitchen > Kettles",
    "seller": "acme",
    "price": "29.90",
    "attributes": {"watt": 2200, "cordless": True, "use": ["tea", "coffee"]},
    "variants": [{"id": "kettle-red", "colour": "red"}, {"id": "kettle-blue", "colour": "blue"}],
}


def test_a_new_row_creates_its_item_with_category_levels_and_seller() -> None:
    assert write(KETTLE) == [Status.CREATED]
    product = Product.objects.get(pk="kettle")
    assert product.price == Decimal("29.90")
    assert product.category is not None
    assert product.category.levels == ["Home", "Home > Kitchen", "Home > Kitchen > Kettles"]
    assert Category.objects.get(path="Home > Kitchen").parent == Category.objects.get(path="Home")
    assert Seller.objects.get().name == "acme"
    assert [variant.pk for variant in product.variants.all()] == ["kettle-red", "kettle-blue"]
    assert product.published is not None


def test_the_same_row_again_changes_nothing() -> None:
    write(KETTLE)
    before = Product.objects.values().get()
    assert write(KETTLE) == [Status.UNCHANGED]
    assert Product.objects.values().get() == before


@pytest.mark.parametrize(
    "change",
    [
        {"price": 19},
        {"attributes": {"watt": 2200, "cordless": 1, "use": ["tea", "coffee"]}},
        {"variants": KETTLE["variants"][:1]},
        {"variants": [{**KETTLE["variants"][0], "stock": 3}, KETTLE["variants"][1]]},
        {"published": False},
        {"seller": None},
    ],
)
def test_a_row_that_differs_updates_its_item_and_raises_the_version(change: dict[str, Any]) -> None:
    write(KETTLE)
    version = Product.objects.get().version
    assert write({**KETTLE, **change}) == [Status.UPDATED]
    assert Product.objects.get().version > version
    assert write({**KETTLE, **change}) == [Status.UNCHANGED]


def test_a_version_grows_even_when_the_clock_goes_back() -> None:
    write(KETTLE)
    Product.objects.update(version=2**60)
    write({**KETTLE, "price": 1})
    assert Product.objects.get().version == 2**60 + 1


def test_publication_without_a_time_is_settled_once() -> None:
    write({**KETTLE, "published": True})
    first = Product.objects.get().published
    write({**KETTLE, "published": True, "price": 5})
    assert Product.objects.get().published == first
    write({**KETTLE, "published": False})
    assert Product.objects.get().published is None


def test_of_rows_with_one_id_the_later_stands() -> None:
    assert write(KETTLE, {**KETTLE, "title": "Second"}) == [Status.CREATED, Status.UPDATED]
    assert Product.objects.get().title == "Second"


def test_a_variant_of_another_product_is_refused_with_its_owner() -> None:
    write(KETTLE)
    thief = {"id": "pot", "title": "Pot", "variants": [{"id": "kettle-red"}]}
    (outcome,) = upsert([parsed(thief)])
    assert outcome.status is Status.REJECTED
    assert outcome.problems[0].field == "variants[0].id"
    assert "'kettle'" in outcome.problems[0].reason
    assert not Product.objects.filter(pk="pot").exists()


def test_a_variant_may_move_when_its_owner_gives_it_up_in_the_same_batch() -> None:
    write(KETTLE)
    pot = {"id": "pot", "title": "Pot", "variants": [{"id": "kettle-red"}]}
    write(pot, {**KETTLE, "variants": []})
    assert Variant.objects.get().product_id == "pot"


def test_videos_keep_known_products_in_order_and_warn_of_others() -> None:
    write(KETTLE, {"id": "pot", "title": "Pot"})
    video = {"kind": "video", "id": "v", "title": "Tea", "products": ["pot", "gone", "kettle"]}
    (outcome,) = upsert([parsed(video)])
    assert outcome.status is Status.CREATED
    assert "gone" in outcome.warnings[0].reason
    shown = Video.objects.get().product_rows.values_list("product_id", flat=True)
    assert list(shown) == ["pot", "kettle"]
    assert write(video) == [Status.UNCHANGED]


def test_a_live_stream_knows_what_it_shows_now() -> None:
    row = {"kind": "live", "id": "l", "title": "Live", "status": "live", "product_now": "kettle"}
    assert write(row, KETTLE) == [Status.CREATED, Status.CREATED]
    assert LiveStream.objects.get().product_now_id == "kettle"


def test_a_sellers_own_row_names_the_seller_made_for_a_product() -> None:
    write(KETTLE)
    assert write({"kind": "seller", "id": "acme", "name": "Acme Ltd"}) == [Status.UPDATED]
    assert Seller.objects.get().name == "Acme Ltd"
    assert OutboxRow.objects.filter(kind="seller", item_id="acme").exists(), "documents quote it"


def test_categories_are_created_and_titled() -> None:
    row = {"kind": "category", "path": ["Home", "Kitchen"], "title": "For the kitchen"}
    assert write(row) == [Status.CREATED]
    assert write(row) == [Status.UNCHANGED]
    assert Category.objects.get(path="Home > Kitchen").title == "For the kitchen"
    assert Category.objects.get(path="Home").title == "Home"


def test_the_number_of_queries_does_not_grow_with_the_rows() -> None:
    def queries(count: int, price: int) -> int:
        rows = [
            parsed({**KETTLE, "id": f"p{i}", "price": price, "variants": [{"id": f"v{i}"}]})
            for i in range(count)
        ]
        with CaptureQueriesContext(
            connection,
        ) as captured:
            upsert(rows)
        return len(captured)

    write(KETTLE)
    few_created, many_created = queries(2, 1), queries(12, 1)
    assert many_created <= few_created + 3  # rows of one statement are bounded on SQLite
    assert queries(2, 2) == queries(12, 3)


def test_deleted_items_go_with_what_is_theirs_and_leave_what_only_shows_them() -> None:
    video = {"kind": "video", "id": "v", "title": "Tea", "products": ["kettle"]}
    write(KETTLE, video)
    version = Video.objects.get().version
    done = delete(RowKind.PRODUCT, ["kettle", "nothing"])
    assert (done.deleted, done.missing) == (("kettle",), ("nothing",))
    assert not Variant.objects.exists()
    assert Video.objects.get().version > version


def test_an_item_that_comes_back_has_a_version_after_its_deletion() -> None:
    from searchapp.catalog.models import Tombstone

    write(KETTLE)
    delete(RowKind.PRODUCT, ["kettle"])
    Tombstone.objects.update(version=2**60)
    write(KETTLE)
    assert Product.objects.get().version > 2**60


def test_a_deleted_category_goes_with_its_branches_and_leaves_the_products() -> None:
    write(KETTLE)
    assert delete(RowKind.CATEGORY, ["Home > Kitchen"]).deleted == ("Home > Kitchen",)
    assert [category.path for category in Category.objects.all()] == ["Home"]
    assert Product.objects.get().category is None
