"""From a rule to shoppers and back, in a browser: with scripts and without, small and dark."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from searchapp.publishing.actors import COMMAND
from searchapp.publishing.documents import published_document
from searchapp.publishing.editing import change, new_draft
from searchapp.publishing.models import Draft
from searchapp.publishing.publication import publish
from tests.browser.axe import serious_violations
from tests.browser.fixtures import NEEDS_CHROMIUM, Visit
from tests.storefront.shop import Shop
from tests.tuning.entering import entered

pytestmark = [NEEDS_CHROMIUM, pytest.mark.django_db(transaction=True)]

PIN: dict[str, Any] = {"pin": "k1", "kind": "product", "position": 1}
RULES: dict[str, Any] = {
    "kettles": {
        "name": "Kettles: our best one first, whatever else is found",
        "when": [{"exact": "kettle"}, {"recognised": "category", "value": "Home > Kitchen"}],
        "do": [PIN, {"boost": {"brand": ["Bosch", "Tefal"]}, "strength": "strong"}],
        "priority": 5,
        "schedule": {"days": ["saturday", "sunday"], "time_zone": "Europe/Berlin"},
    },
    "shadowed": {"name": "Second", "when": [{"exact": "kettle"}], "do": [{**PIN, "pin": "k2"}]},
    "over": {
        "name": "Last year's sale",
        "when": [{"any_query": True}],
        "do": [{"banner": {"title": "Sale", "link": "/sale/"}}],
        "schedule": {"ends": "2020-01-01T00:00:00+00:00"},
    },
}
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


def cookies(client: Client) -> dict[str, str]:
    return {name: morsel.value for name, morsel in client.cookies.items()}


@pytest.fixture
def approver(shop: Shop) -> Client:
    return entered("app", "approver")


@pytest.fixture
def begun(approver: Client) -> Draft:
    """Versions, and a draft with a change of each sort and a conflict."""
    first = new_draft("The first rules", COMMAND)
    change(first, "rules", RULES, COMMAND)
    change(first, "synonyms", {"tv": {"terms": ["tv", "television"]}}, COMMAND)
    publish(first, COMMAND, note="As agreed on Monday")
    draft = new_draft("Spring sale", COMMAND, shared=True)
    stronger = {**RULES["kettles"], "do": [{**PIN, "position": 2}], "priority": 9}
    change(draft, "rules", {"kettles": stronger, "over": None}, COMMAND)
    change(draft, "synonyms", {"sofa": {"terms": ["sofa", "couch"]}}, COMMAND)
    change(draft, "synonyms", {"tv": {"terms": ["tv", "telly"]}}, COMMAND)
    change(draft, "profiles", {"spring": {"few": 5, "objective": {"margin": 0.2}}}, COMMAND)
    other = new_draft("Someone else's", COMMAND)
    change(other, "synonyms", {"tv": {"terms": ["tv", "telly", "television"]}}, COMMAND)
    publish(other, COMMAND)
    approver.post("/tuning/work-in/", {"draft": draft.pk})
    return draft


def save_a_rule_and_publish_it(page: Page) -> None:
    page.get_by_role("link", name="New rule").click()
    page.get_by_label("What it is for").fill("Kettle one first")
    page.locator("#when-0-text").fill("kettle")
    page.get_by_label("Add", exact=True).last.select_option("pin")
    page.get_by_role("button", name="Add an effect").click()
    page.locator("#do-0-id").fill("k1")
    page.locator("#do-0-position").fill("1")
    page.get_by_role("button", name="Save in the draft").click()
    expect(page.locator(".rule__sentence")).to_contain_text("pin product k1 to position 1")
    page.get_by_role("navigation", name="Tuning").get_by_role("link", name="Drafts").click()
    page.locator("main").get_by_role("link", name="Changes by app").click()
    page.get_by_role("button", name="Publish all").click()
    expect(page.get_by_role("status")).to_contain_text("Published as version 2")
    assert [each["name"] for each in published_document()["rules"].values()] == ["Kettle one first"]


def restore_the_first(page: Page) -> None:
    page.get_by_role("navigation", name="Tuning").get_by_role("link", name="Versions").click()
    page.get_by_role("link", name="Restore version 1").click()
    page.get_by_role("button", name="Restore version 1").click()
    expect(page.get_by_role("status")).to_contain_text("Version 1 is live again, as version 3")
    assert not published_document()["rules"]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_rule_goes_to_shoppers_and_back(approver: Client, visit: Visit, scripts: bool) -> None:
    page = visit("/tuning/rules/", cookies=cookies(approver), java_script_enabled=scripts)
    save_a_rule_and_publish_it(page)
    restore_the_first(page)


def test_rows_come_and_go_and_what_was_typed_stays(approver: Client, visit: Visit) -> None:
    page = visit("/tuning/rules/new/", cookies=cookies(approver))
    page.get_by_label("What it is for").fill("Typed before")
    for kind, field in (("hide", "#do-0-id"), ("redirect", "#do-1-url")):
        page.locator("#new-do").select_option(kind)
        page.get_by_role("button", name="Add an effect").click()
        expect(page.locator(field)).to_be_visible()
    page.get_by_role("button", name=re.compile(r"Remove\s*: Hide an item")).click()
    expect(page.locator("#do-0-url")).to_be_visible()
    expect(page.get_by_label("What it is for")).to_have_value("Typed before")


def test_items_are_offered_while_one_types(approver: Client, visit: Visit) -> None:
    page = visit("/tuning/rules/new/", cookies=cookies(approver))
    page.locator("#new-do").select_option("hide")
    page.get_by_role("button", name="Add an effect").click()
    page.locator("#do-0-id").press_sequentially("linen")
    expect(page.locator("#do-0-id-found option").first).to_have_attribute("label", "Linen shirt 0")


def test_a_conflict_is_settled_and_one_change_published(
    approver: Client, begun: Draft, visit: Visit
) -> None:
    page = visit(f"/tuning/drafts/{begun.pk}/", cookies=cookies(approver))
    page.get_by_role("button", name=re.compile(r"Keep mine\s*: tv")).click()
    expect(page.get_by_role("status")).to_contain_text("Yours is kept.")
    assert serious_violations(page) == []
    page.get_by_role("button", name=re.compile(r"Publish this alone\s*: sofa")).click()
    expect(page.get_by_role("status")).to_contain_text("Published as version 4")
    assert set(published_document()["synonyms"]) == {"tv", "sofa"}


PAGES: dict[str, Callable[[Draft], str]] = {
    "drafts": lambda draft: "",
    "draft": lambda draft: f"drafts/{draft.pk}/",
    "versions": lambda draft: "versions/",
    "version": lambda draft: "versions/2/",
    "compare": lambda draft: "versions/compare/?before=1&after=3",
    "restore": lambda draft: "versions/2/restore/",
    "rules": lambda draft: "rules/",
    "rule": lambda draft: "rules/kettles/",
    "new rule": lambda draft: "rules/new/",
    "calendar": lambda draft: "rules/calendar/",
    "conflicts": lambda draft: "rules/conflicts/",
    "words": lambda draft: "words/synonyms/",
    "word": lambda draft: "words/synonyms/tv/",
    "entity": lambda draft: "words/entities/new/",
    "profiles": lambda draft: "profiles/",
    "profile": lambda draft: "profiles/spring/",
    "history": lambda draft: "audit/",
}


def test_every_page_is_for_everyone(approver: Client, begun: Draft, visit: Visit) -> None:
    """Wide and light, small and dark: nothing that axe calls serious, nothing that is cut off."""
    found: dict[str, Any] = {}
    for viewport, scheme in ((WIDE, "light"), (PHONE, "dark")):
        page = visit("/tuning/", cookies=cookies(approver), viewport=viewport, color_scheme=scheme)
        for name, address in PAGES.items():
            page.goto(f"/tuning/{address(begun)}")
            wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            wrong = [*serious_violations(page), *([f"{wide} px too wide"] if wide > 0 else [])]
            if wrong:
                found[f"{name}, {scheme}"] = wrong
    assert found == {}


def test_a_faulty_form_and_a_trial_are_for_everyone(
    approver: Client, begun: Draft, visit: Visit
) -> None:
    page = visit("/tuning/rules/kettles/", cookies=cookies(approver), may_fail=True)
    page.get_by_label("Try this query").fill("kettle")
    page.get_by_role("button", name="Try it before saving").click()
    expect(page.get_by_role("heading", name="The first results of “kettle”")).to_be_visible()
    assert serious_violations(page) == []
    page.locator("#do-0-position").fill("top")
    page.get_by_role("button", name="Save in the draft").click()
    expect(page.get_by_text("Position must be a whole number")).to_be_visible()
    assert serious_violations(page) == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_the_lesser_places_are_in_a_menu_that_keys_open(
    approver: Client, visit: Visit, scripts: bool
) -> None:
    page = visit("/tuning/versions/", cookies=cookies(approver), java_script_enabled=scripts)
    quality = page.get_by_role("navigation", name="Tuning").get_by_role("link", name="Quality")
    expect(quality).to_be_hidden()
    page.get_by_role("link", name="Versions", exact=True).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(quality).to_be_visible()
    assert serious_violations(page) == [] if scripts else True
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(quality).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Quality")).to_be_visible()


def test_escape_and_a_click_elsewhere_close_the_menu(approver: Client, visit: Visit) -> None:
    page = visit("/tuning/versions/", cookies=cookies(approver))
    summary, menu = page.locator(".more > summary"), page.locator(".more__links")
    summary.click()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(summary).to_be_focused()
    summary.click()
    page.locator("h1").click(position={"x": 5, "y": 5})
    expect(menu).to_be_hidden()


def test_the_header_is_one_row_where_there_is_room(approver: Client, visit: Visit) -> None:
    draft = new_draft("A draft whose name is as long as names of drafts are in most shops", COMMAND)
    Draft.objects.filter(pk=draft.pk).update(is_shared=True)
    approver.post("/tuning/work-in/", {"draft": draft.pk})
    for address in ("", "audit/"):
        page = visit(f"/tuning/{address}", cookies=cookies(approver))
        assert page.locator(".top").evaluate("top => top.offsetHeight") < 70


def test_on_a_phone_the_menu_opens_within_its_row(approver: Client, visit: Visit) -> None:
    page = visit("/tuning/versions/", cookies=cookies(approver), viewport=PHONE)
    page.locator(".more > summary").click()
    page.get_by_role("navigation", name="Tuning").get_by_role("link", name="Sellers").click()
    expect(page.get_by_role("heading", name="Sellers")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
