"""Two people before the same form: who saves later is told, and nothing is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from searchapp.publishing.actors import COMMAND
from searchapp.publishing.documents import document_of
from searchapp.publishing.editing import change, new_draft
from searchapp.publishing.models import Draft
from searchapp.publishing.publication import publish
from tests.tuning.entering import entered, read
from tests.tuning.page_forms import fields_of

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Case:
    """A form, what it shows, what another saves, what one types, and that as a value."""

    section: str
    key: str
    form: str
    first: dict[str, Any]
    theirs: dict[str, Any]
    told: str
    typed: dict[str, str]
    mine: dict[str, Any]

    @property
    def address(self) -> str:
        place = "words/synonyms" if self.section == "synonyms" else self.section
        return f"/tuning/{place}/{self.key}/"


_RULE: dict[str, Any] = {
    "name": "Velo first",
    "when": [{"exact": "boots"}],
    "do": [{"boost": {"brand": ["Velo"]}, "strength": "strong"}],
}
_THEIRS = {**_RULE, "when": [{"exact": "winter boots"}]}
CASES = (
    Case(
        "synonyms",
        "tv",
        "word-form",
        {"terms": ["tv", "television"]},
        {"terms": ["tv", "telly"]},
        "tv ↔ telly",
        {"terms": "tv, box"},
        {"terms": ["tv", "box"]},
    ),
    Case(
        "rules",
        "boots",
        "rule-form",
        _RULE,
        _THEIRS,
        "When the query is exactly “winter boots”",
        {"name": "Mine"},
        {**_RULE, "name": "Mine"},
    ),
    Case(
        "profiles",
        "spring",
        "profile-form",
        {"minimum_match": 0.6},
        {"minimum_match": 0.7},
        "minimum_match: 0.7",
        {"rest": '{"features": {"product": ["rating"]}}'},
        {"minimum_match": 0.6, "features": {"product": ["rating"]}},
    ),
)
each_form = pytest.mark.parametrize("case", CASES, ids=lambda case: case.section)


@pytest.fixture
def editor() -> Client:
    return entered("ed", "editor")


def shared_draft(editor: Client, case: Case) -> Draft:
    """A draft in which the editor and others work; what the form is about is published."""
    first = new_draft("First", COMMAND)
    change(first, case.section, {case.key: case.first}, COMMAND)
    publish(first, COMMAND)
    draft = new_draft("Ours", COMMAND, shared=True)
    editor.post("/tuning/work-in/", {"draft": draft.pk})
    return draft


def value_in(draft: Draft, case: Case) -> Any:
    return document_of(draft)[case.section].get(case.key)


def sent(client: Client, case: Case, fields: dict[str, Any]) -> tuple[int, str]:
    answer = client.post(case.address, fields, follow=True)
    return answer.status_code, answer.content.decode()


@each_form
def test_what_another_saved_is_shown_and_not_overwritten(editor: Client, case: Case) -> None:
    draft = shared_draft(editor, case)
    typed = {**fields_of(read(editor, case.address), case.form), **case.typed}
    change(draft, case.section, {case.key: case.theirs}, COMMAND)
    status, page = sent(editor, case, typed)
    assert status == 409
    assert "Someone changed this meanwhile" in page
    assert case.told in page
    assert value_in(draft, case) == case.theirs
    kept = fields_of(page, case.form)
    assert {name: kept[name] for name in case.typed} == {
        name: [text] for name, text in case.typed.items()
    }
    status, page = sent(editor, case, kept)
    assert status == 200
    assert "Someone changed this meanwhile" not in page
    assert value_in(draft, case) == case.mine


@each_form
def test_what_nobody_touched_is_saved(editor: Client, case: Case) -> None:
    draft = shared_draft(editor, case)
    typed = {**fields_of(read(editor, case.address), case.form), **case.typed}
    status, _ = sent(editor, case, typed)
    assert status == 200
    assert value_in(draft, case) == case.mine


@each_form
def test_what_another_removed_is_told_and_may_be_saved_anew(editor: Client, case: Case) -> None:
    draft = shared_draft(editor, case)
    typed = {**fields_of(read(editor, case.address), case.form), **case.typed}
    change(draft, case.section, {case.key: None}, COMMAND)
    status, page = sent(editor, case, typed)
    assert status == 409
    assert "It is not there any more." in page
    assert value_in(draft, case) is None
    assert editor.get(case.address).status_code == 404
    status, page = sent(editor, case, {**fields_of(page, case.form)})
    assert status == 200
    assert value_in(draft, case) is not None


@each_form
def test_what_was_published_meanwhile_counts_too(editor: Client, case: Case) -> None:
    draft = shared_draft(editor, case)
    typed = {**fields_of(read(editor, case.address), case.form), **case.typed}
    other = new_draft("Other", COMMAND)
    change(other, case.section, {case.key: case.theirs}, COMMAND)
    publish(other, COMMAND)
    assert sent(editor, case, typed)[0] == 409
    assert value_in(draft, case) == case.theirs


@each_form
def test_what_the_form_showed_first_counts_though_it_was_shown_again(
    editor: Client, case: Case
) -> None:
    draft = shared_draft(editor, case)
    fields = fields_of(read(editor, case.address), case.form)
    change(draft, case.section, {case.key: case.theirs}, COMMAND)
    wrong = {
        "synonyms": {"terms": ""},
        "rules": {"add-when": "1", "new-when": "phrase"},
        "profiles": {"rest": "nonsense"},
    }
    page = editor.post(case.address, {**fields, **wrong[case.section]}).content.decode()
    assert fields_of(page, case.form)["shown"] == fields["shown"]
    assert sent(editor, case, {**fields, **case.typed})[0] == 409
    assert value_in(draft, case) == case.theirs


def test_a_built_in_profile_that_another_wrote_first_is_not_overwritten(editor: Client) -> None:
    draft = new_draft("Ours", COMMAND, shared=True)
    editor.post("/tuning/work-in/", {"draft": draft.pk})
    address = "/tuning/profiles/default/"
    fields = fields_of(read(editor, address), "profile-form")
    assert fields["shown"] == [""]
    change(draft, "profiles", {"default": {"minimum_match": 0.7}}, COMMAND)
    assert editor.post(address, fields).status_code == 409


def test_a_row_that_never_was_is_not_made_by_its_address(editor: Client) -> None:
    for address in ("words/synonyms/nothing", "rules/nothing", "profiles/nothing"):
        answer = editor.post(f"/tuning/{address}/", {"shown": "", "terms": "a, b", "name": "x"})
        assert answer.status_code == 404
