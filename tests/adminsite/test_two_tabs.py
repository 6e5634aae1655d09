"""Forms of the admin write to the draft that they show, and lose nothing that was typed."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from searchapp.lexicon.models import ProtectedWord
from searchapp.publishing.actors import COMMAND
from searchapp.publishing.documents import document_of, live_document
from searchapp.publishing.editing import change, discard, new_draft, take_back
from searchapp.publishing.models import Draft
from searchapp.publishing.publication import publish
from tests.tuning.entering import entered

pytestmark = pytest.mark.django_db

LIST = "/admin/lexicon/protectedword/"
HIDDEN = ("in_draft", "row_key", "shown")


class _Hidden(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("name") in HIDDEN:
            self.found[str(given["name"])] = given.get("value") or ""


def hidden(page: str) -> dict[str, str]:
    """The hidden fields that tell what the form shows."""
    parser = _Hidden()
    parser.feed(page)
    return parser.found


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def editor() -> Client:
    return entered("ed", "editor")


@pytest.fixture
def two(editor: Client) -> tuple[Draft, Draft]:
    first, second = (new_draft(name, COMMAND, shared=True) for name in ("First", "Second"))
    choose(editor, first)
    return first, second


def choose(client: Client, draft: Draft) -> None:
    client.post("/tuning/work-in/", {"draft": draft.pk})


def words(draft: Draft) -> set[tuple[str, str]]:
    found = document_of(draft).get("protected_words", {}).values()
    return {(each["text"], each.get("note", "")) for each in found}


def published_word() -> ProtectedWord:
    draft = new_draft("Before", COMMAND)
    change(draft, "protected_words", {"quorvex": {"text": "Quorvex"}}, COMMAND)
    publish(draft, COMMAND)
    return ProtectedWord.objects.get()


def test_a_row_is_added_to_the_draft_that_the_form_shows(
    editor: Client, two: tuple[Draft, Draft]
) -> None:
    fields = hidden(read(editor, f"{LIST}add/"))
    choose(editor, two[1])
    page = editor.post(f"{LIST}add/", {"text": "Nimbus", **fields}, follow=True).content.decode()
    assert words(two[0]) == {("Nimbus", "")}
    assert not words(two[1])
    assert "“First”" in page


def test_a_row_is_changed_removed_and_acted_upon_in_the_draft_that_is_shown(
    editor: Client, two: tuple[Draft, Draft]
) -> None:
    row = published_word()
    page = f"{LIST}{row.pk}/"
    typed, deleted, listed = (
        hidden(read(editor, each)) for each in (f"{page}change/", f"{page}delete/", LIST)
    )
    assert {each["in_draft"] for each in (typed, deleted, listed)} == {str(two[0].pk)}
    choose(editor, two[1])
    editor.post(f"{page}change/", {"text": "Quorvex", "note": "ours", **typed})
    assert (words(two[0]), words(two[1])) == ({("Quorvex", "ours")}, {("Quorvex", "")})
    changed = ProtectedWord.objects.get(draft=two[0])
    choose(editor, two[1])
    action = {"action": "delete_selected", "_selected_action": [changed.pk]}
    asked = editor.post(LIST, {**action, **listed}).content.decode()
    assert "Are you sure?" in asked
    assert hidden(asked) == listed
    editor.post(LIST, {**action, "post": "yes", **listed})
    assert (words(two[0]), words(two[1])) == (set(), {("Quorvex", "")})


def test_a_form_of_a_draft_that_is_given_up_comes_back_with_what_was_typed(
    editor: Client, two: tuple[Draft, Draft]
) -> None:
    fields = {"text": "Nimbus", "note": "a brand", **hidden(read(editor, f"{LIST}add/"))}
    discard(two[0], COMMAND)
    choose(editor, two[1])
    page = editor.post(f"{LIST}add/", fields).content.decode()
    assert "The draft “First” is discarded meanwhile" in page
    assert "save it again to have it in “Second”" in page
    assert 'value="Nimbus"' in page
    assert not words(two[1])
    editor.post(f"{LIST}add/", {**fields, **hidden(page)})
    assert words(two[1]) == {("Nimbus", "a brand")}


def test_a_row_that_was_taken_back_comes_back_with_what_was_typed(
    editor: Client, two: tuple[Draft, Draft]
) -> None:
    change(two[0], "protected_words", {"quorvex": {"text": "Quorvex"}}, COMMAND)
    page = f"{LIST}{ProtectedWord.objects.get().pk}/change/"
    fields = {"text": "Quorvex", "note": "typed", **hidden(read(editor, page))}
    take_back(two[0], "protected_words", ["quorvex"], COMMAND)
    said = editor.post(page, fields).content.decode()
    assert "It is not there any more; save it again to bring it back" in said
    assert 'value="typed"' in said
    assert not words(two[0])
    editor.post(page, {**fields, **hidden(said)})
    assert document_of(two[0])["protected_words"] == {
        "quorvex": {"text": "Quorvex", "note": "typed"}
    }


def test_what_someone_saved_meanwhile_is_told_and_not_overwritten(
    editor: Client, two: tuple[Draft, Draft]
) -> None:
    page = f"{LIST}{published_word().pk}/change/"
    fields = {"text": "Quorvex", "note": "mine", **hidden(read(editor, page))}
    change(two[0], "protected_words", {"quorvex": {"text": "Quorvexx"}}, COMMAND)
    said = editor.post(page, fields).content.decode()
    assert "Someone changed it meanwhile; it is now: Quorvexx." in said
    assert words(two[0]) == {("Quorvexx", "")}
    editor.post(page, {**fields, **hidden(said)})
    assert words(two[0]) == {("Quorvex", "mine")}
    assert live_document()["protected_words"] == {"quorvex": {"text": "Quorvex"}}


def looked_at(client: Client, text: str) -> Any:
    upload = SimpleUploadedFile("words.csv", text.encode(), content_type="text/csv")
    return client.post(f"{LIST}import/", {"format": "0", "resource": "", "import_file": upload})


def test_looking_at_an_import_begins_no_draft(editor: Client) -> None:
    page = looked_at(editor, "text,note\nNimbus,\n")
    assert "Nimbus" in page.content.decode()
    assert not Draft.objects.exists()
    editor.post(f"{LIST}process_import/", page.context["confirm_form"].initial)
    assert words(Draft.objects.get()) == {("Nimbus", "")}


def test_looking_at_a_file_of_rules_begins_no_draft(editor: Client) -> None:
    text = b'[{"name": "A", "when": [{"exact": "a"}], "do": [{"hide": "p", "kind": "product"}]}]'
    file = SimpleUploadedFile("rules.json", text)
    answer = editor.post("/admin/merchandising/queryrule/import/", {"file": file, "format": "json"})
    assert "What the file comes to" in answer.content.decode()
    assert not Draft.objects.exists()


def test_an_import_goes_to_the_draft_for_which_it_was_looked_at(
    editor: Client, two: tuple[Draft, Draft]
) -> None:
    confirmation = looked_at(editor, "text,note\nNimbus,\n").context["confirm_form"].initial
    choose(editor, two[1])
    editor.post(f"{LIST}process_import/", confirmation)
    assert (words(two[0]), words(two[1])) == ({("Nimbus", "")}, set())


def test_an_import_into_a_draft_that_is_given_up_is_refused(
    editor: Client, two: tuple[Draft, Draft]
) -> None:
    confirmation = looked_at(editor, "text,note\nNimbus,\n").context["confirm_form"].initial
    discard(two[0], COMMAND)
    answer = editor.post(f"{LIST}process_import/", confirmation, follow=True)
    assert "Nothing was imported: the draft “First” is discarded" in answer.content.decode()
    assert not ProtectedWord.objects.exists()
