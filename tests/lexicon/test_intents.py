"""Intents as a shop begins with them, as they are kept, and as they are written in the admin."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from analyzers.intents.default_rules import default_rules
from searchapp.lexicon.models import Intent
from searchapp.lexicon.written_parts import written_parts
from searchapp.publishing.documents import published_document
from tests.lexicon.staff import refused, staff

pytestmark = pytest.mark.django_db

LIST = "/admin/lexicon/intent/"
ADD = f"{LIST}add/"


def begin() -> None:
    """Adds the default intents as the migration does."""
    migration = import_module("searchapp.lexicon.migrations.0002_default_intents")
    migration.add_default_intents(apps, connection.schema_editor())


@pytest.fixture(autouse=True)
def none() -> None:
    Intent.objects.all().delete()


def test_a_new_shop_begins_with_the_default_intents() -> None:
    begin()
    assert tuple(row.rule for row in Intent.objects.order_by("pk")) == default_rules()
    begin()
    assert Intent.objects.count() == len(default_rules())


def test_default_intents_can_be_saved_in_the_admin_as_they_are(admin_client: Client) -> None:
    begin()
    row = Intent.objects.filter(name="returns", language="en").get()
    row.full_clean()
    columns = ("name", "language", "confidence", "leads", "link", "title")
    fields = {column: getattr(row, column) for column in columns}
    fields["phrases"] = "\r\n".join(row.phrases)
    fields["unless"] = "\r\n".join(row.unless)
    answer = admin_client.post(f"{LIST}{row.pk}/change/", {**fields, "is_active": "on"})
    assert answer.status_code == 302, answer.content.decode()
    assert Intent.objects.get(pk=row.pk).rule == row.rule


def test_active_intents_are_put_to_use_and_broken_ones_are_left_out() -> None:
    Intent.objects.create(name="returns", phrases=["return [my] order"], link="/returns")
    Intent.objects.create(name="off", phrases=["off"], is_active=False)
    Intent.objects.create(name="bracket", phrases=["[my"])
    Intent.objects.create(name="none", phrases=[])
    Intent.objects.create(name="number", phrases=["a", 1])
    Intent.objects.create(name="text", phrases="text")
    Intent.objects.create(name="link", phrases=["a"], link="javascript:alert(1)")
    Intent.objects.create(name="leads", phrases=["a"], leads="nowhere")
    Intent.objects.create(name="sure", phrases=["a"], confidence=7)
    intents = written_parts(published_document()).parts["intents"]
    assert [rule.name for rule in intents.rules] == ["returns"]
    assert intents.effect("returns").link == "/returns"


def form(**fields: Any) -> dict[str, Any]:
    return {
        "name": "returns",
        "language": "en",
        "phrases": "return [my] order\nsend back",
        "unless": "",
        "confidence": "0.9",
        "leads": "",
        "link": "/returns",
        "title": "Return an item",
        "is_active": "on",
        **fields,
    }


def test_phrases_are_typed_one_per_line(admin_client: Client) -> None:
    answer = admin_client.post(ADD, form())
    assert answer.status_code == 302, answer.content.decode()
    assert Intent.objects.get().phrases == ["return [my] order", "send back"]


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", "", "required"),
        ("phrases", "", "required"),
        ("phrases", "return [my order", "bracket without its partner"),
        ("phrases", "[my]", "no word that must occur"),
        ("unless", "a|", "single words"),
        ("confidence", "0", "must lie in (0, 1]"),
        ("confidence", "1.1", "must lie in (0, 1]"),
        ("leads", "products", "valid choice"),
        ("link", "javascript:alert(1)", "must begin with / or https://"),
        ("link", "//elsewhere.example", "must begin with / or https://"),
        ("language", "xx", "valid choice"),
    ],
)
def test_what_cannot_be_used_is_refused_at_its_field(
    admin_client: Client, field: str, value: str, says: str
) -> None:
    answer = admin_client.post(ADD, form(**{field: value}))
    assert answer.status_code == 200
    errors = answer.context["adminform"].form.errors
    assert list(errors) == [field]
    assert says in errors[field][0]
    assert not Intent.objects.exists()


def test_the_list_shows_what_is_broken_and_it_stays_off(admin_client: Client) -> None:
    broken = Intent.objects.create(name="bracket", phrases=["[my"], is_active=False)
    assert "bracket without its partner" in admin_client.get(LIST).content.decode()
    fields = {"action": "activate", "_selected_action": [broken.pk]}
    page = admin_client.post(LIST, fields, follow=True).content.decode()
    assert "stays off" in page
    broken.refresh_from_db()
    assert not broken.is_active


def test_pages_are_for_those_who_may(client: Client) -> None:
    row = Intent.objects.create(name="returns", phrases=["returns"])
    change = f"{LIST}{row.pk}/change/"
    for nobody in (client, staff(), staff("view_synonym", "change_synonym")):
        assert all(refused(nobody, path) for path in (LIST, ADD, change))
    viewer, editor = staff("view_intent"), staff("view_intent", "change_intent")
    assert viewer.get(change).status_code == 200
    assert viewer.post(change, form()).status_code == 403
    assert editor.post(change, form()).status_code == 302
    assert refused(editor, ADD)
