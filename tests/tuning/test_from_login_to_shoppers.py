"""What a merchant does on the pages, from logging in on, and what shoppers then find by the API."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from tests.browser.fixtures import NEEDS_CHROMIUM, Visit
from tests.publishing.people import person
from tests.search.conftest import ENGINES
from tests.tuning.store import QUERY, open_store, publish_for_real

pytestmark = [NEEDS_CHROMIUM, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True, params=ENGINES)
def store(
    request: pytest.FixtureRequest, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    publish_for_real(monkeypatch)
    with open_store(request.param):
        yield


@pytest.fixture(params=[True, False], ids=["with scripts", "without"])
def page(request: pytest.FixtureRequest, visit: Visit) -> Page:
    """A merchant who may publish has logged in."""
    person("ann", "approver")
    opened = visit("/tuning/", java_script_enabled=request.param)
    opened.get_by_label("Name").fill("ann")
    opened.get_by_label("Password").fill("secret")
    opened.get_by_role("button", name="Log in").click()
    expect(opened.get_by_role("heading", name="Drafts", exact=True)).to_be_visible()
    return opened


def answer(query: str) -> dict[str, Any]:
    """What shoppers get."""
    found = Client().get("/api/search", {"q": query, "kinds": "product", "size": 24})
    assert found.status_code == 200
    result: dict[str, Any] = found.json()
    return result


def ids(query: str = QUERY) -> list[str]:
    return [hit["id"] for hit in answer(query)["hits"]]


def open_place(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Tuning").get_by_role("link", name=name).click()


def card(page: Page, id_: str) -> Locator:
    return page.locator("[data-pinnable] > .card").filter(
        has=page.locator(f"a[href*='/product/{id_}/']")
    )


def act(page: Page, id_: str, button: str) -> None:
    card(page, id_).get_by_role("button", name=button, exact=True).click()
    expect(page.locator(".message--success")).to_be_visible()
    page.goto(f"/tuning/workbench/?q={QUERY.replace(' ', '+')}")


def publish(page: Page, version: int) -> None:
    open_place(page, "Drafts")
    page.locator("main").get_by_role("link", name="Changes by ann").first.click()
    page.get_by_role("button", name="Publish all").click()
    expect(page.get_by_role("status")).to_contain_text(f"Published as version {version}")


def restore(page: Page, number: int, version: int) -> None:
    open_place(page, "Versions")
    page.get_by_role("link", name=f"Restore version {number}", exact=True).click()
    page.get_by_role("button", name=f"Restore version {number}").click()
    expect(page.get_by_role("status")).to_contain_text(f"as version {version}")


def test_pins_boosts_buries_and_hides_reach_shoppers_when_published_and_go_when_restored(
    page: Page,
) -> None:
    before = ids()
    hidden, buried, pinned, boosted = before[0], before[1], before[5], before[9]
    open_place(page, "Workbench")
    page.get_by_label("Query").fill(QUERY)
    page.get_by_role("button", name="Search", exact=True).click()
    act(page, boosted, "Boost")
    act(page, buried, "Bury")
    act(page, hidden, "Hide")
    card(page, pinned).get_by_label("Position").fill("1")
    act(page, pinned, "Pin to")
    assert ids() == before, "a draft is nothing to shoppers"
    publish(page, 2)
    after = ids()
    assert after[0] == pinned
    assert hidden not in after
    rest = [each for each in before if each not in (hidden, pinned)]
    now = [each for each in after if each != pinned]
    assert now.index(boosted) <= rest.index(boosted) - 4
    assert now.index(buried) >= rest.index(buried) + 4
    assert answer(QUERY)["config_version"].startswith("2.")
    restore(page, 1, 3)
    assert ids() == before


def test_a_synonym_finds_for_shoppers_once_it_is_published(page: Page) -> None:
    assert not set(ids("zapatos")) & set(ids())
    page.goto("/tuning/words/synonyms/new/")
    page.get_by_label("Terms").fill("zapatos\nrunning shoes")
    page.get_by_role("button", name="Save in the draft").click()
    if page.get_by_label("Save anyway").count():
        page.get_by_label("Save anyway").check()
        page.get_by_role("button", name="Save in the draft").click()
    publish(page, 2)
    assert set(ids("zapatos")) & set(ids())


def test_a_redirect_holds_at_its_times_and_no_others(page: Page) -> None:
    now = datetime.now(UTC)
    for name, ends in (("over", now - timedelta(days=1)), ("now", now + timedelta(days=2))):
        page.goto("/tuning/rules/new/")
        page.get_by_label("What it is for").fill(f"Sale, {name}")
        page.locator("#when-0-text").fill(f"sale {name}")
        page.get_by_label("Add", exact=True).last.select_option("redirect")
        page.get_by_role("button", name="Add an effect").click()
        page.locator("#do-0-url").fill("/sale/")
        page.locator("#begins").fill(f"{now - timedelta(days=3):%Y-%m-%dT%H:%M}")
        page.locator("#ends").fill(f"{ends:%Y-%m-%dT%H:%M}")
        page.get_by_role("button", name="Save in the draft").click()
        expect(page.locator(".rule__sentence")).to_contain_text("/sale/")
    assert answer("sale now")["redirect"] is None
    publish(page, 2)
    assert answer("sale now")["redirect"] == "/sale/"
    assert answer("sale over")["redirect"] is None
