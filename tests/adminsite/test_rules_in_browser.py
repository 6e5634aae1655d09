"""Query rules as people write and publish them in a real browser, with and without script."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from searchapp.catalog.models import Product, Seller
from searchapp.catalog.outbox import held
from searchapp.merchandising.models import QueryRule
from searchapp.publishing.models import Version
from tests.adminsite.conftest import Enter
from tests.browser.axe import serious_violations
from tests.browser.fixtures import NEEDS_CHROMIUM

pytestmark = [NEEDS_CHROMIUM, pytest.mark.django_db(transaction=True)]

ADD = "/admin/merchandising/queryrule/add/"


@pytest.fixture(autouse=True)
def shop() -> None:
    with held():
        seller = Seller.objects.create(id="s", name="Shop")
        for number in range(3):
            Product.objects.create(
                id=f"k{number}", title=f"Kettle {number}", currency="EUR", seller=seller
            )


def test_a_product_is_pinned_and_the_rule_published_alone(enter: Enter) -> None:
    page = enter(ADD)
    page.locator("[name=name]").fill("Tea")
    page.locator("[name=when-0-how]").select_option("phrase")
    page.locator("[name=when-0-text]").fill("tea")
    page.get_by_role("button", name="Add another action").click()
    row = page.locator(".rule-row", has=page.locator("[name=do-2-verb]"))
    expect(row.locator("[name=do-2-position]")).to_be_hidden()
    row.locator("[name=do-2-verb]").select_option("pin")
    expect(row.locator("[name=do-2-url]")).to_be_hidden()
    row.locator(".select2-selection").first.click()
    page.locator(".select2-search__field").last.press_sequentially("Kettle 2")
    page.get_by_role("option", name="Kettle 2").click()
    row.locator("[name=do-2-position]").fill("3")
    page.get_by_role("button", name="Save and publish this alone").click()
    expect(page.get_by_text("Published as version 2.")).to_be_visible()
    expect(page.get_by_text("pin product k2 to position 3")).to_be_visible()
    rule = QueryRule.objects.get(draft=None)
    assert rule.value["do"] == [{"pin": "k2", "kind": "product", "position": 3}]
    assert Version.objects.count() == 2


def test_without_script_a_rule_is_written_in_the_blank_rows(enter: Enter) -> None:
    page = enter(ADD, java_script_enabled=False)
    page.locator("[name=name]").fill("Tea")
    page.locator("[name=when-0-how]").select_option("any_query")
    page.locator("[name=do-0-verb]").select_option("hide")
    page.locator("[name=do-0-ids]").fill("k1")
    page.locator("[name=do-1-verb]").select_option("redirect")
    page.locator("[name=do-1-url]").fill("sale")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("is no address")).to_be_visible()
    page.locator("[name=do-1-url]").fill("/sale/")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("hide product k1 and send the shopper to /sale/")).to_be_visible()
    assert not Version.objects.exists()


def test_one_looks_at_what_is_live_again(enter: Enter) -> None:
    page = enter("/admin/lexicon/protectedword/add/")
    page.get_by_label("Text").fill("Nimbus Air")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="“Changes by admin”")).to_be_visible()
    expect(page.get_by_text("1 change.")).to_be_visible()
    page.get_by_label("Work in").select_option(label="what is live")
    page.get_by_role("button", name="Go").click()
    expect(page.get_by_text("This is what is live.")).to_be_visible()
    expect(page.locator("#result_list")).to_have_count(0)


def test_a_file_of_smui_is_looked_at_and_taken_over(enter: Enter, tmp_path: Path) -> None:
    file = tmp_path / "rules.txt"
    file.write_text("tea =>\n\tUP(100): * brand:Velo\n\tUP(10): kettle\n")
    page = enter("/admin/merchandising/queryrule/import/")
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("name one of our fields")).to_be_visible()
    assert serious_violations(page, within=["#content"]) == []
    page.get_by_role("button", name="Import the rest into the draft").click()
    expect(page.get_by_text("Added 1 and changed 0 rules")).to_be_visible()
    assert QueryRule.objects.get().draft is not None
