"""Synonyms, entities, intents, protected and banned words on their pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from searchapp.publishing.actors import COMMAND
from searchapp.publishing.documents import document_of
from searchapp.publishing.editing import change, new_draft
from searchapp.publishing.models import Draft
from searchapp.publishing.publication import publish
from tests.tuning.entering import entered, read, sent
from tests.tuning.page_forms import fields_of

pytestmark = pytest.mark.django_db

WRITTEN: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "synonyms": ({"terms": "tv, television"}, {"terms": ["tv", "television"]}),
    "entities": (
        {"field": "brand", "names": "hp", "values": "Hewlett-Packard"},
        {"field": "brand", "names": ["hp"], "values": ["Hewlett-Packard"]},
    ),
    "protected_words": ({"text": "Velo", "note": "a brand"}, {"text": "Velo", "note": "a brand"}),
    "banned_words": ({"text": "foo bar"}, {"text": "foo bar"}),
}


@pytest.fixture
def editor() -> Client:
    return entered("ed", "editor")


def words(section: str) -> list[dict[str, Any]]:
    """The words of a section as the newest draft has them."""
    return list(document_of(Draft.objects.latest("pk"))[section].values())


def published(section: str, **values: dict[str, Any]) -> None:
    draft = new_draft("Words", COMMAND)
    change(draft, section, values, COMMAND)
    publish(draft, COMMAND)


@pytest.mark.parametrize("section", WRITTEN)
def test_words_are_added_changed_and_removed_in_the_draft(editor: Client, section: str) -> None:
    typed, value = WRITTEN[section]
    fields = fields_of(read(editor, f"/tuning/words/{section}/new/"), "word-form")
    page = sent(editor, f"/tuning/words/{section}/new/", **{**fields, **typed})
    assert "in the draft “Changes by ed”" in page
    assert "changed in this draft" in page
    assert words(section) == [value]
    (key,) = document_of(Draft.objects.latest("pk"))[section]
    fields = fields_of(read(editor, f"/tuning/words/{section}/{key}/"), "word-form")
    sent(editor, f"/tuning/words/{section}/{key}/", **{**fields, "note": "for now"})
    assert words(section) == [{**value, "note": "for now"}]
    assert "is removed" in sent(editor, f"/tuning/words/{section}/{key}/remove/")
    assert words(section) == []


def test_published_words_are_changed_in_the_draft_only(editor: Client) -> None:
    published("synonyms", tv={"terms": ["tv", "television"]})
    fields = fields_of(read(editor, "/tuning/words/synonyms/tv/"), "word-form")
    sent(editor, "/tuning/words/synonyms/tv/", **{**fields, "terms": "tv, telly"})
    assert words("synonyms") == [{"terms": ["tv", "telly"]}]
    editor.post("/tuning/work-in/", {"draft": ""})
    assert "tv ↔ television" in read(editor, "/tuning/words/synonyms/")


def test_intents_are_written_too(editor: Client) -> None:
    published("intents", gifts={"name": "gifts", "phrases": ["gift card"], "link": "/g/"})
    fields = fields_of(read(editor, "/tuning/words/intents/gifts/"), "word-form")
    sent(editor, "/tuning/words/intents/gifts/", **{**fields, "title": "Gift cards"})
    (changed,) = (each for each in words("intents") if each["name"] == "gifts")
    assert changed["title"] == "Gift cards"


@pytest.mark.parametrize(
    ("section", "typed", "said"),
    [
        ("synonyms", {"terms": "tv"}, "at least two"),
        ("protected_words", {"text": "!!"}, "at least one letter or digit"),
        ("banned_words", {"text": "FOO"}, "It is banned already, as “foo”."),
        ("entities", {"field": "brand", "names": ""}, "This field is required"),
    ],
)
def test_what_is_wrong_is_told(
    editor: Client, section: str, typed: dict[str, str], said: str
) -> None:
    published("banned_words", foo={"text": "foo"})
    answer = editor.post(
        f"/tuning/words/{section}/new/", {"kind": "two-way", "weight": "0.9", **typed}
    )
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Draft.objects.count() == 1


def test_words_are_searched(editor: Client) -> None:
    published("synonyms", tv={"terms": ["tv", "telly"]}, sofa={"terms": ["sofa", "couch"]})
    page = read(editor, "/tuning/words/synonyms/?q=couch")
    assert "sofa ↔ couch" in page
    assert "telly" not in page
    assert editor.get("/tuning/words/")["Location"] == "/tuning/words/synonyms/"
    assert editor.get("/tuning/words/rules/").status_code == 404
    assert editor.get("/tuning/words/synonyms/nothing/").status_code == 404


def test_a_viewer_reads_words_and_changes_none() -> None:
    published("synonyms", tv={"terms": ["tv", "telly"]})
    viewer = entered("vic", "viewer")
    assert "Add one" not in read(viewer, "/tuning/words/synonyms/")
    assert "Save in the draft" not in read(viewer, "/tuning/words/synonyms/tv/")
    for address in ("new/", "tv/", "tv/remove/"):
        assert viewer.post(f"/tuning/words/synonyms/{address}").status_code == 403
        assert Client().post(f"/tuning/words/synonyms/{address}").status_code == 302
    assert entered("nobody").get("/tuning/words/synonyms/").status_code == 403


def test_the_list_takes_few_queries(
    editor: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    published("synonyms", **{f"k{n}": {"terms": [f"a{n}", f"b{n}"]} for n in range(80)})
    with django_assert_max_num_queries(15):
        read(editor, "/tuning/words/synonyms/")
