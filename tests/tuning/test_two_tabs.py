"""What is typed in one tab goes to the draft that it shows, whatever was chosen in another."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from searchapp.publishing.actors import COMMAND, Actor
from searchapp.publishing.documents import document_of
from searchapp.publishing.editing import change, discard, new_draft, take_back
from searchapp.publishing.models import Draft
from searchapp.publishing.publication import publish
from searchapp.publishing.sections import sections
from searchapp.relevance.models import QuerySet
from tests.tuning.entering import entered, read, sent
from tests.tuning.page_forms import fields_of

pytestmark = pytest.mark.django_db

RULE: dict[str, Any] = {
    "name": "Velo first",
    "when": [{"exact": "boots"}],
    "do": [{"boost": {"brand": ["Velo"]}, "strength": "strong"}],
}
JACKET = "/tuning/why/product/item-021/"
PIN = {"act": "pin", "kind": "product", "id": "shoe-05", "question": "q=running+shoes"}
TYPED = (
    ("synonyms", "/tuning/words/synonyms/new/", "word-form", {"terms": "tv, television"}),
    (
        "entities",
        "/tuning/words/entities/new/",
        "word-form",
        {"field": "brand", "names": "hp", "values": "HP"},
    ),
    ("protected_words", "/tuning/words/protected_words/new/", "word-form", {"text": "Quorvex"}),
    ("rules", "/tuning/rules/new/", "rule-form", {"name": "Kept", "when-0-text": "boots"}),
    ("profiles", "/tuning/profiles/default/", "profile-form", {"minimum_match": "0.7"}),
)
each_form = pytest.mark.parametrize(
    ("section", "address", "form", "typed"), TYPED, ids=[each[0] for each in TYPED]
)


@pytest.fixture
def editor() -> Client:
    return entered("ed", "editor")


def shared(name: str) -> Draft:
    return new_draft(name, COMMAND, shared=True)


def choose(client: Client, draft: Draft | None) -> None:
    client.post("/tuning/work-in/", {"draft": "" if draft is None else draft.pk})


def changed_in(draft: Draft) -> set[str]:
    """The sections in which the draft changes something."""
    return {
        name
        for name, model in sections().items()
        if model._default_manager.filter(draft=draft).exists()
    }


def typed_in(client: Client, address: str, form: str, typed: dict[str, str]) -> dict[str, Any]:
    fields = {**fields_of(read(client, address), form), **typed}
    return {**fields, "do-0-is": "hide", "do-0-id": "b1"} if form == "rule-form" else fields


def left_for_another(
    client: Client, address: str, form: str, typed: dict[str, str]
) -> tuple[Draft, Draft, dict[str, Any]]:
    """What was typed for the first of two drafts, when the second is the one in hand."""
    first, second = shared("First"), shared("Second")
    choose(client, first)
    fields = typed_in(client, address, form, typed)
    choose(client, second)
    return first, second, fields


@each_form
def test_a_form_writes_to_the_draft_that_it_shows(
    editor: Client, section: str, address: str, form: str, typed: dict[str, str]
) -> None:
    first, second, fields = left_for_another(editor, address, form, typed)
    page = sent(editor, address, **fields)
    assert "in the draft “First”" in page
    assert changed_in(first) == {section}
    assert not changed_in(second)
    assert f'<option value="{first.pk}" selected>First' in page


@each_form
def test_what_was_typed_for_a_draft_that_is_given_up_stays_and_is_saved_elsewhere(
    editor: Client, section: str, address: str, form: str, typed: dict[str, str]
) -> None:
    first, second, fields = left_for_another(editor, address, form, typed)
    discard(first, COMMAND)
    answer = editor.post(address, fields)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "The draft “First” is discarded meanwhile" in page
    assert "save it again to have it in “Second”" in page
    assert not changed_in(second)
    kept = fields_of(page, form)
    assert {name: kept[name] for name in typed} == {name: [text] for name, text in typed.items()}
    assert "in the draft “Second”" in sent(editor, address, **kept)
    assert changed_in(second) == {section}


def test_a_draft_that_is_not_shared_any_more_is_not_written(editor: Client) -> None:
    draft = shared("First")
    choose(editor, draft)
    address = "/tuning/words/banned_words/new/"
    fields = {**fields_of(read(editor, address), "word-form"), "text": "fake"}
    Draft.objects.filter(pk=draft.pk).update(
        is_shared=False, owner=User.objects.create_user("other")
    )
    page = editor.post(address, fields).content.decode()
    assert "is not shared with you" in page
    assert "First" not in page.partition("is not shared")[0].rpartition("<li")[2]
    assert "save it again to have it in a new draft" in page
    assert "fake" in page
    assert not changed_in(draft)


@pytest.mark.parametrize("named", ["999999", "-1", "nonsense", "9" * 40])
def test_a_draft_that_there_is_not_is_refused(editor: Client, named: str) -> None:
    page = sent(editor, "/tuning/words/banned_words/new/", text="fake", in_draft=named)
    assert "the draft in which this page was opened is deleted" in page.lower()
    assert not Draft.objects.exists()


def test_a_draft_of_someone_else_is_not_written_by_its_number(editor: Client) -> None:
    hers = new_draft("Hers", Actor.of(User.objects.create_user("other")))
    sent(editor, "/tuning/words/banned_words/new/", text="fake", in_draft=hers.pk)
    assert not changed_in(hers)


def test_two_tabs_over_what_is_live_begin_one_draft(editor: Client) -> None:
    tabs = [
        fields_of(read(editor, "/tuning/words/banned_words/new/"), "word-form") for _ in range(2)
    ]
    for fields, word in zip(tabs, ("fake", "fraud"), strict=True):
        sent(editor, "/tuning/words/banned_words/new/", **{**fields, "text": word})
    draft = Draft.objects.get()
    assert len(document_of(draft)["banned_words"]) == 2


def test_a_form_over_what_is_live_does_not_write_to_a_draft_chosen_since(editor: Client) -> None:
    address = "/tuning/words/banned_words/new/"
    fields = {**fields_of(read(editor, address), "word-form"), "text": "fake"}
    draft = shared("First")
    choose(editor, draft)
    page = sent(editor, address, **fields)
    assert "you have gone over to the draft “First” since" in page
    assert not changed_in(draft)
    again = fields_of(page, "word-form")
    assert again["text"] == ["fake"]
    sent(editor, address, **again)
    assert changed_in(draft) == {"banned_words"}


def test_buttons_of_lists_write_to_the_draft_that_they_show(editor: Client) -> None:
    first, second = shared("First"), shared("Second")
    for draft in (first, second):
        change(draft, "rules", {"boots": RULE}, COMMAND)
        change(draft, "banned_words", {"fake": {"text": "fake"}}, COMMAND)
        change(draft, "profiles", {"spring": {"minimum_match": 0.6}}, COMMAND)
    choose(editor, second)
    for address in (
        "rules/boots/switch",
        "words/banned_words/fake/remove",
        "profiles/spring/remove",
    ):
        sent(editor, f"/tuning/{address}/", in_draft=first.pk)
    assert document_of(first)["rules"]["boots"]["enabled"] is False
    assert not document_of(first).get("banned_words")
    assert not document_of(first).get("profiles")
    assert document_of(second)["rules"]["boots"] == RULE
    assert document_of(second)["banned_words"]
    assert document_of(second)["profiles"]


def test_a_button_of_a_row_that_was_taken_back_says_so(editor: Client) -> None:
    draft = shared("First")
    choose(editor, draft)
    for address in (
        "rules/boots/switch",
        "words/banned_words/fake/remove",
        "profiles/spring/remove",
    ):
        assert "in this draft." in sent(editor, f"/tuning/{address}/", in_draft=draft.pk)


@pytest.mark.usefixtures("store")
class TestWorkbench:
    """Pins, sliders and saving a profile, with and without htmx."""

    def test_a_pin_goes_to_the_draft_of_its_page(self, editor: Client) -> None:
        first, second = shared("First"), shared("Second")
        choose(editor, second)
        page = sent(editor, "/tuning/workbench/act/", **PIN, in_draft=first.pk)
        assert "Pinned" in page
        assert (changed_in(first), changed_in(second)) == ({"rules"}, set())

    def test_htmx_names_the_draft_in_a_header(self, editor: Client) -> None:
        first, second = shared("First"), shared("Second")
        choose(editor, second)
        htmx = {"HX-Request": "true", "X-In-Draft": str(first.pk)}
        editor.post("/tuning/workbench/act/", PIN, headers=htmx)
        assert (changed_in(first), changed_in(second)) == ({"rules"}, set())
        choose(editor, second)
        lists = editor.get("/tuning/workbench/?q=running+shoes", headers=htmx).content.decode()
        assert "Draft “First”" in lists
        live = {**htmx, "X-In-Draft": ""}
        lists = editor.get("/tuning/workbench/?q=running+shoes", headers=live).content.decode()
        assert "begins with your first change" in lists

    def test_sliders_are_kept_in_the_draft_of_their_page(self, editor: Client) -> None:
        first, second = shared("First"), shared("Second")
        choose(editor, second)
        question = "q=running+shoes&slider.words=0.9&sliders_of=default"
        sent(editor, "/tuning/workbench/keep/", question=question, in_draft=first.pk)
        assert (changed_in(first), changed_in(second)) == ({"profiles"}, set())

    def test_a_page_whose_draft_is_gone_is_loaded_anew(self, editor: Client) -> None:
        first = shared("First")
        discard(first, COMMAND)
        htmx = {"HX-Request": "true", "X-In-Draft": str(first.pk)}
        answer = editor.post(
            "/tuning/workbench/act/", {**PIN, "next": "/tuning/workbench/"}, headers=htmx
        )
        assert answer["HX-Redirect"] == "/tuning/workbench/"
        assert "is discarded meanwhile" in read(editor, "/tuning/workbench/")
        assert not Draft.objects.exclude(pk=first.pk).exists()

    def test_a_cure_that_is_refused_keeps_the_words(self, editor: Client) -> None:
        first = shared("First")
        discard(first, COMMAND)
        cure = {"cure": "synonym", "word": "anorak", "other": "coat", "question": "q=anorak"}
        answer = editor.post(f"{JACKET}cure/", {**cure, "in_draft": first.pk})
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "is discarded meanwhile" in page
        assert 'name="other" value="coat"' in page
        assert editor.get(f"{JACKET}cure/").status_code == 302


GONE = (
    ("synonyms", "tv", {"terms": ["tv", "television"]}, {"terms": "tv, box"}),
    ("rules", "boots", RULE, {"name": "Mine"}),
    ("profiles", "spring", {"minimum_match": 0.6}, {"minimum_match": "0.7"}),
)


@pytest.mark.parametrize(("section", "key", "value", "typed"), GONE)
def test_a_row_that_was_taken_back_is_told_and_what_was_typed_brings_it_back(
    editor: Client, section: str, key: str, value: dict[str, Any], typed: dict[str, str]
) -> None:
    draft = shared("First")
    choose(editor, draft)
    change(draft, section, {key: value}, COMMAND)
    form = {"synonyms": "word", "rules": "rule", "profiles": "profile"}[section] + "-form"
    address = f"/tuning/{'words/' if section == 'synonyms' else ''}{section}/{key}/"
    fields = {**fields_of(read(editor, address), form), **typed}
    take_back(draft, section, [key], COMMAND)
    answer = editor.post(address, fields)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "It is not there any more." in page
    assert "saving it again brings it back" in page
    kept = fields_of(page, form)
    assert {name: kept[name] for name in typed} == {name: [text] for name, text in typed.items()}
    assert editor.post(address, kept).status_code == 302
    assert key in document_of(draft)[section]


def test_a_version_is_not_restored_over_one_that_was_not_seen(editor: Client) -> None:
    approver = entered("app", "approver")
    for name in ("a", "b"):
        draft = shared(name)
        change(draft, "banned_words", {name: {"text": name}}, COMMAND)
        publish(draft, COMMAND)
    assert 'name="live" value="3"' in read(approver, "/tuning/versions/1/restore/")
    assert "look again" in sent(approver, "/tuning/versions/1/restore/", live="2")
    assert "is live again" in sent(approver, "/tuning/versions/1/restore/", live="3")


def test_the_name_and_note_of_a_version_stay_where_it_is_refused(editor: Client) -> None:
    approver, draft = entered("app", "approver"), shared("First")
    for name in ("fake", "fraud"):
        change(draft, "banned_words", {name: {"text": name}}, COMMAND)
    fields = {"name": "Week 12", "note": "As agreed", "change": "banned_words:fake"}
    address = f"/tuning/drafts/{draft.pk}/publish/"
    answer = approver.post(address, {**fields, "revision": "0"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="Week 12"' in page
    assert ">As agreed</textarea>" in page
    assert page.count(" checked") == 1
    assert approver.get(address)["Location"] == f"/tuning/drafts/{draft.pk}/"


@pytest.mark.parametrize("step", ["take-back", "settle", "submit", "discard"])
def test_what_was_not_seen_of_a_draft_is_not_decided(editor: Client, step: str) -> None:
    draft = shared("First")
    change(draft, "banned_words", {"fake": {"text": "fake"}}, COMMAND)
    fields = {"change": "banned_words:fake", "keep": "theirs", "revision": "0"}
    page = sent(editor, f"/tuning/drafts/{draft.pk}/{step}/", **fields)
    assert "changed since this page was opened; look again" in page
    draft.refresh_from_db()
    assert (draft.status, changed_in(draft)) == ("open", {"banned_words"})


def test_the_name_of_a_profile_that_can_not_be_stays(editor: Client) -> None:
    page = sent(editor, "/tuning/profiles/new/", name="Spring Sale", **{"from": "default"})
    assert 'value="Spring Sale"' in page
    assert editor.get("/tuning/profiles/new/").status_code == 302


def test_queries_that_can_not_be_added_stay(editor: Client) -> None:
    editor.post("/tuning/judge/new/", {"name": "autumn"})
    page = sent(editor, "/tuning/judge/new/", name="autumn", note="Ours")
    assert 'value="Ours"' in page
    pk = QuerySet.objects.get().pk
    page = sent(editor, f"/tuning/judge/{pk}/add/", queries="boots\n" + "x" * 501)
    assert ">boots\n" in page
    assert editor.get(f"/tuning/judge/{pk}/add/").status_code == 302


ELSEWHERE = re.compile(
    r"tuning:(work-in|begin|login|logout|draft-|version-draft|impact-ask|quality-|judge-)"
    r"|\{\{ address \}\}"
)
"""Forms whose address, or nothing of a draft, is what they change."""


def test_every_form_that_changes_rows_names_its_draft() -> None:
    folder = Path(str(files("searchapp.tuning"))) / "templates"
    forms = [
        (path.name, form)
        for path in sorted(folder.rglob("*.html"))
        for form in re.findall(r"<form\b.*?</form>", path.read_text(), re.DOTALL)
        if 'method="post"' in form.partition(">")[0]
        and path.name != "restore.html"
        # Sellers have one draft each.
        and path.parent.name != "mine"
    ]
    writing = [(name, form) for name, form in forms if not ELSEWHERE.search(form.partition(">")[0])]
    assert len(writing) >= 12
    assert [name for name, form in writing if "tuning/in_draft.html" not in form] == []
