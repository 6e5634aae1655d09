"""Drafted rows in the admin: the draft at hand, one row published alone, history, roles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client

from searchapp.lexicon.admin import synonym
from searchapp.lexicon.models import ProtectedWord, Synonym
from searchapp.merchandising.admin import rule_files
from searchapp.merchandising.models import QueryRule
from searchapp.merchandising.rule_files.tables import write_json
from searchapp.pipeline.rules.actions import Redirect
from searchapp.pipeline.rules.rule import Rule
from searchapp.pipeline.rules.triggers import Phrase
from searchapp.publishing.admin import drafted, drafted_rows
from searchapp.publishing.draft_details import share
from searchapp.publishing.editing import change, new_draft
from searchapp.publishing.models import Draft, Status, Version
from searchapp.publishing.working_draft import draft_to_edit
from tests.publishing.people import actor, person
from tests.publishing.rows import edited

pytestmark = pytest.mark.django_db

LIST = "/admin/lexicon/protectedword/"
RULE = Rule("sale", "Sale", (Phrase("sale"),), (Redirect("/sale/"),))
ALONE = "Save and publish this alone"


def entered(name: str, *roles: str) -> Client:
    client = Client()
    client.force_login(person(name, *roles))
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode())


def change_page(row: ProtectedWord) -> str:
    return f"{LIST}{edited(row).pk}/change/"


def test_the_draft_at_hand_is_named_with_the_number_of_its_changes() -> None:
    editor = entered("ed", "editor")
    page = text(editor.get(LIST))
    assert "This is what is live." in page
    assert "Your first edit begins a draft." in page
    editor.post(f"{LIST}add/", {"text": "Quorvex"})
    editor.post(f"{LIST}add/", {"text": "Nimbus"})
    page = text(editor.get(LIST))
    assert "“Changes by ed”" in page
    assert "2 changes" in page
    assert 'href="/tuning/' in page


def test_another_draft_is_chosen_on_the_page_and_one_comes_back_to_it() -> None:
    draft = new_draft("Spring", actor("ann", "editor"), shared=True)
    editor = entered("ed", "editor")
    assert f'<option value="{draft.pk}">Spring' in text(editor.get(LIST))
    answer = editor.post("/tuning/work-in/", {"draft": draft.pk, "next": LIST}, follow=True)
    assert answer.redirect_chain[-1][0] == LIST
    assert "“Spring”" in text(answer)
    editor.post(f"{LIST}add/", {"text": "Quorvex"})
    assert ProtectedWord.objects.get().draft == draft


def test_a_row_is_published_alone_by_who_may() -> None:
    approver = entered("app", "approver")
    approver.post(f"{LIST}add/", {"text": "Quorvex"})
    row = ProtectedWord.objects.get()
    assert ALONE in text(approver.get(f"{LIST}add/"))
    assert ALONE in text(approver.get(change_page(row)))
    approver.post(f"{LIST}add/", {"text": "Nimbus"})
    answer = approver.post(
        change_page(row), {"text": "Quorvex", "note": "a brand", "_publish": ""}, follow=True
    )
    assert "Published as version 2." in text(answer)
    assert [each.text for each in ProtectedWord.objects.filter(draft=None)] == ["Quorvex"]
    assert Draft.objects.get().is_alive, "the other change stays in the draft"


def test_who_may_only_edit_publishes_nothing() -> None:
    editor = entered("ed", "editor")
    assert ALONE not in text(editor.get(f"{LIST}add/"))
    answer = editor.post(f"{LIST}add/", {"text": "Quorvex", "_publish": ""}, follow=True)
    assert "not published" in text(answer)
    assert not Version.objects.exists()


def test_where_someone_else_must_approve_nothing_is_published_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(settings.ENVIRONMENT, "SEARCHAPP_FOUR_EYES", True)
    approver = entered("app", "approver")
    assert ALONE not in text(approver.get(f"{LIST}add/"))
    approver.post(f"{LIST}add/", {"text": "Quorvex", "_publish": ""})
    assert not Version.objects.exists()


def test_a_viewer_looks_and_changes_nothing() -> None:
    row = ProtectedWord.objects.create(text="Quorvex")
    viewer = entered("vic", "viewer")
    page = text(viewer.get(change_page(row)))
    assert "Quorvex" in page
    assert ALONE not in page
    assert "first edit" not in page
    assert viewer.get(f"{LIST}add/").status_code == 403
    assert viewer.post(change_page(row), {"text": "x"}).status_code == 403
    assert viewer.post(f"{LIST}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert not Draft.objects.exists()


def test_the_history_says_who_changed_what_from_what_to_what() -> None:
    row = ProtectedWord.objects.create(text="Quorvex", note="old")
    editor = entered("ed", "editor")
    editor.post(change_page(row), {"text": "Quorvex", "note": "<b>new</b>"})
    page = text(editor.get(f"{LIST}{edited(row).pk}/history/"))
    assert "<del>old</del>" in page
    assert "<ins>&lt;b&gt;new&lt;/b&gt;</ins>" in page
    assert "Changes by ed" in page
    assert "ed</td>" in page


def test_the_history_is_for_those_who_may_see_the_row() -> None:
    row = ProtectedWord.objects.create(text="Quorvex")
    page = f"{LIST}{row.pk}/history/"
    assert "Nobody has changed it" in text(entered("vic", "viewer").get(page))
    assert entered("nobody").get(page).status_code == 403
    assert entered("ed", "editor").get(f"{LIST}999999/history/").status_code == 302


@pytest.fixture
def closing(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From then on someone else publishes the draft at hand the moment that it is edited."""

    def close() -> None:
        def closed(request: HttpRequest) -> Draft:
            draft = draft_to_edit(request)
            Draft.objects.filter(pk=draft.pk).update(status=Status.PUBLISHED)
            return draft

        for module in (drafted, drafted_rows, synonym, rule_files):
            monkeypatch.setattr(module, "draft_to_edit", closed)

    return close


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("add/", {"text": "Nimbus"}),
        ("{pk}/change/", {"text": "Quorvex", "note": "new"}),
        ("{pk}/delete/", {"post": "yes"}),
        ("", {"action": "delete_selected", "_selected_action": "{pk}", "post": "yes"}),
    ],
)
def test_a_draft_that_was_published_meanwhile_is_told_and_nothing_changes(
    closing: Callable[[], None], page: str, fields: dict[str, str]
) -> None:
    approver = entered("app", "approver")
    approver.post(f"{LIST}add/", {"text": "Quorvex"})
    row = ProtectedWord.objects.get()
    closing()
    fields = {name: value.format(pk=row.pk) for name, value in fields.items()}
    answer = approver.post(f"{LIST}{page.format(pk=row.pk)}", fields, follow=True)
    assert answer.status_code == 200
    assert "Nothing was changed: the draft “Changes by app” is published" in text(answer)
    assert list(ProtectedWord.objects.values_list("text", "note")) == [("Quorvex", "")]


