"""Judging and measuring in Chromium: by keyboard, without script, for everyone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from searchapp.publishing.actors import COMMAND
from searchapp.publishing.editing import change
from searchapp.publishing.models import Draft
from searchapp.relevance.impact.impact_runs import ask_for_impact
from searchapp.relevance.models import ImpactRun, JudgedQuery, Judgment, QualityRun, QuerySet
from searchapp.relevance.quality.quality_runs import ask_for_quality
from tests.browser.axe import serious_violations
from tests.browser.fixtures import NEEDS_CHROMIUM
from tests.publishing.people import person
from tests.tuning.measuring.conftest import SHOES, Enter, hiding_draft, judged_set, rater

pytestmark = [
    NEEDS_CHROMIUM,
    pytest.mark.usefixtures("open_shop"),
    pytest.mark.django_db(transaction=True),
]
PHONE = {"width": 390, "height": 844}


def the_set(*queries: str) -> QuerySet:
    query_set = QuerySet.objects.create(name="autumn")
    for text in queries or (SHOES, "electric kettle"):
        JudgedQuery.objects.create(query_set=query_set, text=text)
    return query_set


def item(page: Page) -> str:
    return page.locator("article[data-item]").get_attribute("data-item") or ""


def rated(page: Page, number: int) -> None:
    expect(page.get_by_text(f"{number} of ", exact=False).first).to_be_visible()
    expect(page.locator("#rating label[for=rated]")).to_contain_text(f"{number} of ")


def test_one_rates_by_keyboard(enter: Enter) -> None:
    query_set = the_set()
    page = enter(f"/tuning/judge/{query_set.pk}/rate/", rater("rita"))
    first = item(page)
    page.keyboard.press("3")
    rated(page, 1)
    second = item(page)
    assert second != first
    expect(page.locator("[data-focus]")).to_be_focused()
    page.keyboard.press("u")
    rated(page, 0)
    assert item(page) == first
    assert not Judgment.objects.exists()
    page.keyboard.press("n")
    expect(page.locator("#rating label[for=rated]")).to_contain_text("1 skipped")
    assert item(page) != first
    page.keyboard.press("0")
    rated(page, 1)
    assert [each.grade for each in Judgment.objects.all()] == [0]
    page.get_by_label("Keys 0–3 rate").uncheck()
    page.locator("h1").click()
    page.keyboard.press("2")
    page.wait_for_timeout(300)
    assert Judgment.objects.count() == 1


def test_a_list_is_rated_by_keyboard(enter: Enter) -> None:
    query_set = the_set(SHOES)
    page = enter(f"/tuning/judge/{query_set.pk}/rate/?list=1", rater("rita"))
    count = page.locator("[data-item]").count()
    assert count > 1
    for _ in range(count):
        page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="That was all")).to_be_visible()
    assert set(Judgment.objects.values_list("grade", flat=True)) == {2}
    assert Judgment.objects.count() == count


def test_one_rates_without_script(enter: Enter) -> None:
    query_set, rita = the_set(), rater("rita")
    page = enter(f"/tuning/judge/{query_set.pk}/rate/", rita, java_script_enabled=False)
    first = item(page)
    page.get_by_role("button", name="2 Good").click()
    assert item(page) != first
    assert [each.grade for each in Judgment.objects.all()] == [2]
    page.get_by_role("button", name="Undo the last").click()
    assert item(page) == first
    page.get_by_role("link", name="As a list").click()
    shoe = page.get_by_role("group", name="Red Running Shoes")
    shoe.get_by_label("3 Just right").check()
    page.get_by_role("button", name="Save and go on").click()
    assert Judgment.objects.filter(item="shoe-red", grade=3).exists()


@pytest.mark.usefixtures("measured_here")
def test_what_a_draft_would_change_is_asked_for_and_read_without_script(enter: Enter) -> None:
    judged_set()
    draft = hiding_draft()
    page = enter(
        f"/tuning/impact/of/{draft.pk}/",
        person("ed", "editor"),
        java_script_enabled=False,
        may_fail=True,
    )
    page.get_by_role("button", name="What would change?").click()
    expect(page.get_by_text("worse for 1")).to_be_visible()
    assert ImpactRun.objects.count() == 1


@pytest.mark.usefixtures("measured_here")
@pytest.mark.parametrize("script", [True, False])
def test_one_chooses_the_profile_whose_quality_is_measured(enter: Enter, script: bool) -> None:
    judged_set()
    page = enter("/tuning/quality/", person("ed", "editor"), java_script_enabled=script)
    page.get_by_label("Profile").select_option("precise")
    if not script:
        page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("Nothing was measured yet with the profile “precise”")).to_be_visible()
    page.get_by_role("button", name="Measure").click()
    expect(page.get_by_role("heading", name="Worst queries")).to_contain_text("precise")
    assert [run.profile for run in QualityRun.objects.all()] == ["precise"]


@pytest.mark.usefixtures("measured_here")
def test_pages_are_for_everyone(enter: Enter) -> None:
    query_set = judged_set()
    judged_set(text=f"query,item,grade\n{SHOES},shoe-red,0\n", by="ben")
    ask_for_quality(query_set)
    ask_for_quality(query_set, profile="precise")
    draft = hiding_draft()
    change(draft, "profiles", {"precise": {"few": 4}, "mine": {"few": 5}}, COMMAND)
    ask_for_impact(draft)
    (run,) = ImpactRun.objects.all()
    editor = person("ed", "editor")
    addresses = (
        "/tuning/judge/",
        f"/tuning/judge/{query_set.pk}/",
        f"/tuning/judge/{query_set.pk}/rate/",
        f"/tuning/judge/{query_set.pk}/rate/?list=1",
        "/tuning/quality/",
        "/tuning/quality/?profile=precise",
        f"/tuning/impact/{run.pk}/",
        f"/tuning/impact/{run.pk}/?profile=mine",
    )
    for scheme in ("light", "dark"):
        page = enter(addresses[0], editor, color_scheme=scheme, viewport=PHONE)
        for address in addresses:
            page.goto(address)
            assert serious_violations(page) == [], address
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= PHONE["width"], address


def test_a_page_that_waits_reloads_itself_when_the_run_is_over(enter: Enter) -> None:
    query_set = judged_set()
    QualityRun.objects.create(query_set=query_set, state="running", done=1, total=2)
    page = enter("/tuning/quality/", person("vic", "viewer"))
    expect(page.get_by_text("1 of 2")).to_be_visible()
    QualityRun.objects.update(state="failed", note="the engine is away")
    expect(page.get_by_text("the engine is away")).to_be_visible()
    assert not Draft.objects.exists()
