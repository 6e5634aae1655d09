"""A seller's way from logging in to shoppers, with an approver of the shop between."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from searchapp.catalog.models import OutboxRow, Product
from tests.browser.axe import serious_violations
from tests.browser.fixtures import NEEDS_CHROMIUM, Visit
from tests.publishing.people import person
from tests.search.conftest import ENGINES
from tests.tuning.selling import SHOP, found, in_shop, member, shoes, write
from tests.tuning.store import QUERY, open_store, publish_for_real

pytestmark = [NEEDS_CHROMIUM, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
Enter = Callable[..., Page]


@pytest.fixture
def store(
    request: pytest.FixtureRequest, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    publish_for_real(monkeypatch)
    with open_store(getattr(request, "param", "embedded")):
        yield


@pytest.fixture(params=[True, False], ids=["with scripts", "without"])
def enter(request: pytest.FixtureRequest, visit: Visit) -> Enter:
    """Logs someone in by the form."""

    def entered(name: str, **options: object) -> Page:
        page = visit("/tuning/", java_script_enabled=request.param, **options)
        page.get_by_label("Name").fill(name)
        page.get_by_label("Password").fill("secret")
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_role("button", name=f"Log out {name}")).to_be_visible()
        return page

    return entered


@pytest.mark.parametrize("store", ENGINES, indirect=True)
def test_a_seller_pins_an_item_in_their_shop_and_an_approver_publishes_it(
    store: None, enter: Enter
) -> None:
    member("ann", "harbour")
    person("abe", "approver")
    everywhere, others, before = found(), in_shop("summit"), in_shop("harbour")
    title = Product.objects.get(pk=before[-1]).title
    page = enter("ann")
    page.get_by_role("link", name="My shop").click()
    page.get_by_role("link", name="Add a rule").click()
    page.get_by_label("Title has").fill(title)
    page.get_by_role("button", name="Find").click()
    page.get_by_label("Item", exact=True).select_option(f"product/{before[-1]}")
    page.get_by_label("for exactly these words").check()
    page.get_by_label("Words", exact=True).fill(QUERY)
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_role("status")).to_contain_text("Saved.")
    first = page.get_by_role("region", name="With your changes").get_by_role("listitem").first
    expect(first).to_contain_text(title)
    expect(first).to_contain_text("up")
    assert in_shop("harbour") == before
    page.get_by_role("button", name="Send to the shop").click()
    expect(page.get_by_role("status")).to_contain_text("Sent.")

    shop = enter("abe")
    shop.get_by_role("link", name="Shop of Harbour Goods").click()
    expect(shop.locator("main")).to_contain_text("Only in the shop of the seller harbour")
    shop.get_by_role("button", name="Publish all").click()
    expect(shop.get_by_role("status")).to_contain_text("Published as version 2")

    assert in_shop("harbour")[0] == before[-1]
    assert found() == everywhere
    assert in_shop("summit") == others
    page.reload()
    expect(page.locator("main")).to_contain_text("In use now")


def test_a_seller_mends_a_listing_and_sees_its_rank(store: None, enter: Enter) -> None:
    member("ann", "harbour")
    id_ = shoes("harbour")[0]
    Product.objects.filter(pk=id_).update(brand="")
    OutboxRow.objects.all().delete()
    # The browser complains of the page that says what is wrong: its status is 422.
    page = enter("ann", may_fail=True)
    page.goto(f"/tuning/mine/product/{id_}/?q=running+shoes")
    page.get_by_role("link", name="Give it a brand").click()
    page.get_by_label("Brand").fill("Zephyr")
    page.get_by_label("Stock").fill("many")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was saved")
    expect(page.get_by_label("Brand")).to_have_value("Zephyr")
    expect(page.locator("#stock-fault")).to_be_visible()
    page.get_by_label("Stock").fill("5")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_contain_text("Saved.")
    expect(page.locator(".verdict")).to_contain_text("It is")
    expect(page.get_by_role("link", name="Give it a brand")).to_have_count(0)
    now = Product.objects.get(pk=id_)
    assert (now.brand, now.stock) == ("Zephyr", 5)


def test_the_pages_are_for_all_and_fit_a_phone(store: None, visit: Visit) -> None:
    ann = member("ann", "harbour")
    id_ = shoes("harbour")[0]
    write(ann, "harbour", id_, act="hide")
    write(ann, "harbour", in_shop("harbour")[-1])
    cookies = {name: morsel.value for name, morsel in ann.cookies.items()}
    pages = {
        "shop": f"{SHOP}?q=running+shoes",
        "rule": f"{SHOP}rule/?item=product/{id_}&words=running+shoes",
        "item": f"/tuning/mine/product/{id_}/?q=running+shoes",
        "listing": f"/tuning/mine/edit/{id_}/",
    }
    for scheme in ("light", "dark"):
        page = visit("/tuning/mine/", cookies=cookies, color_scheme=scheme)
        for name, address in pages.items():
            page.goto(address)
            assert serious_violations(page) == [], (name, scheme)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    for name, address in pages.items():
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], name


def test_a_rule_is_written_by_keyboard(store: None, visit: Visit) -> None:
    ann: Client = member("ann", "harbour")
    cookies = {name: morsel.value for name, morsel in ann.cookies.items()}
    page = visit(f"{SHOP}rule/?item=product/{shoes('harbour')[0]}", cookies=cookies)
    page.get_by_label("Position").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Saved.")
    expect(page.locator("main")).to_contain_text("to position 3")