def test_a_file_for_a_draft_that_was_published_meanwhile_is_told_and_nothing_changes(
    closing: Callable[[], None],
) -> None:
    editor = entered("ed", "editor")
    upload = SimpleUploadedFile("words.csv", b"text,note\nNimbus,\n", content_type="text/csv")
    page = editor.post(f"{LIST}import/", {"format": "0", "resource": "", "import_file": upload})
    closing()
    confirmation = page.context["confirm_form"].initial
    answer = editor.post(f"{LIST}process_import/", confirmation, follow=True)
    assert "Nothing was imported: the draft “Changes by ed” is published" in text(answer)
    assert "Import finished" not in text(answer)
    solr = SimpleUploadedFile("synonyms.txt", b"tv, television\n")
    answer = editor.post("/admin/lexicon/synonym/import/", {"file": solr}, follow=True)
    assert "Nothing was changed: the draft" in text(answer)
    rules = {"text": write_json([RULE]), "confirmed": "json"}
    answer = editor.post("/admin/merchandising/queryrule/import/", rules, follow=True)
    assert "Nothing was imported: the draft" in text(answer)
    for model in (ProtectedWord, Synonym, QueryRule):
        assert not model.objects.exists()


def test_the_admin_shows_nothing_of_what_others_do_in_drafts_of_their_own() -> None:
    bob = actor("bob", "editor")
    secret = new_draft("Secret sale", bob)
    change(secret, "protected_words", {"quorvex": {"text": "Quorvex"}}, bob)
    editor = entered("ed", "editor")
    for page in ("auditentry", "draft"):
        assert "Secret sale" not in text(editor.get(f"/admin/publishing/{page}/"))
    share(secret, bob, shared=True)
    for page in ("auditentry", "draft"):
        assert "Secret sale" in text(editor.get(f"/admin/publishing/{page}/"))
