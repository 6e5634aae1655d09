"""The workbench: what is live and what a draft makes of it, side by side."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from searchapp.merchandising.models import Profile, QueryRule
from searchapp.publishing.actors import COMMAND
from searchapp.publishing.documents import document_of
from searchapp.publishing.models import Draft
from searchapp.publishing.publication import publish
from tests.tuning.store import QUERY, entered, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]
PAGE = "/tuning/workbench/"
QUESTION = "q=running+shoes"


def sides(client: Client, **query: str) -> tuple[list[str], list[str]]:
    """The ids on both sides, in their order."""
    html = text_of(client.get(PAGE, {"q": QUERY, **query}))
    live, draft = html.split('id="draft-title"')
    found = r'card__title"><a href="/tuning/why/(\w+/[\w-]+)/'
    live = live.split('id="live-title"')[1]
    return re.findall(found, live), re.findall(found, draft)


def click(client: Client, do: str, item: str, **fields: Any) -> Any:
    kind, _, id_ = item.partition("/")
    form = {"question": QUESTION, "next": f"{PAGE}?{QUESTION}", "act": do, "kind": kind, "id": id_}
    return client.post(f"{PAGE}act/", {**form, **fields}, follow=True)


def rules() -> list[dict[str, Any]]:
    """The rules of the only draft."""
    return list(document_of(Draft.objects.get())["rules"].values())


def test_without_a_draft_both_sides_are_the_same() -> None:
    editor = entered("ed", "editor")
    live, draft = sides(editor)
    assert live == draft
    assert len(live) > 15
    assert "Both sides are the same." in text_of(editor.get(PAGE, {"q": QUERY}))


def test_a_click_begins_a_draft_with_one_rule_for_the_query() -> None:
    editor = entered("ed", "editor")
    live, _ = sides(editor)
    page = text_of(click(editor, "pin", live[5], position="2"))
    assert "pinned to 2" in page
    assert "Query: running shoes" in page
    (rule,) = rules()
    assert (rule["name"], rule["when"]) == ("Query: running shoes", [{"exact": "running shoes"}])
    assert sides(editor) == (live, [live[0], live[5], *live[1:5], *live[6:]])
    click(editor, "boost", live[9])
    click(editor, "hide", live[0])
    (rule,) = rules()
    assert len(rule["do"]) == 3


def test_what_is_done_to_an_item_replaces_what_was_done_before() -> None:
    editor = entered("ed", "editor")
    item = sides(editor)[0][3]
    id_ = item.partition("/")[2]
    said = []
    for act in ("boost", "boost", "bury", "pin", "hide"):
        click(editor, act, item, position="1")
        ((action,),) = (rule["do"] for rule in rules())
        said.append(action)
    assert said == [
        {"boost": id_, "kind": "product"},
        {"boost": id_, "kind": "product", "strength": "strong"},
        {"bury": id_, "kind": "product"},
        {"pin": id_, "kind": "product", "position": 1},
        {"hide": id_, "kind": "product"},
    ]
    click(editor, "free", item)
    assert rules() == []
    assert not QueryRule.objects.exists()


def test_boost_raises_bury_lowers_and_hide_takes_away() -> None:
    editor = entered("ed", "editor")
    live, _ = sides(editor)
    item = live[8]
    click(editor, "boost", item)
    assert sides(editor)[1].index(item) < 8
    click(editor, "bury", item)
    assert item not in sides(editor)[1][:9]
    page = text_of(click(editor, "hide", item))
    assert item not in sides(editor)[1]
    assert item in sides(editor)[0]
    assert "card--left" in page


def test_a_pin_pushes_the_pin_that_stands_there_down() -> None:
    editor = entered("ed", "editor")
    live, _ = sides(editor)
    for item in live[7:4:-1]:
        click(editor, "pin", item, position="1")
    assert sides(editor)[1][:3] == live[5:8]


def test_the_whole_query_is_taken_back_at_once() -> None:
    editor = entered("ed", "editor")
    live, _ = sides(editor)
    click(editor, "hide", live[0])
    click(editor, "pin", live[4], position="1")
    editor.post(f"{PAGE}undo/", {"question": QUESTION, "next": PAGE})
    assert sides(editor) == (live, live)
    assert not QueryRule.objects.exists()


def test_after_publication_the_same_rule_is_changed_further() -> None:
    editor = entered("ed", "editor")
    live, _ = sides(editor)
    click(editor, "hide", live[0])
    publish(Draft.objects.get(), COMMAND)
    assert live[0] not in sides(editor)[0]
    click(editor, "hide", live[1])
    draft = Draft.objects.exclude(status="published").get()
    ((key, rule),) = document_of(draft)["rules"].items()
    assert [each["hide"] for each in rule["do"]] == [each.partition("/")[2] for each in live[:2]]
    assert QueryRule.objects.get(draft=None).key == key


def test_a_segment_has_a_rule_of_its_own() -> None:
    editor = entered("ed", "editor")
    live, _ = sides(editor)
    click(editor, "hide", live[0], question=f"{QUESTION}&segment=vip")
    (rule,) = rules()
    assert rule["segments"] == ["vip"]
    assert live[0] in sides(editor)[1]
    assert live[0] not in sides(editor, segment="vip")[1]


def test_sliders_move_the_draft_alone_and_nothing_is_kept() -> None:
    editor = entered("ed", "editor")
    html = text_of(editor.get(PAGE, {"q": QUERY, "slider.diversity": "1"}))
    assert "Diversity 0 → 1" in html
    live, draft = sides(editor, **{"slider.diversity": "1"})
    assert live != draft
    assert not Draft.objects.exists()
    assert not Profile.objects.exists()


def test_sliders_are_kept_in_the_draft_as_the_profile() -> None:
    editor = entered("ed", "editor")
    moved = sides(editor, **{"slider.diversity": "1", "slider.title": "8"})
    question = f"{QUESTION}&slider.diversity=1&slider.title=8"
    answer = editor.post(f"{PAGE}keep/", {"question": question}, follow=True)
    assert "is in the draft" in text_of(answer)
    plain = document_of(Draft.objects.get())["profiles"]["default"]
    assert plain["diversity"] == {"strength": 1.0}
    assert plain["field_weights"]["product"] == {"title": 8.0}
    assert sides(editor) == moved


def test_sliders_of_another_profile_say_nothing() -> None:
    editor = entered("ed", "editor")
    given = {"slider.diversity": "1", "sliders_of": "precise"}
    assert "→" not in text_of(editor.get(PAGE, {"q": QUERY, **given}))


@pytest.mark.parametrize("value", ["nan", "inf", "x", "", "-9", "1e9"])
def test_any_number_of_a_slider_is_answered(value: str) -> None:
    editor = entered("ed", "editor")
    assert len(sides(editor, **{f"slider.{name}": value for name in ("title", "meaning")})[1]) > 15


def test_htmx_gets_the_lists_alone() -> None:
    editor = entered("ed", "editor")
    html = text_of(editor.get(PAGE, {"q": QUERY}, headers={"HX-Request": "true"}))
    assert "<html" not in html
    assert 'id="draft-title"' in html


@pytest.mark.parametrize(
    "query", [{"profile": "nope"}, {"language": "xx"}, {"kinds": "shoe"}, {"q": "x" * 5000}]
)
def test_what_cannot_be_asked_is_told(query: dict[str, str]) -> None:
    answer = entered("ed", "editor").get(PAGE, query)
    assert answer.status_code == 400
    assert 'role="alert"' in text_of(answer)


@pytest.mark.parametrize(
    "fields",
    [{"position": "0"}, {"position": "x"}, {"act": "burn"}, {"kind": "shoe"}, {"id": ""},
     {"question": ""}],
)  # fmt: skip
def test_a_click_that_cannot_be_is_told_and_changes_nothing(fields: dict[str, str]) -> None:
    editor = entered("ed", "editor")
    answer = click(editor, "pin", "product/item-001", **fields)
    assert "message--error" in text_of(answer)
    assert not Draft.objects.exists()


def test_a_viewer_sees_and_changes_nothing() -> None:
    viewer = entered("vic", "viewer")
    html = text_of(viewer.get(PAGE, {"q": QUERY, "slider.title": "9"}))
    assert "Hide" not in html
    assert "Keep in draft" not in html
    assert click(viewer, "hide", "product/item-001").status_code == 403
    for address in ("undo", "keep"):
        assert viewer.post(f"{PAGE}{address}/", {"question": QUESTION}).status_code == 403


def test_strangers_log_in_first(client: Client) -> None:
    assert "/tuning/login/" in client.get(PAGE)["Location"]
    assert "/tuning/login/" in client.post(f"{PAGE}act/")["Location"]
