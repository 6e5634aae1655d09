"""The shop in a real browser: with script and without, on a desk and on a phone."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, Route, expect

from searchapp.pipeline.merchandising import Banner
from searchapp.pipeline.request import AnyOf, Kind
from searchapp.pipeline.response import AppliedFilter
from tests.browser.fixtures import NEEDS_CHROMIUM, Visit
from tests.storefront.shop import ODD_BRAND, Shop

pytestmark = [
    NEEDS_CHROMIUM,
    pytest.mark.usefixtures("shop", "logged"),
]
PHONE = {"width": 360, "height": 740}


def type_slowly_enough(page: Page, text: str) -> None:
    """Types and waits until the suggestions for the whole text are there."""
    with page.expect_response(lambda answer: answer.url.endswith(f"q={text}&size=8")):
        page.get_by_role("combobox").press_sequentially(text)


def test_suggestions_come_while_typing_and_are_chosen_by_keyboard(visit: Visit) -> None:
    page = visit("/")
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    type_slowly_enough(page, "kettle")
    expect(page.get_by_role("option")).to_have_count(6)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status")).to_contain_text("6 suggestions")
    box.press("ArrowDown")
    expect(box).to_have_value("kettle steel")
    expect(box).to_have_attribute("aria-activedescendant", "suggestion-0")
    expect(page.get_by_role("option", selected=True)).to_have_text("kettle steel")
    box.press("ArrowUp")
    expect(box).to_have_value("kettle")
    box.press("ArrowUp")
    expect(page.get_by_role("option", selected=True)).to_contain_text("Electric kettle 2")
    box.press("Enter")
    page.wait_for_url("**/products/k2")


def test_escape_closes_suggestions_and_gives_back_what_was_typed(visit: Visit) -> None:
    page = visit("/")
    type_slowly_enough(page, "kettle")
    box = page.get_by_role("combobox")
    box.press("ArrowDown")
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("kettle")
    box.press("Enter")
    page.wait_for_url("**/?q=kettle")


def test_suggestions_stand_under_a_heading_for_each_kind(visit: Visit) -> None:
    page = visit("/")
    type_slowly_enough(page, "kettle")
    groups = page.get_by_role("listbox").get_by_role("group")
    headings = ["Searches", "Categories", "Brands", "Products"]
    expect(groups.locator(".suggestions__heading")).to_have_text(headings)
    expect(groups.nth(3).get_by_role("option")).to_have_count(3)
    category = page.get_by_role("group", name="Categories").get_by_role("option")
    expect(category).to_contain_text("Home › Kitchen")


def test_what_was_not_typed_stands_out_wherever_it_is(visit: Visit) -> None:
    page = visit("/")
    query = {"kind": "query", "text": "red running shoes"}
    page.route(re.compile("suggest"), lambda route: route.fulfill(json={"suggestions": [query]}))
    type_slowly_enough(page, "Shoe")
    expect(page.get_by_role("option")).to_have_text("red running shoes")
    expect(page.locator(".suggestion__rest")).to_have_text(["red running", "s"])


def test_a_suggested_product_whose_picture_is_missing_has_a_drawing(visit: Visit) -> None:
    page = visit("/", may_fail=True)
    product = {"kind": "product", "text": "Kettle", "value": "k1", "image": "demo/lost.webp"}
    page.route(re.compile("suggest"), lambda route: route.fulfill(json={"suggestions": [product]}))
    type_slowly_enough(page, "kett")
    expect(page.get_by_role("option").locator("svg.suggestion__icon")).to_be_visible()
    expect(page.get_by_role("option").locator("img")).to_have_count(0)


def test_a_suggested_seller_becomes_a_filter(visit: Visit) -> None:
    page = visit("/")
    seller = {"kind": "seller", "text": "Fleet Feet", "value": "Fleet Feet"}
    page.route(re.compile("suggest"), lambda route: route.fulfill(json={"suggestions": [seller]}))
    type_slowly_enough(page, "fle")
    page.get_by_role("combobox").press("ArrowDown")
    page.get_by_role("combobox").press("Enter")
    page.wait_for_url("**/?filter.seller_name=Fleet+Feet")


def test_a_suggested_brand_or_category_becomes_a_filter(visit: Visit) -> None:
    page = visit("/")
    type_slowly_enough(page, "kettle")
    page.get_by_role("option", name=ODD_BRAND).click()
    expect(page.get_by_role("link", name="Remove filter Brand")).to_contain_text(ODD_BRAND)
    expect(page.get_by_role("checkbox", name=ODD_BRAND)).to_be_checked()


def test_only_the_answer_to_what_was_typed_last_is_shown(visit: Visit) -> None:
    page = visit("/")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile(r"suggest\?q=kett&"), hold)
    with page.expect_request(lambda request: "q=kett&" in request.url):
        page.get_by_role("combobox").press_sequentially("kett")
    with page.expect_response(lambda answer: "q=kettle&" in answer.url):
        page.get_by_role("combobox").press_sequentially("le")
    expect(page.get_by_role("option").first).to_have_text("kettle steel")
    for route in held:
        route.fulfill(json={"suggestions": [{"kind": "query", "text": "stale"}]})
    expect(page.get_by_role("option").first).to_have_text("kettle steel")


def test_without_an_answer_there_are_no_suggestions_and_search_still_works(visit: Visit) -> None:
    page = visit("/", may_fail=True)
    page.route(re.compile("suggest"), lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.get_by_role("combobox").press_sequentially("kettle")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.get_by_role("combobox").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Results for “kettle”")


def test_a_filter_applies_at_once_and_keeps_the_focus(visit: Visit) -> None:
    page = visit("/?q=kettle")
    page.evaluate("window.samePage = true")
    page.get_by_role("checkbox", name="Bosch").check()
    expect(page.locator("#result-count")).to_contain_text("20 results")
    expect(page.get_by_role("status")).to_contain_text("20 results")
    expect(page.get_by_role("checkbox", name="Bosch")).to_be_focused()
    assert page.url.endswith("/?q=kettle&filter.brand=Bosch")
    assert page.evaluate("window.samePage")
    page.get_by_label("Sort by").select_option("Price: high to low")
    expect(page.locator(".card__title").first).to_have_text("Electric kettle 57")
    page.go_back()
    page.go_back()
    expect(page.locator("#result-count")).to_contain_text("62 results")


def test_a_price_range_is_set_by_the_enter_key(visit: Visit) -> None:
    page = visit("/?q=kettle")
    page.get_by_label("Highest price").fill("12")
    page.get_by_label("Highest price").press("Enter")
    expect(page.locator("#result-count")).to_contain_text("3 results")


def test_everything_works_without_script(visit: Visit) -> None:
    page = visit("/", java_script_enabled=False)
    page.get_by_label("Search products").fill("kettle")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("checkbox", name="Tefal").check()
    page.get_by_label("Lowest price").fill("20")
    page.get_by_label("Sort by").select_option("Price: low to high")
    page.get_by_role("button", name="Apply filters").click()
    expect(page.locator(".card__title").first).to_have_text("Electric kettle 10")
    page.get_by_role("link", name="Remove filter Price").click()
    page.locator(".why__summary").first.click()
    expect(page.locator(".why__panel").first).to_contain_text("stand in its title")
    page.get_by_role("link", name="Clear all").click()
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_role("link", name="Page 2")).to_have_attribute("aria-current", "page")


def test_script_makes_the_apply_buttons_needless(visit: Visit) -> None:
    page = visit("/?q=kettle")
    expect(page.get_by_role("button", name="Apply filters")).to_be_hidden()
    expect(page.get_by_role("button", name="Sort")).to_be_hidden()


@pytest.mark.parametrize(
    "address",
    ["/", "/?q=kettle&filter.brand=Bosch", "/?q=zzz", "/products/k0", "/live/l1"],
)
def test_pages_fit_a_phone(visit: Visit, shop: Shop, address: str) -> None:
    shop.items[Kind.PRODUCT]["k0"]["title"] = "kettle" + "Unbreakable" * 12
    page = visit(address, viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_on_a_phone_filters_fold_away_and_stay_open_while_they_are_used(visit: Visit) -> None:
    page = visit("/?q=kettle", viewport=PHONE)
    brand = page.get_by_role("checkbox", name="Bosch")
    expect(brand).to_be_hidden()
    page.locator(".filters__summary").click()
    brand.check()
    expect(page.locator("#result-count")).to_contain_text("20 results")
    expect(page.get_by_role("checkbox", name="Bosch")).to_be_visible()


def test_on_a_desk_filters_stand_open(visit: Visit) -> None:
    page = visit("/?q=kettle")
    expect(page.get_by_role("checkbox", name="Bosch")).to_be_visible()
    expect(page.locator(".filters__summary")).to_be_hidden()


def test_reasons_open_by_keyboard_over_the_card_and_move_nothing(visit: Visit) -> None:
    page = visit("/?q=kettle")
    second = page.locator(".card").nth(4)
    before = second.bounding_box()
    page.locator(".why__summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".why__panel").first).to_be_visible()
    assert second.bounding_box() == before
    page.keyboard.press("Escape")
    expect(page.locator(".why__panel").first).to_be_hidden()
    expect(page.locator(".why__summary").first).to_be_focused()


def test_a_picture_that_is_missing_gives_way_to_a_drawing(visit: Visit, shop: Shop) -> None:
    shop.items[Kind.PRODUCT]["k0"]["image"] = "demo/lost.webp"
    page = visit("/products/k0", may_fail=True)
    expect(page.locator("[data-broken]").first).to_be_hidden()
    expect(page.locator(".picture__drawing").first).to_be_visible()


@pytest.mark.parametrize("address", ["/", "/?q=kettle"])
def test_nothing_moves_while_a_page_loads(visit: Visit, address: str) -> None:
    page = visit(address)
    page.evaluate("document.fonts.ready.then(() => true)")
    assert page.evaluate("window.shifted") < 0.02


def test_a_font_that_comes_late_moves_nothing(visit: Visit, shop: Shop) -> None:
    shop.changes = {"banner": Banner("Kettles " + "w" * 60, "Until Friday")}
    page, held = visit("about:blank", viewport=PHONE), list[Route]()

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/*.woff2", hold)
    page.goto("/?q=kettle", wait_until="domcontentloaded")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.evaluate("new Promise(drawn => setTimeout(drawn, 200))")
    assert held
    for each in held:
        each.continue_()
    page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
    assert page.evaluate("window.shifted") < 0.02


def test_the_first_tab_stop_skips_to_the_content(visit: Visit) -> None:
    page = visit("/?q=kettle")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


@pytest.mark.parametrize("address", ["/", "/?q=kettle", "/?q=zzz", "/products/k1", "/live/l1"])
def test_headings_descend_one_level_at_a_time(visit: Visit, address: str) -> None:
    page = visit(address)
    levels = page.eval_on_selector_all("h1, h2, h3, h4", "all => all.map(h => +h.tagName[1])")
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1280, "height": 900}])
def test_a_banner_is_seen_whole_and_clicked_anywhere(
    visit: Visit, shop: Shop, viewport: dict[str, int]
) -> None:
    picture = "/static/storefront/icon.svg"
    shop.changes = {
        "banner": Banner("Kettles " + "w" * 60, "Until Friday", picture, "/products/k1")
    }
    page = visit("/?q=kettle", viewport=viewport)
    banner = page.get_by_role("complementary", name="From the shop")
    expect(banner.get_by_text("Until Friday")).to_be_visible()
    assert banner.locator("img").evaluate("image => image.naturalWidth > 0")
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert page.evaluate("window.shifted") < 0.02
    banner.click(position={"x": 5, "y": 5})
    page.wait_for_url("**/products/k1")


def test_who_is_sent_elsewhere_can_search_anyway(visit: Visit, shop: Shop) -> None:
    shop.changes = {"redirect": "/?filter.brand=Bosch"}
    page = visit("/")
    page.get_by_role("combobox").fill("kettle")
    page.get_by_role("combobox").press("Enter")
    page.wait_for_url("**/?filter.brand=Bosch&redirect=false&sent_from=kettle")
    page.get_by_role("link", name="Search for “kettle” anyway").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Results for “kettle”")
    page.get_by_role("checkbox", name="Bosch").check()
    expect(page.locator("#result-count")).to_contain_text("20 results")
    assert "redirect=false" in page.url


def test_a_required_filter_is_no_link(visit: Visit, shop: Shop) -> None:
    shop.changes = {"applied_filters": (AppliedFilter(AnyOf("brand", ("Bosch",)), rule="Autumn"),)}
    page = visit("/?q=kettle")
    chips = page.get_by_role("list", name="Filters that are on")
    expect(chips.get_by_role("listitem")).to_contain_text(["Bosch · Autumn"])
    expect(chips.get_by_role("link")).to_have_count(0)
