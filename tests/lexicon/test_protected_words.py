"""Words whose spelling is never corrected."""

from __future__ import annotations

import pytest
from django.test import Client

from searchapp.lexicon.models import ProtectedWord
from searchapp.lexicon.written_parts import written_parts
from searchapp.publishing.documents import published_document
from tests.lexicon.staff import refused, staff

pytestmark = pytest.mark.django_db

LIST = "/admin/lexicon/protectedword/"
ADD = f"{LIST}add/"


def test_words_are_put_to_use_as_queries_have_them() -> None:
    for text in ("Flickr", "ＴＵＭＢＬＲ", "Black  &  Decker", " "):
        ProtectedWord.objects.create(text=text)
    words = written_parts(published_document()).parts["protected_words"]
    assert words == {"flickr", "tumblr", "black & decker"}


def test_a_word_is_saved_as_it_is_written(admin_client: Client) -> None:
    answer = admin_client.post(ADD, {"text": "  Black   Decker ", "note": "a brand"})
    assert answer.status_code == 302
    assert ProtectedWord.objects.get().text == "Black Decker"
    change = f"{LIST}{ProtectedWord.objects.get().pk}/change/"
    assert admin_client.post(change, {"text": "black decker", "note": ""}).status_code == 302


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "required"),
        ("&!", "at least one letter or digit"),
        ("FLICKR", "protected already, as “Flickr”"),
        ("x" * 101, "at most 100"),
    ],
)
def test_what_is_no_new_word_is_refused(admin_client: Client, text: str, says: str) -> None:
    ProtectedWord.objects.create(text="Flickr")
    answer = admin_client.post(ADD, {"text": text, "note": ""})
    assert says in answer.content.decode()
    assert ProtectedWord.objects.count() == 1


def test_pages_are_for_those_who_may(client: Client) -> None:
    row = ProtectedWord.objects.create(text="Flickr")
    change = f"{LIST}{row.pk}/change/"
    for nobody in (client, staff(), staff("view_intent")):
        assert all(refused(nobody, path) for path in (LIST, ADD, change))
    viewer, editor = staff("view_protectedword"), staff("change_protectedword")
    assert viewer.get(LIST).status_code == 200
    assert viewer.post(change, {"text": "x", "note": ""}).status_code == 403
    assert editor.post(change, {"text": "x", "note": ""}).status_code == 302
