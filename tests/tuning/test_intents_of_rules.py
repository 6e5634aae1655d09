"""The shop's intents are offered where a rule asks for one, and an unknown one is remarked on."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from searchapp.publishing.actors import COMMAND
from searchapp.publishing.editing import change, new_draft
from searchapp.publishing.models import Draft
from searchapp.publishing.publication import publish
from tests.merchandising.test_rules_admin import form
from tests.tuning.entering import entered, read

pytestmark = pytest.mark.django_db


def intent(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "phrases": [f"where is my {name}"], "language": "en", **more}


def rule(name: str) -> dict[str, Any]:
    return {"name": "Help", "when": [{"intent": name}], "do": [{"redirect": "/help/"}]}


@pytest.fixture
def draft() -> Draft:
    first = new_draft("First", COMMAND)
    change(first, "intents", {"a": intent("order-status"), "b": intent("our-returns")}, COMMAND)
    publish(first, COMMAND)
    draft = new_draft("Ours", COMMAND, shared=True)
    change(draft, "intents", {"c": intent("gifts"), "b": None}, COMMAND)
    change(draft, "intents", {"d": intent("off", is_active=False)}, COMMAND)
    change(draft, "rules", {"known": rule("gifts"), "unknown": rule("retruns")}, COMMAND)
    return draft


@pytest.fixture
def editor(draft: Draft) -> Client:
    editor = entered("ed", "editor")
    editor.post("/tuning/work-in/", {"draft": draft.pk})
    return editor


def test_the_intents_of_the_draft_are_offered(editor: Client) -> None:
    page = read(editor, "/tuning/rules/known/")
    offered = page[page.index('<datalist id="intents">') :].partition("</datalist>")[0]
    found = re.findall(r'value="([^"]+)"', offered)
    assert found == sorted(set(found))
    assert {"gifts", "order-status"} <= set(found)
    assert not {"our-returns", "off"} & set(found)
    assert 'value="gifts" maxlength="300" list="intents"' in page


def test_an_unknown_one_is_a_warning_and_saves_all_the_same(editor: Client) -> None:
    said = "the intent “retruns”, which no query can have"
    assert said in read(editor, "/tuning/rules/unknown/")
    assert said in read(editor, "/tuning/rules/conflicts/")
    assert "which no query can have" not in read(editor, "/tuning/rules/known/")


def test_the_form_of_the_admin_asks_to_confirm_it(editor: Client) -> None:
    fields = form(
        {"verb": "redirect", "url": "/help/"}, when=[{"how": "intent", "text": "nonsense"}]
    )
    page = editor.post("/admin/merchandising/queryrule/add/", fields).content.decode()
    assert "the intent “nonsense”, which no query can have" in page
