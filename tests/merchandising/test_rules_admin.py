"""Query rules in the admin: written by people, checked before they are saved, found again."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchapp.catalog.models import Product, Seller
from searchapp.catalog.outbox import held
from searchapp.merchandising.forms.action import action_fields, plain_of
from searchapp.merchandising.models import QueryRule
from tests.publishing.people import person
from tests.publishing.rows import edited

pytestmark = pytest.mark.django_db

LIST = "/admin/merchandising/queryrule/"
ADD = f"{LIST}add/"
BOOTS: dict[str, Any] = {
    "name": "Autumn boots",
    "when": [{"phrase": "rain boots"}, {"recognised": "category", "value": "Shoes > Boots"}],
    "do": [
        {"boost": {"brand": ["Velo"]}, "strength": "strong"},
        {"pin": "B7", "kind": "product", "position": 1},
    ],
    "priority": 10,
    "schedule": {
        "begins": "2031-09-01T00:00:00+02:00",
        "days": ["saturday", "sunday"],
        "opens": "08:00",
        "time_zone": "Europe/Berlin",
    },
}


@pytest.fixture(autouse=True)
def products() -> None:
    with held():
        seller = Seller.objects.create(id="s", name="Shop")
        for number in range(3):
            Product.objects.create(
                id=f"k{number}", title=f"Kettle {number}", currency="EUR", seller=seller
            )


def saved(key: str = "boots", **changes: Any) -> QueryRule:
    row = QueryRule(key=key)
    row.value = {**BOOTS, **changes}
    row.save()
    return row


def rows(prefix: str, *filled: dict[str, Any], initial: int = 0) -> dict[str, Any]:
    fields = {f"{prefix}-TOTAL_FORMS": len(filled), f"{prefix}-INITIAL_FORMS": initial}
    for place, row in enumerate(filled):
        fields |= {f"{prefix}-{place}-{name}": value for name, value in row.items()}
    return fields


def form(*do: dict[str, Any], when: Any = ({"how": "phrase", "text": "tea"},), **more: Any) -> Any:
    own = {"name": "Tea", "enabled": "on", "priority": "0", "time_zone": "UTC"}
    return {**own, **rows("when", *when), **rows("do", *do), **more}


def text(answer: Any) -> str:
    return str(answer.content.decode())


def as_typed(page: str) -> dict[str, Any]:
    """What the form on the page would send as it is."""
    from html import unescape

    page = page.split('id="queryrule_form"')[1].split("</form>")[0].split("<template")
    page = page[0] + "".join(part.split("</template>")[1] for part in page[1:])
    fields: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = (re.search(rf'{each}="([^"]*)"', tag) for each in ("name", "value"))
        is_box = 'type="checkbox"' in tag
        if name and (not is_box or " checked" in tag):
            fields.setdefault(name[1], []).append(unescape(value[1]) if value else "on" * is_box)
    for name, body in re.findall(r'<textarea name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.S):
        fields[name] = [unescape(body).lstrip("\n")]
    for name, body in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.findall(r'<option value="([^"]*)"[^>]*\sselected', body)
        first = re.findall(r'<option value="([^"]*)"', body)[:1]
        fields[name] = [unescape(each) for each in chosen or first]
    return fields


def test_a_rule_is_written_and_goes_to_the_draft(admin_client: Client) -> None:
    answer = admin_client.post(
        ADD,
        form(
            {"verb": "pin", "kind": "product", "product": "k1", "position": "2"},
            {"verb": "boost", "field": "brand", "values": "Velo, Alba", "strength": "strong"},
            {},
            when=({"how": "brand", "text": "Velo"}, {"how": "any_query"}, {}),
            languages=["en"],
            segments="vip, staff",
            begins="2031-09-01T08:30",
            time_zone="Europe/Berlin",
            days=["monday"],
        ),
    )
    assert answer.status_code == 302, text(answer)
    row = QueryRule.objects.get()
    assert row.draft is not None
    assert row.value == {
        "name": "Tea",
        "when": [{"recognised": "brand", "value": "Velo"}, {"any_query": True}],
        "do": [
            {"pin": "k1", "kind": "product", "position": 2},
            {"boost": {"brand": ["Velo", "Alba"]}, "strength": "strong"},
        ],
        "languages": ["en"],
        "segments": ["vip", "staff"],
        "schedule": {
            "begins": "2031-09-01T08:30:00+02:00",
            "days": ["monday"],
            "time_zone": "Europe/Berlin",
        },
    }


@pytest.mark.parametrize(
    ("do", "says"),
    [
        ({"verb": "pin", "kind": "product", "product": "k1"}, "is missing; give a whole number"),
        ({"verb": "pin", "kind": "product", "position": "1"}, "Choose an item, or write its id."),
        ({"verb": "pin", "kind": "product", "product": "x9", "position": "1"}, "no product with"),
        ({"verb": "hide", "kind": "video", "ids": "a, b"}, "add a row for each other"),
        ({"verb": "boost", "field": "brand", "values": ""}, "Write the values, or a number"),
        ({"verb": "boost", "product": "k1", "field": "brand", "values": "V"}, "not both"),
        ({"verb": "boost", "field": "tags", "values": "a"}, "do not show &#x27;tags&#x27;"),
        ({"verb": "bury", "field": "brand", "values": "V", "strength": "factor", "factor": "2"},
         "lowers nothing"),
        ({"verb": "require", "field": "price", "values": "cheap"}, "filtered in this way"),
        ({"verb": "redirect", "url": "javascript:alert(1)"}, "is no address"),
        ({"verb": "slots", "kind": "product", "positions": "1"}, "pin products instead"),
        ({"verb": "slots", "kind": "video", "positions": "first"}, "Write whole numbers"),
        ({"verb": "plain", "plain": "{"}, "It is no JSON at line 1"),
        ({"verb": "plain", "plain": '{"fly": 1}'}, "fly"),
        ({"words": "x"}, "Choose what is done"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_the_row(
    admin_client: Client, do: dict[str, Any], says: str
) -> None:
    answer = admin_client.post(ADD, form(do, save_anyway="on"))
    assert answer.status_code == 200
    row = text(answer).split('data-rows="do"')[1].split("<template")[0]
    assert says in row
    assert not QueryRule.objects.exists()


def test_what_is_wrong_with_the_whole_rule_is_said(admin_client: Client) -> None:
    page = text(admin_client.post(ADD, form(when=())))
    assert "Triggers are missing" in page
    assert "Actions are missing" in page
    hide = {"verb": "hide", "ids": "x"}
    page = text(
        admin_client.post(ADD, form(hide, begins="2031-01-02T00:00", ends="2031-01-01T00:00"))
    )
    assert "ends before it begins" in page


def test_a_rule_that_is_opened_and_saved_stays_as_it_is(admin_client: Client) -> None:
    row = saved()
    page = text(admin_client.get(f"{LIST}{row.pk}/change/"))
    answer = admin_client.post(f"{LIST}{row.pk}/change/", as_typed(page))
    assert answer.status_code == 302, text(answer)
    assert edited(row) == row, "an unchanged rule is no change of the draft"
    assert row.value == QueryRule.objects.get().value == BOOTS


def test_a_row_is_removed(admin_client: Client) -> None:
    row = saved()
    typed = as_typed(text(admin_client.get(f"{LIST}{row.pk}/change/")))
    answer = admin_client.post(f"{LIST}{row.pk}/change/", {**typed, "do-0-DELETE": "on"})
    assert answer.status_code == 302, text(answer)
    assert edited(row).value["do"] == BOOTS["do"][1:]


texts = st.text('ab, \\\n>é"', max_size=6)
filters = st.one_of(
    st.fixed_dictionaries({"brand": st.lists(texts, max_size=3)}),
    st.fixed_dictionaries({"price": st.dictionaries(
        st.sampled_from(["at_least", "at_most"]), st.floats(0, 99), max_size=2)}),
)  # fmt: skip
kinds = st.sampled_from(["product", "video", "live"])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(
        st.fixed_dictionaries({"boost": filters}, optional={"factor": st.floats(1, 9)}),
        st.fixed_dictionaries({"bury": texts, "kind": kinds}),
        st.fixed_dictionaries({"promote": st.lists(texts, max_size=3), "kind": kinds}),
        st.fixed_dictionaries({"promote": st.lists(filters, max_size=3), "kind": kinds}),
        st.fixed_dictionaries({"pin": texts, "kind": kinds, "position": st.integers(1, 9)}),
        st.fixed_dictionaries({"require": filters}),
        st.fixed_dictionaries({"replace_by": texts}, optional={"words": texts}),
        st.fixed_dictionaries({"banner": st.fixed_dictionaries({}, optional={"title": texts})}),
        st.fixed_dictionaries({"slots": st.lists(st.integers(1, 9)), "kind": kinds}),
        st.fixed_dictionaries({"unheard_of": texts}),
    )
)
def test_no_action_is_lost_in_the_fields_of_the_form(plain: dict[str, Any]) -> None:
    assert plain_of(action_fields(plain)) == plain


def confirmation(page: str) -> str:
    box = re.search(r'<input type="checkbox" name="save_anyway"[^>]*value="([^"]+)"', page)
    assert box, page
    return box[1]


def test_oddities_beside_other_rules_are_confirmed_before_they_are_saved(
    admin_client: Client,
) -> None:
    saved(schedule={})
    clash = form(
        {"verb": "pin", "kind": "product", "product": "k1", "position": "1"},
        when=({"how": "phrase", "text": "rain boots"},),
    )
    page = text(admin_client.post(ADD, clash))
    assert "where “Autumn boots” pins B7" in page
    assert QueryRule.objects.count() == 1
    answer = admin_client.post(ADD, {**clash, "save_anyway": confirmation(page)})
    assert answer.status_code == 302, text(answer)
    assert QueryRule.objects.count() == 2


def shown(client: Client, query: str) -> set[str]:
    page = text(client.get(f"{LIST}?{query}"))
    results = page.split('id="result_list"')
    return set(re.findall(r"Rule [A-Z]", results[1].split("</table>")[0])) if results[1:] else set()


def test_rules_are_found_by_words_items_and_what_they_do(admin_client: Client) -> None:
    saved("a", name="Rule A", do=[{"pin": "K-1", "kind": "product", "position": 1}])
    saved("b", name="Rule B", do=[{"hide": "K-2", "kind": "product"}], enabled=False,
          when=[{"exact": "pin"}], schedule={"ends": "2020-01-01T00:00:00+00:00"})  # fmt: skip
    saved("c", name="Rule C", do=[{"redirect": "/sale/"}], when=[{"any_query": True}], schedule={})
    for query, found in (
        ("q=K-1", {"Rule A"}),
        ("q=rain", {"Rule A"}),
        ("q=pin", {"Rule B"}),
        ("q=/sale/", {"Rule C"}),
        ("trigger=category", {"Rule A"}),
        ("trigger=exact", {"Rule B"}),
        ("action_kind=pin", {"Rule A"}),
        ("action_kind=redirect", {"Rule C"}),
        ("schedule=over", {"Rule B"}),
        ("schedule=scheduled", {"Rule A"}),
        ("is_active__exact=0", {"Rule B"}),
    ):
        assert shown(admin_client, query) == found, query


def act(client: Client, action: str, *chosen: QueryRule, **more: str) -> str:
    fields = {"action": action, "_selected_action": [row.pk for row in chosen], **more}
    return text(client.post(LIST, fields, follow=True))


def test_many_rules_are_turned_off_and_on_and_weighed_at_once(admin_client: Client) -> None:
    one, other = saved("a"), saved("b")
    assert "Deactivated 2 query rules." in act(admin_client, "deactivate", one, other)
    assert {edited(each).value["enabled"] for each in (one, other)} == {False}
    assert "Activated 1 query rule." in act(admin_client, "activate", edited(one))
    assert edited(one).value == BOOTS
    assert "priority 70 now" in act(admin_client, "set_priority", edited(other), new_priority="70")
    assert (edited(other).priority, edited(other).value["priority"]) == (70, 70)
    assert "Write the new priority" in act(admin_client, "set_priority", edited(other))
    assert "Enter a whole number" in act(
        admin_client, "set_priority", edited(other), new_priority="x"
    )


def test_a_viewer_reads_the_rule_in_words_and_changes_nothing() -> None:
    row = saved()
    client = Client()
    client.force_login(person("vic", "viewer"))
    page = text(client.get(f"{LIST}{row.pk}/change/"))
    assert "raise brand Velo strongly and pin product B7 to position 1" in page
    assert "do-TOTAL_FORMS" not in page
    assert client.get(ADD).status_code == 403
    assert client.post(f"{LIST}{row.pk}/change/", form()).status_code == 403


def test_pages_have_no_inline_script_or_style(admin_client: Client) -> None:
    row = saved()
    for path in (LIST, ADD, f"{LIST}{row.pk}/change/", f"{LIST}{row.pk}/history/"):
        page = text(admin_client.get(path))
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*(src=|json))", page), path
