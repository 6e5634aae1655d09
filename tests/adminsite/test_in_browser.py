"""The admin in a real browser, under the shop's content security policy."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from searchapp.catalog.models import Product, Seller, Video, VideoProduct
from searchapp.catalog.outbox import held
from searchapp.indexing.models import SetAside
from searchapp.lexicon.models import ProtectedWord, Synonym
from searchapp.merchandising.models import QueryRule
from searchapp.publishing.models import AuditEntry
from tests.adminsite.conftest import Enter
from tests.browser.axe import serious_violations
from tests.browser.fixtures import NEEDS_CHROMIUM, Visit
from tests.publishing.rows import edited

pytestmark = [NEEDS_CHROMIUM, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}
PAGES = {
    "home": "/admin/",
    "synonyms": "/admin/lexicon/synonym/",
    "a new synonym": "/admin/lexicon/synonym/add/",
    "import of synonyms": "/admin/lexicon/synonym/import/",
    "a new intent": "/admin/lexicon/intent/add/",
    "protected words": "/admin/lexicon/protectedword/",
    "history of a protected word": "/admin/lexicon/protectedword/902/history/",
    "a new entity": "/admin/lexicon/entity/add/",
    "query rules": "/admin/merchandising/queryrule/",
    "a new query rule": "/admin/merchandising/queryrule/add/",
    "a query rule": "/admin/merchandising/queryrule/901/change/?try=kettle",
    "import of rules": "/admin/merchandising/queryrule/import/",
    "a new ranking profile": "/admin/merchandising/profile/add/",
    "import of protected words": "/admin/lexicon/protectedword/import/",
    "analysis": "/admin/lexicon/analysis/?q=red+kettle+under+30+euro",
    "builds of the lexicon": "/admin/lexicon/lexiconbuild/",
    "products": "/admin/catalog/product/",
    "a product": "/admin/catalog/product/k1/change/",
    "a video": "/admin/catalog/video/v1/change/",
    "state of the index": "/admin/indexing/overview/",
    "documents set aside": "/admin/indexing/setaside/",
    "a new API key": "/admin/api/apikey/add/",
    "a new user": "/admin/auth/user/add/",
    "a new group": "/admin/auth/group/add/",
}
# Lists with a search that script has not made yet, or not named.
UNNAMED = (
    "select.admin-autocomplete:not([name*=__prefix__]):not(.select2-hidden-accessible), "
    ".select2-selection:not([aria-labelledby*=' '])"
)
# What Unfold draws around our pages, and a picture in Django's lists to choose from.
OF_OTHERS = (
    ".search-label-icon",
    "#nav-sidebar",
    "#header-inner",
    "#changelist-search",
    "#changelist-filter",
)


@pytest.fixture(autouse=True)
def shop() -> None:
    with held():
        seller = Seller.objects.create(id="s", name="Shop")
        for number in range(3):
            Product.objects.create(
                id=f"k{number}", title=f"Kettle {number}", currency="EUR", seller=seller
            )
        video = Video.objects.create(id="v1", title="Pouring tea", seller=seller)
        VideoProduct.objects.create(video=video, product_id="k1")
    Synonym.objects.create(kind="two-way", terms=["tv", "television"])
    word = ProtectedWord.objects.create(pk=902, text="Quorvex", note="a brand")
    AuditEntry.objects.create(
        actor="ann", action="changed", section="protected_words", key=word.key,
        before={"text": "Quorvex"}, after=word.value,
    )  # fmt: skip
    rule = QueryRule(pk=901, key="tea")
    rule.value = {
        "name": "Tea",
        "when": [{"phrase": "tea"}],
        "do": [
            {"pin": "k1", "kind": "product", "position": 1},
            {"boost": {"brand": ["Velo"]}, "strength": "strong"},
            {"promote": [{"brand": ["Velo"]}, {"colour": ["red"]}], "kind": "product"},
        ],
    }
    rule.save()
    SetAside.objects.create(kind="product", item_id="k2", reason="no such field: [price]")


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible_and_complain_of_nothing(
    enter: Enter, address: str, scheme: str
) -> None:
    page = enter(address, color_scheme=scheme)
    assert page.locator("html").get_attribute("class") == scheme
    expect(page.locator(UNNAMED)).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert serious_violations(page, within=["#content"], without=OF_OTHERS) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_login_is_accessible(visit: Visit, scheme: str) -> None:
    assert serious_violations(visit("/admin/login/", color_scheme=scheme), within=["form"]) == []


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_no_page_is_wider_than_a_phone(enter: Enter, address: str) -> None:
    page = enter(address, viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_navigation_opens_on_a_phone_by_keyboard(enter: Enter) -> None:
    page = enter("/admin/", viewport=PHONE)
    sidebar = page.locator("#nav-sidebar")
    expect(sidebar).to_be_hidden()
    page.get_by_role("button", name="Navigation").press("Enter")
    expect(sidebar.get_by_role("link", name="Synonyms")).to_be_visible()
    page.keyboard.press("Escape")
    expect(sidebar).to_be_hidden()


def test_the_navigation_stays_folded_from_page_to_page(enter: Enter) -> None:
    page = enter("/admin/")
    sidebar = page.locator("#nav-sidebar")
    page.get_by_role("button", name="Navigation").click()
    expect(sidebar).to_be_hidden()
    page.goto(PAGES["synonyms"])
    expect(page.get_by_role("link", name="tv ↔ television")).to_be_visible()
    expect(sidebar).to_be_hidden()


def test_a_chosen_colour_scheme_is_kept(enter: Enter) -> None:
    page = enter("/admin/")
    page.evaluate("Alpine.$data(document.documentElement).switchTheme('dark')")
    page.goto(PAGES["synonyms"])
    expect(page.locator("html")).to_have_class("dark")


def test_chosen_rows_are_acted_upon(enter: Enter) -> None:
    page = enter(PAGES["synonyms"])
    page.locator("input.action-select").first.check()
    page.locator("select[name=action]").select_option("deactivate")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_text("Deactivated 1 synonym.")).to_be_visible()
    assert not edited(Synonym.objects.get(draft=None)).is_active


def test_a_form_is_saved(enter: Enter) -> None:
    page = enter("/admin/lexicon/protectedword/add/")
    page.get_by_label("Text").fill("Nimbus Air")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="Nimbus Air").first).to_be_visible()
    assert ProtectedWord.objects.filter(text="Nimbus Air").exists()


def test_a_product_is_found_by_typing_a_part_of_its_title(enter: Enter) -> None:
    page = enter(PAGES["a video"])
    page.locator(".select2-selection").last.click()
    page.locator(".select2-search__field").last.press_sequentially("Kettle 2")
    expect(page.get_by_role("option", name="Kettle 2")).to_be_visible()


def test_a_row_is_added_to_a_table_of_a_form(enter: Enter) -> None:
    page = enter(PAGES["a product"])
    page.locator(".add-row").last.click()
    page.locator("[name=variants-0-id]").fill("k1-red")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/admin/catalog/product/")
    assert Product.objects.get(pk="k1").variants.get().pk == "k1-red"


def test_without_script_pages_are_read_and_forms_are_saved(enter: Enter) -> None:
    page = enter("/admin/lexicon/protectedword/add/", java_script_enabled=False)
    page.locator("[name=text]").fill("Nimbus Air")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="Nimbus Air").first).to_be_visible()
    page.goto("/admin/")
    expect(page.locator("#content").get_by_role("link", name="Synonyms")).to_be_visible()
