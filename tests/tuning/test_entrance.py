"""Who may come in, and in which draft one works."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from searchapp.publishing.models import Draft
from tests.publishing.people import person

pytestmark = pytest.mark.django_db

HOME = "/tuning/"


def entered(name: str, *roles: str) -> Client:
    client = Client()
    client.force_login(person(name, *roles))
    return client


def test_a_stranger_logs_in_and_comes_back(client: Client) -> None:
    answer = client.get(HOME)
    assert answer["Location"] == "/tuning/login/?next=/tuning/"
    person("ann", "viewer")
    answer = client.post("/tuning/login/", {"username": "ann", "password": "secret", "next": HOME})
    assert answer["Location"] == HOME
    assert client.get(HOME).status_code == 200
    wrong = Client().post("/tuning/login/", {"username": "ann", "password": "wrong"})
    assert "do not fit" in wrong.content.decode()


def test_who_has_no_role_is_told_so() -> None:
    assert entered("nobody").get(HOME).status_code == 403


def test_an_editor_begins_a_draft_and_works_in_it() -> None:
    editor = entered("ed", "editor")
    answer = editor.post("/tuning/begin/", {"name": "Spring sale"}, follow=True)
    assert '<option value="' in answer.content.decode()
    draft = Draft.objects.get()
    assert (draft.name, draft.owner.username) == ("Spring sale", "ed")  # type: ignore[union-attr]
    assert f'value="{draft.pk}" selected' in editor.get(HOME).content.decode()
    editor.post("/tuning/work-in/", {"draft": ""})
    assert f'value="{draft.pk}" selected' not in editor.get(HOME).content.decode()


def test_a_viewer_begins_no_draft() -> None:
    assert entered("vic", "viewer").post("/tuning/begin/", {"name": "x"}).status_code == 403
    assert not Draft.objects.exists()


def test_nobody_is_sent_to_a_page_that_is_not_ours() -> None:
    editor = entered("ed", "editor")
    answer = editor.post("/tuning/begin/", {"name": "x", "next": "https://evil.example/"})
    assert answer["Location"] == HOME


def test_a_word_that_is_no_address_is_not_followed() -> None:
    editor = entered("ed", "editor")
    for wanted in ("foo", "index", "admin/"):
        answer = editor.post("/tuning/begin/", {"name": "x", "next": wanted})
        assert (answer.status_code, answer["Location"]) == (302, wanted)


@pytest.mark.parametrize(
    "address",
    [
        "rules/?q=a%00b",
        "rules/?a%00b=q",
        "rules/a%00b/",
        "words/synonyms/?q=%00",
        "why/product/a%00b/",
        "audit/?actor=%00",
        "items?q=%00",
        "mine/?q=a%00",
        "mine/?seller=%00",
        "mine/product/a%00/",
    ],
)
def test_an_address_with_nul_is_refused_before_a_table_is_asked_for_it(
    address: str,
) -> None:
    editor = entered("ed", "editor")
    with CaptureQueriesContext(connection) as asked:
        answer = editor.get(f"{HOME}{address}")
    assert answer.status_code == 400
    assert "the character NUL" in answer.content.decode()
    assert not [each for each in asked.captured_queries if "\0" in each["sql"]]


@pytest.mark.parametrize("fields", [{"name": "a\0b"}, {"name": ["a", "\0"]}, {"\0": "a"}])
def test_a_form_with_nul_is_refused(fields: dict[str, Any]) -> None:
    answer = entered("ed", "editor").post("/tuning/begin/", fields)
    assert answer.status_code == 400
    assert not Draft.objects.exists()


def test_a_rater_comes_to_the_query_sets_and_nowhere_else(client: Client) -> None:
    person("rita", "rater")
    answer = client.post("/tuning/login/", {"username": "rita", "password": "secret"}, follow=True)
    assert answer.redirect_chain == [("/tuning/judge/", 302)]
    assert answer.status_code == 200
    for place in ("", "rules/", "versions/", "audit/", "quality/", "workbench/?q=x"):
        assert client.get(f"{HOME}{place}").status_code == 403
