"""What is saved or deleted in the admin is written through the same door and reaches the index."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from searchapp.catalog.models import Category, Product, Seller
from searchapp.pipeline.request import Kind
from tests.indexing.memory_index import MemoryIndex
from tests.rows import import_rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("encoder", "index")]


@pytest.fixture
def admin() -> Client:
    user = get_user_model().objects.create_superuser("root", password="x")
    client = Client()
    client.force_login(user)
    return client


def form(**fields: Any) -> dict[str, Any]:
    management = {
        f"variants-{name}": value for name, value in {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}.items()
    }
    return {
        "id": "a",
        "title": "Kettle",
        "currency": "USD",
        "condition": "new",
        "bullets": "[]",
        "images": "[]",
        "attributes": "{}",
        "created_0": "2024-01-01",
        "created_1": "00:00:00",
        "published_0": "2024-01-01",
        "published_1": "00:00:00",
        **management,
        **fields,
    }


def test_a_product_saved_in_the_admin_is_searchable(admin: Client, index: MemoryIndex) -> None:
    variant = {
        "variants-TOTAL_FORMS": 1,
        "variants-0-id": "a-red",
        "variants-0-colour": "red",
        "variants-0-position": 0,
        "variants-0-attributes": "{}",
    }
    answer = admin.post("/admin/catalog/product/add/", form(**variant))
    assert answer.status_code == 302, answer.context["errors"]
    assert index.documents(Kind.PRODUCT)["a"]["colour"] == ["red"]
    version = Product.objects.get().version
    admin.post("/admin/catalog/product/a/change/", form(title="Teapot"))
    assert index.documents(Kind.PRODUCT)["a"]["title"] == "Teapot"
    assert Product.objects.get().version > version


@pytest.mark.parametrize(
    "wrong",
    [
        {"price": "-1"},
        {"rating": "7"},
        {"attributes": '{"a": {"b": 1}}'},
        {"bullets": '"text"'},
        {"images": '["javascript:alert(1)"]'},
        {"gtin": "4006381333932"},
        {"currency": "usd"},
    ],
)
def test_what_an_import_would_reject_is_refused_in_the_form(
    admin: Client, index: MemoryIndex, wrong: dict[str, str]
) -> None:
    answer = admin.post("/admin/catalog/product/add/", form(**wrong))
    assert answer.status_code == 200
    assert not Product.objects.exists()


def test_deleting_in_the_admin_removes_from_the_index(admin: Client, index: MemoryIndex) -> None:
    import_rows([{"id": name, "title": "T"} for name in "abc"])
    admin.post("/admin/catalog/product/a/delete/", {"post": "yes"})
    assert index.documents(Kind.PRODUCT).keys() == {"b", "c"}
    action = {"action": "delete_selected", "_selected_action": ["b"], "post": "yes"}
    admin.post("/admin/catalog/product/", action)
    assert index.documents(Kind.PRODUCT).keys() == {"c"}


def test_renaming_a_seller_in_the_admin_reaches_its_products(
    admin: Client, index: MemoryIndex
) -> None:
    import_rows([{"id": "a", "title": "A", "seller": "s"}])
    fields = {"name": "New", "created_0": "2024-01-01", "created_1": "00:00:00"}
    members = {"members-TOTAL_FORMS": "0", "members-INITIAL_FORMS": "0"}
    answer = admin.post("/admin/catalog/seller/s/change/", {**fields, **members})
    assert answer.status_code == 302
    assert Seller.objects.get().name == "New"
    assert index.documents(Kind.PRODUCT)["a"]["seller_name"] == "New"


def test_a_category_made_in_the_admin_has_its_upper_levels(admin: Client) -> None:
    answer = admin.post("/admin/catalog/category/add/", {"path": "Home > Pots", "title": "Pots"})
    assert answer.status_code == 302
    pots = Category.objects.get(path="Home > Pots")
    assert pots.parent == Category.objects.get(path="Home")
    assert (
        admin.post("/admin/catalog/category/add/", {"path": "A >B", "title": "x"}).status_code
        == 200
    )


def test_lists_open_with_a_search(admin: Client) -> None:
    import_rows(
        [
            {"id": "a", "title": "Kettle", "seller": "s", "category": "Home"},
            {"kind": "video", "id": "v", "title": "V", "products": ["a"]},
            {"kind": "live", "id": "l", "title": "L", "products": ["a"]},
        ]
    )
    for model in ("product", "seller", "video", "livestream", "category"):
        assert admin.get(f"/admin/catalog/{model}/?q=a").status_code == 200
    for page in ("product/a", "video/v", "livestream/l", "seller/s"):
        assert admin.get(f"/admin/catalog/{page}/change/").status_code == 200
