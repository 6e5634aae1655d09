"""Two tabs in two drafts, in a real browser: each writes where it says that it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from searchapp.publishing.actors import COMMAND
from searchapp.publishing.documents import document_of
from searchapp.publishing.editing import new_draft
from searchapp.publishing.models import Draft
from tests.browser.fixtures import NEEDS_CHROMIUM, Visit
from tests.tuning.entering import entered
from tests.tuning.store import open_store, publish_for_real

pytestmark = [NEEDS_CHROMIUM, pytest.mark.django_db(transaction=True)]
WORKBENCH = "/tuning/workbench/?q=running+shoes"
Tabs = tuple[Page, Page]
Opened = Callable[[str], Tabs]


@pytest.fixture(autouse=True)
def store(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    publish_for_real(monkeypatch)
    with open_store():
        yield


@pytest.fixture
def drafts() -> tuple[Draft, Draft]:
    first, second = (new_draft(name, COMMAND, shared=True) for name in ("First", "Second"))
    return first, second


@pytest.fixture(params=[True, False], ids=["with scripts", "without"])
def tabs(request: Any, visit: Visit, drafts: tuple[Draft, Draft]) -> Opened:
    """The same address in two tabs of one browser, the first in the first draft."""
    client: Client = entered("ed", "editor")
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}

    def opened(address: str) -> Tabs:
        client.post("/tuning/work-in/", {"draft": drafts[0].pk})
        first = visit(address, cookies=cookies, java_script_enabled=request.param)
        client.post("/tuning/work-in/", {"draft": drafts[1].pk})
        second = first.context.new_page()
        second.goto(address)
        expect(first.get_by_label("You work in")).to_have_value(str(drafts[0].pk))
        expect(second.get_by_label("You work in")).to_have_value(str(drafts[1].pk))
        return first, second

    return opened


def changed(draft: Draft, section: str) -> list[Any]:
    return list(document_of(draft).get(section, {}).values())


def test_words_typed_in_two_tabs(tabs: Opened, drafts: tuple[Draft, Draft]) -> None:
    for page, word in zip(tabs("/tuning/words/banned_words/new/"), ("fake", "fraud"), strict=True):
        page.locator("#id_text").fill(word)
        page.get_by_role("button", name="Save in the draft").click()
        expect(page.get_by_role("status")).to_contain_text(f"Saved “{word}” in the draft")
    for draft, word in zip(drafts, ("fake", "fraud"), strict=True):
        assert [each["text"] for each in changed(draft, "banned_words")] == [word]


def test_pins_in_two_tabs(tabs: Opened, drafts: tuple[Draft, Draft]) -> None:
    pages = tabs(WORKBENCH)
    titles = []
    for page, draft, place in zip(pages, drafts, (3, 5), strict=True):
        card = page.locator("[data-pinnable] > .card").nth(place)
        titles.append(card.locator(".card__title").inner_text())
        card.get_by_label("Position").fill("1")
        card.get_by_role("button", name="Pin to").click()
        expect(page.locator("[data-pinnable] > .card").first).to_contain_text(titles[-1])
        expect(page.locator("#draft-title")).to_contain_text(f"Draft “{draft.name}”")
    # Once more in the tab that was not the last.
    pages[0].locator("[data-pinnable] > .card").nth(2).get_by_role("button", name="Hide").click()
    expect(pages[0].locator(".message--success")).to_contain_text("Hid")
    kinds = [[next(iter(act)) for act in changed(draft, "rules")[0]["do"]] for draft in drafts]
    assert kinds == [["pin", "hide"], ["pin"]]
    assert titles[0] != titles[1]


@pytest.mark.parametrize("tabs", [True], indirect=True)
def test_sliders_in_two_tabs(tabs: Opened, drafts: tuple[Draft, Draft]) -> None:
    first, _ = tabs(WORKBENCH)
    first.locator(".sliders summary").click()
    slider = first.locator(".slider input").first
    slider.focus()
    first.keyboard.press("ArrowRight")
    first.get_by_role("button", name="Keep in draft").click()
    expect(first.get_by_role("status").first).to_contain_text("is in the draft “First”")
    expect(first.locator("#draft-title")).to_contain_text("Draft “First”")
    assert (len(changed(drafts[0], "profiles")), changed(drafts[1], "profiles")) == (1, [])
