"""Who is logged out while typing logs in and sends it again."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from searchapp.publishing.documents import document_of
from searchapp.publishing.models import Draft
from tests.publishing.people import person
from tests.tuning.entering import read
from tests.tuning.page_forms import fields_of

pytestmark = pytest.mark.django_db
NEW = "/tuning/words/synonyms/new/"
LOGIN = "/tuning/login/"


@pytest.fixture
def editor() -> Client:
    person("ed", "editor")
    client = Client(enforce_csrf_checks=True)
    client.get(LOGIN)
    return client


def token(client: Client) -> str:
    return client.cookies["csrftoken"].value


def hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(typed-[^"]+)" value="([^"]*)"', page)
    return dict(found)


def logged_in(client: Client, **more: str) -> str:
    fields = {"username": "ed", "password": "secret", "csrfmiddlewaretoken": token(client), **more}
    answer = client.post(LOGIN, fields)
    assert answer.status_code == 200
    return answer.content.decode()


def typed(client: Client) -> dict[str, str]:
    """What comes back from a form that was sent without being logged in."""
    fields = {"in_draft": "", "kind": "two-way", "terms": "tv\ntelevision", "weight": "1"}
    answer = client.post(NEW, {**fields, "csrfmiddlewaretoken": token(client), "is_active": "on"})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "nothing was saved" in page
    return hidden(page)


def test_what_was_typed_is_sent_again_after_logging_in(editor: Client) -> None:
    page = logged_in(editor, next=NEW, **typed(editor))
    assert "What you typed before is not saved yet." in page
    assert not Draft.objects.exists()
    (form,) = [each for each in page.split("<form ") if f'action="{NEW}"' in each]
    fields = fields_of(f'<form id="again" {form}', "again")
    assert editor.post(NEW, fields).status_code == 302
    (value,) = document_of(Draft.objects.get())["synonyms"].values()
    assert value["terms"] == ["tv", "television"]


def test_a_wrong_password_loses_nothing(editor: Client) -> None:
    kept = typed(editor)
    page = logged_in(editor, next=NEW, **{**kept, "password": "wrong"})
    assert hidden(page) == kept


def test_nothing_is_sent_to_another_site(editor: Client) -> None:
    fields = {"username": "ed", "password": "secret", "csrfmiddlewaretoken": token(editor)}
    answer = editor.post(LOGIN, {**fields, "next": "https://evil.example/", **typed(editor)})
    assert answer["Location"] == "/tuning/"


def test_who_typed_nothing_is_led_to_where_they_wanted(editor: Client) -> None:
    assert editor.get(NEW)["Location"] == f"{LOGIN}?next={NEW}"


def test_htmx_leads_the_whole_page_to_the_login(editor: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/tuning/workbench/?q=tv"}
    answer = editor.get("/tuning/workbench/?q=t", headers=headers)
    assert answer["HX-Redirect"] == f"{LOGIN}?next=/tuning/workbench/%3Fq%3Dtv"
    assert "Log in" in read(Client(), answer["HX-Redirect"])
