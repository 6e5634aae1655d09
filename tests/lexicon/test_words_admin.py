"""Banned words and entities in the admin; all kinds of words as CSV."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from searchapp import wiring
from searchapp.lexicon.models import BannedWord, Entity, Intent, Synonym
from searchapp.pipeline.config import SearchConfig
from searchapp.publishing.models import Drafted
from tests.publishing.people import person
from tests.publishing.rows import edited

pytestmark = pytest.mark.django_db

BASE = "/admin/lexicon"


@pytest.fixture(autouse=True)
def config(monkeypatch: pytest.MonkeyPatch) -> None:
    config = SearchConfig()
    monkeypatch.setattr(wiring, "current_config", lambda: config)
    Intent.objects.all().delete()


def text(answer: Any) -> str:
    return str(answer.content.decode())


def entity(**fields: Any) -> dict[str, Any]:
    own = {"field": "brand", "names": "hp, h p", "values": "Hewlett-Packard", "language": ""}
    return {**own, "confidence": "0.9", "is_active": "on", "note": "", **fields}


def test_a_word_is_banned_once(admin_client: Client) -> None:
    assert admin_client.post(f"{BASE}/bannedword/add/", {"text": " Bad  Word "}).status_code == 302
    assert BannedWord.objects.get().text == "Bad Word"
    again = admin_client.post(f"{BASE}/bannedword/add/", {"text": "BAD WORD"})
    assert "It is banned already, as “Bad Word”." in text(again)


def test_an_entity_is_written(admin_client: Client) -> None:
    answer = admin_client.post(f"{BASE}/entity/add/", entity(values="A, B > C\r\nD"))
    assert answer.status_code == 302, text(answer)
    row = Entity.objects.get()
    assert (row.names, row.values) == (["hp", "h p"], ["A, B > C", "D"])
    assert "hp, h p → A, B &gt; C, D" in text(admin_client.get(f"{BASE}/entity/"))


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"names": "!!"}, "has no word"),
        ({"names": ""}, "This field is required"),
        ({"field": "shape"}, "Select a valid choice"),
        ({"confidence": "2"}, "must lie in (0, 1]"),
        ({"values": "\n".join(map(str, range(99)))}, "at most"),
    ],
)
def test_an_entity_that_cannot_be_is_refused(
    admin_client: Client, fields: dict[str, str], says: str
) -> None:
    assert says in text(admin_client.post(f"{BASE}/entity/add/", entity(**fields)))
    assert not Entity.objects.exists()


def test_entities_are_turned_off_at_once(admin_client: Client) -> None:
    row = Entity.objects.create(field="brand", names=["hp"], values=["HP"])
    fields = {"action": "deactivate", "_selected_action": [row.pk]}
    page = text(admin_client.post(f"{BASE}/entity/", fields, follow=True))
    assert "Deactivated 1 entity." in page
    assert not edited(row).is_active


ROWS: dict[str, tuple[type[Drafted], dict[str, Any]]] = {
    "bannedword": (BannedWord, {"text": "bad", "note": "a, b"}),
    "entity": (
        Entity,
        {"field": "category", "names": ["a, b", "c"], "values": ["X, Y > Z", "W"], "note": "n"},
    ),
    "intent": (
        Intent,
        {"name": "order", "language": "en", "phrases": ["my order, please", "b|c"]},
    ),
    "synonym": (
        Synonym,
        {"kind": "one-way", "terms": ["tv", "1,5 l"], "targets": ["a, b"], "weight": 0.5},
    ),
}  # fmt: skip


def exported(client: Client, model: str) -> str:
    folder = f"{BASE}/{model}/csv" if model == "synonym" else f"{BASE}/{model}"
    return text(client.get(f"{folder}/export/"))


def imported(client: Client, model: str, file: str) -> Any:
    """What comes after the file was shown and confirmed, or the page that says what is wrong."""
    folder = f"{BASE}/{model}/csv" if model == "synonym" else f"{BASE}/{model}"
    upload = SimpleUploadedFile("rows.csv", file.encode(), content_type="text/csv")
    answer = client.post(
        f"{folder}/import/", {"format": "0", "resource": "", "import_file": upload}
    )
    if "confirm_form" not in answer.context:
        return answer
    confirmation = answer.context["confirm_form"].initial
    return client.post(f"{BASE}/{model}/process_import/", confirmation, follow=True)


@pytest.mark.parametrize("model", ROWS)
def test_what_is_exported_comes_in_again_as_it_was(admin_client: Client, model: str) -> None:
    of, columns = ROWS[model]
    row = of.objects.create(**columns)  # type: ignore[attr-defined]
    value, file = row.value, exported(admin_client, model)
    answer = imported(admin_client, model, file)
    assert answer.status_code == 200
    assert of.objects.count() == 1, "nothing changed"  # type: ignore[attr-defined]
    row.delete()
    imported(admin_client, model, file)
    there = of.objects.get()  # type: ignore[attr-defined]
    assert there.draft is not None
    assert there.value == value


def test_rows_of_a_file_without_keys_are_new_and_those_with_keys_change(
    admin_client: Client,
) -> None:
    row = Synonym.objects.create(terms=["tv", "television"])
    imported(admin_client, "synonym", 'kind,terms,weight,is_active\ntwo-way,"a, b",0.9,1\n')
    assert Synonym.objects.filter(terms=["a", "b"]).exists()
    (line,) = [
        each
        for each in csv.DictReader(io.StringIO(exported(admin_client, "synonym")))
        if each["key"] == row.key
    ]
    out = io.StringIO()
    writer = csv.DictWriter(out, line)
    writer.writeheader()
    writer.writerow({**line, "terms": "tv, telly"})
    imported(admin_client, "synonym", out.getvalue())
    assert edited(row).terms == ["tv", "telly"]
    row.refresh_from_db()
    assert row.terms == ["tv", "television"]


@pytest.mark.parametrize(
    ("model", "file", "says"),
    [
        ("synonym", "kind,terms\ntwo-way,only\n", "at least two"),
        ("synonym", "key,kind,terms\na b,two-way,\"x, y\"\n", "A key has letters"),
        ("entity", "field,names,confidence\nshape,a,1\n", "valid choice"),
        ("intent", "name,phrases,confidence\norder,[,0.9\n", "["),
        ("bannedword", "text\n!!\n", "Write a word"),
    ],
)  # fmt: skip
def test_a_bad_row_refuses_the_file(admin_client: Client, model: str, file: str, says: str) -> None:
    page = text(imported(admin_client, model, file))
    assert says in page
    assert not ROWS[model][0].objects.exists()  # type: ignore[attr-defined]


@pytest.mark.parametrize("model", ROWS)
def test_lists_lead_to_import_and_export_for_those_who_may(model: str) -> None:
    of = "synonym/csv" if model == "synonym" else model
    for role, may in (("viewer", False), ("editor", True)):
        client = Client()
        client.force_login(person(f"{role}", role))
        page = text(client.get(f"{BASE}/{model}/"))
        assert (f"{BASE}/{of}/import/" in page) is may
        assert f"{BASE}/{of}/export/" in page
        assert client.get(f"{BASE}/{of}/import/").status_code == (200 if may else 403)
