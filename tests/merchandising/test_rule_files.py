"""Rules as JSON, CSV and for SMUI: given out, looked at, taken over into a draft."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from searchapp import wiring
from searchapp.lexicon.models import Synonym
from searchapp.merchandising.models import QueryRule
from searchapp.merchandising.rule_files.tables import read_csv, read_json, write_csv, write_json
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.rules.plain import rule_from_plain
from tests.merchandising.test_rules_admin import BOOTS, LIST, saved, text
from tests.publishing.people import person
from tests.publishing.rows import edited

pytestmark = pytest.mark.django_db

IMPORT = f"{LIST}import/"


@pytest.fixture(autouse=True)
def config(monkeypatch: pytest.MonkeyPatch) -> None:
    config = SearchConfig()
    monkeypatch.setattr(wiring, "current_config", lambda: config)


def exported(client: Client, ending: str) -> str:
    return text(client.get(f"{LIST}export/{ending}/"))


def looked_at(client: Client, file: str, name: str, **fields: str) -> str:
    upload = SimpleUploadedFile(name, file.encode())
    return text(client.post(IMPORT, {"file": upload, "format": "", **fields}))


def confirmed(client: Client, page: str) -> str:
    fields = {
        name: unescape(value)
        for name, value in re.findall(
            r'<input type="hidden" name="(text|confirmed)" value="([^"]*)"', page
        )
    }
    assert fields.keys() == {"text", "confirmed"}, page
    return text(client.post(IMPORT, fields, follow=True))


@pytest.mark.parametrize("ending", ["json", "csv"])
def test_what_is_exported_comes_in_again_as_it_was(admin_client: Client, ending: str) -> None:
    saved("a", name="=1+1")
    saved("b", enabled=False, schedule={}, when=[{"exact": 'für "alle", immer'}])
    rules = {row.key: row.rule for row in QueryRule.objects.all()}
    file = exported(admin_client, ending)
    assert "Rules that are there already: 2" in looked_at(admin_client, file, f"r.{ending}")
    QueryRule.objects.all().delete()
    page = looked_at(admin_client, file, f"r.{ending}")
    assert "New rules: 2" in page
    assert not QueryRule.objects.exists(), "looking at a file saves nothing"
    assert "Added 2 and changed 0 rules" in confirmed(admin_client, page)
    assert {row.key: row.rule for row in QueryRule.objects.all()} == rules
    assert {row.draft is None for row in QueryRule.objects.all()} == {False}


def test_a_file_changes_the_rules_of_its_keys_in_the_draft(admin_client: Client) -> None:
    row = saved("a")
    file = exported(admin_client, "json").replace("Autumn boots", "Winter boots")
    page = looked_at(admin_client, file, "rules.json")
    assert "Changed rules: 1" in page
    confirmed(admin_client, page)
    assert edited(row).name == "Winter boots"
    row.refresh_from_db()
    assert row.name == "Autumn boots"


def test_a_file_of_smui_is_taken_over_with_its_synonyms(admin_client: Client) -> None:
    file = (
        "notebook =>\n\tSYNONYM: laptop\n\tUP(100): * brand:Velo\n\tUP(10): asus\n\n"
        "laptop =>\n\tSYNONYM: notebook\n"
    )
    page = looked_at(admin_client, file, "rules.txt")
    assert "notebook – When the query has “notebook” side by side: raise brand Velo" in page
    assert "notebook ↔ laptop" in page
    assert "<strong>Line 4</strong>" in page
    assert "name one of our fields" in unescape(page)
    said = confirmed(admin_client, page)
    assert "Added 1 and changed 0 rules, and added 1 synonyms" in said
    assert "1 lines were not taken over" in said
    assert QueryRule.objects.get().value["do"] == [{"boost": {"brand": ["Velo"]}}]
    assert Synonym.objects.get().terms == ["notebook", "laptop"]
    again = looked_at(admin_client, exported(admin_client, "txt"), "rules.txt")
    assert "There is nothing to import." in again


def test_what_is_wrong_in_a_file_is_told_with_its_line() -> None:
    rule = rule_from_plain("a", BOOTS)
    text_ = write_json(
        [rule, rule_from_plain("b", {**BOOTS, "do": [{"hide": "", "kind": "product"}]})]
    )
    (problem,) = read_json(
        text_.replace('"position": 1\n', '"kind": "product", "position": 1\n')
    ).problems
    assert "b: do[0]: the product is missing" in problem.message
    assert text_.splitlines()[problem.line - 1].strip() == '"b": {'
    assert read_json('{"rules": \n{,}}').problems[0].line == 2
    assert "has no rules" in read_json("[]").problems[0].message
    assert "nested too deep" in read_json("[" * 99_999).problems[0].message
    table = write_csv([rule]).splitlines()
    assert "no JSON" in read_csv(f"{table[0]}\r\na,Name,[,[]\r\n").problems[0].message
    assert "must be some of key" in read_csv("name,shape\r\na,b\r\n").problems[0].message
    assert "comes twice" in read_csv("\r\n".join([*table, table[1]])).problems[0].message
    assert "more cells" in read_csv("key,name\r\na,b,c\r\n").problems[0].message
    assert "1 to 64" in read_csv(f"key,name\r\n{'a' * 65},b\r\n").problems[0].message


@pytest.mark.parametrize(
    ("file", "name", "says"),
    [
        ("x", "rules.doc", "choose one"),
        ("\x1b", "rules.json", "control characters"),
        ("x" * 2_000_001, "rules.json", "2 MB"),
    ],
)
def test_what_is_no_file_of_rules_is_refused(
    admin_client: Client, file: str, name: str, says: str
) -> None:
    assert says in looked_at(admin_client, file, name)


def test_who_may_only_view_exports_and_imports_nothing() -> None:
    saved()
    viewer, stranger = Client(), Client()
    viewer.force_login(person("vic", "viewer"))
    stranger.force_login(person("nobody"))
    assert "Autumn boots" in exported(viewer, "json")
    assert IMPORT not in text(viewer.get(LIST))
    assert viewer.get(IMPORT).status_code == 403
    assert viewer.post(IMPORT, {"text": "{}", "confirmed": "json"}).status_code == 403
    assert stranger.get(f"{LIST}export/json/").status_code == 403
    assert viewer.get(f"{LIST}export/exe/").status_code == 404


def test_a_number_of_too_many_digits_is_told() -> None:
    (problem,) = read_json('{"rules": {"a": {"priority": ' + "9" * 5_000 + "}}}").problems
    assert "write a shorter one" in problem.message
