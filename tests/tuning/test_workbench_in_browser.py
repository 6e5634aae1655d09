"""The workbench and its neighbours in a real browser: by mouse, by keyboard, without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from searchapp.catalog.models import SellerMember
from searchapp.merchandising.models import Profile, QueryRule
from tests.browser.axe import serious_violations
from tests.browser.fixtures import NEEDS_CHROMIUM, Visit
from tests.publishing.people import person
from tests.tuning.store import open_store, publish_for_real

pytestmark = [NEEDS_CHROMIUM, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
WORKBENCH = "/tuning/workbench/?q=running+shoes"
Enter = Callable[..., Page]


@pytest.fixture(autouse=True)
def store(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    publish_for_real(monkeypatch)
    with open_store():
        yield


@pytest.fixture
def enter(visit: Visit) -> Enter:
    """Opens a page as an editor who also works for a seller."""
    user = person("ed", "editor")
    SellerMember.objects.create(user=user, seller_id="harbour")
    client = Client()
    client.force_login(user)
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    return lambda address, **options: visit(address, cookies=cookies, **options)


def draft_cards(page: Page) -> Locator:
    return page.locator("[data-pinnable] > .card")


def titles(page: Page) -> list[str]:
    return page.locator("[data-pinnable] .card__title").all_inner_texts()


def card_of(page: Page, title: str) -> Locator:
    return draft_cards(page).filter(has=page.get_by_role("link", name=title, exact=True))


def first_is(page: Page, title: str) -> None:
    expect(draft_cards(page).first.locator(".card__title")).to_have_text(title)


def actions() -> list[dict[str, object]]:
    return list(QueryRule.objects.get().plain["do"])


def test_a_card_that_is_dragged_is_pinned_where_it_is_dropped(enter: Enter) -> None:
    page = enter(WORKBENCH)
    title = titles(page)[3]
    card_of(page, title).drag_to(draft_cards(page).first)
    first_is(page, title)
    expect(page.get_by_label("You work in")).to_contain_text("Changes by ed")
    assert [each["position"] for each in actions()] == [1]
    other = titles(page)[4]
    card_of(page, other).drag_to(draft_cards(page).nth(1))
    expect(draft_cards(page).nth(1).locator(".card__title")).to_have_text(other)
    expect(page.locator(".message--success")).to_contain_text("pinned to 2")


def test_by_keyboard_an_item_is_pinned_to_a_number(enter: Enter) -> None:
    page = enter(WORKBENCH)
    title = titles(page)[4]
    number = card_of(page, title).get_by_label("Position")
    number.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    first_is(page, title)
    assert [each["position"] for each in actions()] == [1]


def test_clicks_boost_bury_hide_and_undo(enter: Enter) -> None:
    page = enter(WORKBENCH)
    before = titles(page)
    title = before[8]
    card_of(page, title).get_by_role("button", name="Boost").click()
    expect(card_of(page, title)).to_contain_text("boosted (moderate)")
    assert titles(page).index(title) < 8
    card_of(page, title).get_by_role("button", name="Bury").press("Enter")
    expect(card_of(page, title)).to_contain_text("buried (moderate)")
    card_of(page, title).get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Both sides are the same.")).to_be_visible()
    card_of(page, before[0]).get_by_role("button", name="Hide").click()
    first_is(page, before[1])
    page.get_by_role("button", name="Take back all of this draft for this query").click()
    first_is(page, before[0])
    assert not QueryRule.objects.exists()


def test_who_acts_by_keyboard_stays_where_they_were(enter: Enter) -> None:
    page = enter(WORKBENCH)
    card_of(page, titles(page)[5]).get_by_role("button", name="Hide").press("Enter")
    expect(page.locator(".message--success")).to_contain_text("Hid")
    button = card_of(page, titles(page)[3]).get_by_role("button", name="Boost")
    button.press("Enter")
    expect(page.locator(".message--success")).to_contain_text("Boosted")
    expect(page.locator("[id^='boost-']:focus")).to_be_attached()
    card_of(page, titles(page)[2]).get_by_role("button", name="Hide").press("Enter")
    expect(page.locator(".message--success")).to_contain_text("Hid")
    expect(page.locator("#sides")).to_be_focused()


def test_sliders_re_rank_the_draft_as_they_move_and_are_kept(enter: Enter) -> None:
    page = enter(WORKBENCH)
    before = titles(page)
    page.get_by_text("Sliders of the profile").click()
    page.get_by_label("Diversity").focus()
    page.keyboard.press("End")
    expect(page.get_by_text("Diversity 0 → 1")).to_be_visible()
    assert titles(page) != before
    after = titles(page)
    assert not Profile.objects.exists()
    page.get_by_role("button", name="Keep in draft").click()
    expect(page.locator(".message--success")).to_contain_text("is in the draft")
    assert Profile.objects.get().plain == {"diversity": {"strength": 1.0}}
    assert titles(page) == after


def test_everything_works_without_scripts(enter: Enter) -> None:
    page = enter(WORKBENCH, java_script_enabled=False)
    before = titles(page)
    card = card_of(page, before[4])
    card.get_by_label("Position").fill("2")
    card.get_by_role("button", name="Pin to").click()
    expect(draft_cards(page).nth(1).locator(".card__title")).to_have_text(before[4])
    card_of(page, before[0]).get_by_role("button", name="Hide").click()
    first_is(page, before[1])
    page.get_by_text("Sliders of the profile").click()
    page.get_by_label("Diversity").focus()
    page.keyboard.press("End")
    page.get_by_role("button", name="Show with these sliders").click()
    expect(page.get_by_text("Diversity 0 → 1")).to_be_visible()
    page.get_by_role("button", name="Keep in draft").click()
    expect(page.locator(".message--success")).to_contain_text("is in the draft")
    page.get_by_role("button", name="Take back all of this draft for this query").click()
    assert not QueryRule.objects.exists()


def test_a_missing_product_is_looked_for_as_one_types_and_cured(enter: Enter) -> None:
    page = enter("/tuning/why/product/item-001/?q=running+shoes")
    page.get_by_label("Product, video or live stream").press_sequentially("rain jacket norden")
    page.locator("#offered").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="What keeps it off the first page")).to_be_visible()
    page.get_by_label("Position").fill("3")
    page.get_by_role("button", name="Pin").click()
    expect(page.locator(".why-verdict")).to_contain_text("Number 3")


PAGES = {
    "workbench": f"{WORKBENCH}&slider.diversity=1",
    "browsing": "/tuning/workbench/",
    "why": "/tuning/why/product/item-001/?q=running+shoes",
    "why not": "/tuning/why/product/item-021/?q=running+shoes",
    "items": "/tuning/why/items/?q=running+shoes&item=jacket",
    "mine": "/tuning/mine/?q=running+shoes",
    "my item": "/tuning/mine/product/item-001/?q=running+shoes",
}


def test_pages_are_accessible_and_fit_a_phone(enter: Enter) -> None:
    page = enter(WORKBENCH)
    card_of(page, titles(page)[3]).get_by_role("button", name="Boost").click()
    expect(page.locator(".message--success")).to_contain_text("Boosted")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for name, address in PAGES.items():
            page.goto(address)
            assert serious_violations(page) == [], (name, scheme)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    for name, address in PAGES.items():
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], name
