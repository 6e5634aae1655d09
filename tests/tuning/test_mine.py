"""Sellers see where their items rank, why, and what would help; and nothing else."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from searchapp.catalog.models import Product, Seller, SellerMember
from searchapp.publishing.actors import COMMAND
from searchapp.publishing.editing import new_draft
from searchapp.publishing.models import Draft
from searchapp.publishing.publication import publish
from tests.tuning.store import QUERY, entered, text_of
from tests.tuning.test_workbench import click, sides

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]
MINE = "/tuning/mine/"


def seller(name: str, *sellers: str) -> Client:
    """A user who is no staff and works for these sellers, logged in."""
    user = User.objects.create_user(name, password="secret")
    for each in sellers:
        SellerMember.objects.create(user=user, seller_id=each)
    client = Client()
    client.force_login(user)
    return client


def own(seller_id: str) -> Product:
    found: Product | None = Product.objects.filter(
        seller=seller_id, title__contains="Shoes"
    ).first()
    assert found is not None
    return found


def item(client: Client, id_: str, query: str = QUERY) -> str:
    answer = client.get(f"{MINE}product/{id_}/", {"q": query})
    assert answer.status_code == 200
    return text_of(answer)


def test_a_seller_sees_where_their_items_rank() -> None:
    html = text_of(seller("ann", "harbour").get(MINE, {"q": QUERY}))
    assert "Harbour Goods" in html
    listed = set(re.findall(r"/tuning/mine/product/([\w-]+)/", html))
    assert listed
    assert set(Product.objects.filter(pk__in=listed).values_list("seller", flat=True)) == {
        "harbour"
    }
    assert "Summit" not in html


def test_an_item_has_its_rank_its_reasons_and_its_advice() -> None:
    html = item(seller("ann", "harbour"), own("harbour").pk)
    assert "It is number" in html
    assert "Its place after each step" in html
    assert "What your catalog could say" in html
    assert "Add a picture" in html


def test_a_missing_item_is_told_what_would_help() -> None:
    html = item(seller("ann", "harbour"), own("harbour").pk, "coffee grinder")
    assert "is <strong>not</strong> in the answer" in html
    assert "What keeps it off the first page" in html


def test_items_of_others_are_not_there() -> None:
    ann = seller("ann", "harbour")
    assert ann.get(f"{MINE}product/{own('summit').pk}/", {"q": QUERY}).status_code == 404
    assert ann.get(MINE, {"seller": "summit"}).status_code == 404
    assert ann.get(f"{MINE}product/nope/").status_code == 404
    assert ann.get(f"{MINE}shoe/x/").status_code == 404
    assert seller("ben", "summit").get(f"{MINE}video/v-run/").status_code == 404
    assert ann.get(f"{MINE}video/v-run/", {"q": QUERY}).status_code == 200


def test_an_item_of_no_seller_is_nobodys() -> None:
    shoe = own("harbour")
    Product.objects.filter(pk=shoe.pk).update(seller=None)
    assert seller("ann", "harbour").get(f"{MINE}product/{shoe.pk}/").status_code == 404


def test_who_works_for_two_sellers_sees_both() -> None:
    ann = seller("ann", "harbour", "summit")
    assert ann.get(MINE, {"seller": "summit"}).status_code == 200
    assert ann.get(f"{MINE}product/{own('summit').pk}/").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/tuning/",
        "/tuning/workbench/?q=shoes",
        "/tuning/why/product/item-001/?q=shoes",
        "/tuning/why/items/?item=shoes",
    ],
)
def test_the_shops_pages_are_closed_to_sellers(address: str) -> None:
    assert seller("ann", "harbour").get(address).status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "/tuning/workbench/act/",
        "/tuning/workbench/undo/",
        "/tuning/workbench/keep/",
        "/tuning/why/product/item-001/cure/",
        "/tuning/begin/",
        "/tuning/work-in/",
    ],
)
def test_sellers_change_nothing(address: str) -> None:
    assert seller("ann", "harbour").post(address, {"name": "x"}).status_code == 403
    assert not Draft.objects.exists()


def test_pages_of_sellers_take_no_forms() -> None:
    ann = seller("ann", "harbour")
    for address in (MINE, f"{MINE}product/{own('harbour').pk}/"):
        assert ann.post(address).status_code == 405


def test_nothing_of_the_shops_configuration_is_told() -> None:
    editor = entered("ed", "editor")
    live, _ = sides(editor)
    mine = next(
        each
        for each in live[3:]
        if each.startswith("product/")
        and Product.objects.get(pk=each.partition("/")[2]).seller_id == "harbour"
    )
    click(editor, "pin", mine, position="1")
    publish(Draft.objects.get(), COMMAND)
    new_draft("Secret sale", COMMAND, shared=True)
    ann = seller("ann", "harbour")
    for html in (item(ann, mine.partition("/")[2]), text_of(ann.get(MINE, {"q": QUERY}))):
        for secret in ("Query: running", "Secret sale", "feature_ranker", "lexical", "Workbench"):
            assert secret not in html
    assert "placed it by hand" in item(ann, mine.partition("/")[2])


def test_a_hidden_item_is_told_without_the_rule() -> None:
    editor = entered("ed", "editor")
    shoe = own("harbour").pk
    click(editor, "hide", f"product/{shoe}")
    publish(Draft.objects.get(), COMMAND)
    html = item(seller("ann", "harbour"), shoe)
    assert "The shop does not show it for this search." in html
    assert "Query: running" not in html


def test_drafts_are_not_shown_to_sellers() -> None:
    editor = entered("ed", "editor")
    shoe = own("harbour").pk
    click(editor, "hide", f"product/{shoe}")
    assert "It is number" in item(seller("ann", "harbour"), shoe)


def test_staff_may_see_all_sellers() -> None:
    viewer = entered("vic", "viewer")
    assert "Summit Traders" in text_of(viewer.get(MINE))
    assert viewer.get(MINE, {"seller": "summit", "q": QUERY}).status_code == 200
    assert "It is number" in item(viewer, own("summit").pk)


def test_who_sells_nothing_is_told_so(client: Client) -> None:
    assert "/tuning/login/" in client.get(MINE)["Location"]
    assert seller("nobody").get(MINE).status_code == 403


def test_a_seller_who_logs_in_comes_to_their_items() -> None:
    seller("ann", "harbour")
    answer = Client().post("/tuning/login/", {"username": "ann", "password": "secret"})
    assert answer["Location"] == MINE


def test_a_seller_who_goes_takes_the_membership_along() -> None:
    seller("ann", "harbour")
    Seller.objects.filter(pk="harbour").delete()
    assert not SellerMember.objects.exists()
