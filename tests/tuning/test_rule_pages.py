"""Rules on their pages: found, read as sentences, written and tried, all without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from searchapp.catalog.models import Product
from searchapp.merchandising.models import QueryRule
from searchapp.publishing.actors import COMMAND
from searchapp.publishing.editing import change, new_draft
from searchapp.publishing.models import Draft
from searchapp.publishing.publication import changes_of, publish
from tests.storefront.shop import Shop
from tests.tuning.entering import entered, read, sent
from tests.tuning.page_forms import fields_of

pytestmark = pytest.mark.django_db

BOOTS: dict[str, Any] = {
    "name": "Velo first",
    "when": [{"exact": "boots"}],
    "do": [{"boost": {"brand": ["Velo"]}, "strength": "strong"}],
}
SALE: dict[str, Any] = {**BOOTS, "name": "Sale", "when": [{"phrase": "summer sale"}]}
PAST, FUTURE = "2020-01-01T00:00:00+00:00", "2120-01-01T00:00:00+00:00"


@pytest.fixture
def editor() -> Client:
    return entered("ed", "editor")


def published(**rules: dict[str, Any]) -> None:
    draft = new_draft("Rules", COMMAND)
    change(draft, "rules", rules, COMMAND)
    publish(draft, COMMAND)


def drafted() -> dict[str, Any]:
    """The rules that the newest draft changes, with what they are then."""
    return {each.key: each.after for each in changes_of(Draft.objects.latest("pk"))}


def test_rules_are_listed_as_sentences(editor: Client) -> None:
    published(boots=BOOTS)
    page = read(editor, "/tuning/rules/")
    assert "Velo first" in page
    assert "When the query is exactly “boots”: raise brand Velo strongly." in page


def test_items_are_called_by_their_titles(editor: Client) -> None:
    Product.objects.create(id="B7", title="Velo Trail", currency="EUR")
    published(boots={**BOOTS, "do": [{"pin": "B7", "kind": "product", "position": 1}]})
    assert "pin “Velo Trail” (B7) to position 1" in read(editor, "/tuning/rules/")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("", {"Velo first", "Sale", "Old", "Later", "Off", "Running"}),
        ("q=summer", {"Sale"}),
        ("q=velo", {"Velo first"}),
        ("state=active", {"Velo first", "Sale", "Running"}),
        ("state=scheduled", {"Later"}),
        ("state=over", {"Old"}),
        ("state=off", {"Off"}),
        ("state=nonsense", {"Velo first", "Sale", "Old", "Later", "Off", "Running"}),
    ],
)
def test_rules_are_found_by_words_and_by_when_they_hold(
    editor: Client, wanted: str, found: set[str]
) -> None:
    published(
        boots=BOOTS,
        sale=SALE,
        old={**BOOTS, "name": "Old", "schedule": {"ends": PAST}},
        later={**BOOTS, "name": "Later", "schedule": {"begins": FUTURE}},
        running={**BOOTS, "name": "Running", "schedule": {"begins": PAST, "ends": FUTURE}},
        off={**BOOTS, "name": "Off", "enabled": False},
    )
    answer = editor.get(f"/tuning/rules/?{wanted}")
    assert {each.row.name for each in answer.context["rules"]} == found


def test_a_rule_is_written_row_by_row_without_a_script(editor: Client) -> None:
    page = read(editor, "/tuning/rules/new/?query=boots")
    fields = fields_of(page, "rule-form")
    assert fields["when-0-text"] == ["boots"]
    page = sent(editor, "/tuning/rules/new/", **{**fields, "new-do": "boost", "add-do": "1"})
    fields = fields_of(page, "rule-form") | {
        "name": ["Velo first"],
        "do-0-values": ["Velo"],
        "do-0-strength": ["strong"],
    }
    page = sent(editor, "/tuning/rules/new/", **{**fields, "new-do": "hide", "add-do": "1"})
    page = sent(
        editor, "/tuning/rules/new/", **fields_of(page, "rule-form"), **{"take-away": "do-1"}
    )
    page = sent(editor, "/tuning/rules/new/", **fields_of(page, "rule-form"))
    assert "Saved in the draft “Changes by ed”." in page
    assert "When the query is exactly “boots”: raise brand Velo strongly." in page
    assert list(drafted().values()) == [BOOTS]


def test_a_rule_is_saved_as_it_was_shown(editor: Client) -> None:
    whole = {
        **BOOTS,
        "when": [{"recognised": "brand", "value": "Velo"}, {"any_query": True}],
        "do": [
            {"pin": "B7", "kind": "video", "position": 3},
            {"require": {"price": {"at_least": 10.0, "at_most": 20.0}}},
            {"promote": [{"brand": ["A"]}, {"colour": ["red"]}], "kind": "product"},
            {"banner": {"title": "Sale", "image": "/a.png"}},
        ],
        "priority": 4,
        "kinds": ["product"],
        "languages": ["en"],
        "segments": ["vip"],
        "schedule": {
            "begins": "2026-09-01T00:00:00+02:00",
            "days": ["saturday"],
            "opens": "08:00",
            "time_zone": "Europe/Berlin",
        },
        "enabled": False,
    }
    published(boots=whole)
    page = read(editor, "/tuning/rules/boots/")
    sent(editor, "/tuning/rules/boots/", **fields_of(page, "rule-form"))
    assert drafted() == {}


def test_what_is_wrong_is_told_and_nothing_is_saved(editor: Client) -> None:
    published(boots={**BOOTS, "do": [{"pin": "B7", "kind": "product", "position": 1}]})
    fields = fields_of(read(editor, "/tuning/rules/boots/"), "rule-form")
    answer = editor.post("/tuning/rules/boots/", {**fields, "do-0-position": "top"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Position must be a whole number, not text." in page
    assert 'value="top"' in page
    answer = editor.post("/tuning/rules/boots/", {**fields, "name": " "})
    assert "Is missing; say in a few words what the rule is for." in answer.content.decode()
    assert Draft.objects.count() == 1


def test_a_rule_is_told_what_stands_in_its_way(editor: Client) -> None:
    pin = {"kind": "product", "position": 1}
    published(
        one={**BOOTS, "name": "One", "priority": 1, "do": [{"pin": "A", **pin}]},
        two={**BOOTS, "name": "Two", "do": [{"pin": "B", **pin}]},
    )
    said = "“Two” pins B to position 1, where “One” pins A"
    assert said in read(editor, "/tuning/rules/two/")
    assert said in read(editor, "/tuning/rules/one/")
    assert said in read(editor, "/tuning/rules/conflicts/")


def test_a_rule_is_switched_off_and_deleted_in_the_draft(editor: Client) -> None:
    published(boots=BOOTS)
    assert "switched off in the draft" in sent(editor, "/tuning/rules/boots/switch/")
    assert drafted() == {"boots": {**BOOTS, "enabled": False}}
    sent(editor, "/tuning/rules/boots/switch/")
    assert drafted() == {}
    assert "is deleted in the draft" in sent(editor, "/tuning/rules/boots/remove/")
    assert drafted() == {"boots": None}
    assert editor.get("/tuning/rules/boots/").status_code == 404
    assert QueryRule.objects.filter(draft=None).count() == 1


def test_a_rule_is_tried_before_it_is_saved(editor: Client, shop: Shop) -> None:
    published(boots=BOOTS)
    fields = fields_of(read(editor, "/tuning/rules/boots/"), "rule-form")
    page = sent(editor, "/tuning/rules/boots/", **{**fields, "try-query": "shirt", "try": "1"})
    assert "The first results of “shirt”" in page
    assert "Linen shirt 0" in page
    assert len(shop.asked) == 2
    assert Draft.objects.count() == 1


def test_each_field_of_a_banner_stands_on_the_page_once(editor: Client) -> None:
    banner = {"title": "Sale", "text": "Now", "image": "/i.png", "link": "/s/"}
    published(boots={**BOOTS, "do": [{"banner": banner}]})
    fields = fields_of(read(editor, "/tuning/rules/boots/"), "rule-form")
    assert {name: fields[f"do-0-{name}"] for name in banner} == {
        name: [text] for name, text in banner.items()
    }


def test_items_are_offered_by_a_part_of_their_title(editor: Client, shop: Shop) -> None:
    answer = editor.get("/tuning/items?q=linen&kind=product")
    titles = {each["id"]: each["title"] for each in answer.json()["items"]}
    assert titles["shirt-0"] == "Linen shirt 0"
    assert editor.get("/tuning/items?q=").json() == {"items": []}
    assert Client().get("/tuning/items?q=x").status_code == 302


def test_the_calendar_shows_when_rules_hold(editor: Client) -> None:
    weekend = {
        "begins": "2026-09-01T00:00:00+02:00",
        "days": ["saturday"],
        "time_zone": "Europe/Berlin",
    }
    published(boots={**BOOTS, "schedule": weekend}, sale=SALE)
    answer = editor.get("/tuning/rules/calendar/?month=2026-09")
    days = {
        day.date.isoformat(): [rule.name for rule in day.rules]
        for week in answer.context["weeks"]
        for day in week
    }
    assert [day for day, rules in days.items() if rules] == [
        "2026-09-05",
        "2026-09-12",
        "2026-09-19",
        "2026-09-26",
        "2026-10-03",
    ]
    assert "Velo first" in answer.content.decode()
    for month in ("nonsense", "0001-01", "9999-12", ""):
        assert editor.get(f"/tuning/rules/calendar/?month={month}").status_code == 200


def test_a_viewer_reads_rules_and_changes_none() -> None:
    published(boots=BOOTS)
    viewer = entered("vic", "viewer")
    assert "New rule" not in read(viewer, "/tuning/rules/")
    page = read(viewer, "/tuning/rules/boots/")
    assert "Save in the draft" not in page
    for address in ("boots/", "new/", "boots/switch/", "boots/remove/"):
        assert viewer.post(f"/tuning/rules/{address}").status_code == 403
        assert Client().post(f"/tuning/rules/{address}").status_code == 302
    assert entered("nobody").get("/tuning/rules/").status_code == 403
    assert Client().get("/tuning/rules/calendar/").status_code == 302


def test_the_list_takes_few_queries(
    editor: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    published(
        **{
            f"r{number}": {
                **BOOTS,
                "name": f"Rule {number}",
                "do": [{"pin": f"B{number}", "kind": "product", "position": 1}],
                "schedule": {"begins": PAST},
            }
            for number in range(60)
        }
    )
    with django_assert_max_num_queries(15):
        read(editor, "/tuning/rules/?state=active")
