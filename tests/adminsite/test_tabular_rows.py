"""Protected words go out as CSV and come in through the rules of their form."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from searchapp.lexicon.models import ProtectedWord
from searchapp.publishing.models import Draft
from tests.publishing.rows import edited

pytestmark = pytest.mark.django_db

PAGE = "/admin/lexicon/protectedword/"


def shown(client: Client, text: str) -> Any:
    """The page that shows what an import of `text` would do."""
    upload = SimpleUploadedFile("words.csv", text.encode(), content_type="text/csv")
    return client.post(f"{PAGE}import/", {"format": "0", "resource": "", "import_file": upload})


def carried_out(client: Client, text: str) -> Any:
    """What comes after the shown import was confirmed."""
    confirmation = shown(client, text).context["confirm_form"].initial
    return client.post(f"{PAGE}process_import/", confirmation, follow=True)


def test_words_come_in_after_they_were_looked_at(admin_client: Client) -> None:
    file = "text,note\n  Nimbus   Air ,a brand\nQuorvex,\n"
    page = shown(admin_client, file)
    assert "Nimbus Air" in page.content.decode()
    assert not ProtectedWord.objects.exists()
    carried_out(admin_client, file)
    words = ProtectedWord.objects.values_list("text", "note")
    assert set(words) == {("Nimbus Air", "a brand"), ("Quorvex", "")}


def test_a_word_that_is_there_gets_the_note_of_the_file(admin_client: Client) -> None:
    word = ProtectedWord.objects.create(text="Quorvex", note="old")
    carried_out(admin_client, "text,note\nQuorvex,new\n")
    assert edited(word).note == "new"
    word.refresh_from_db()
    assert word.note == "old", "what is published stays as it is"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("!!,", "Write a word"),
        ("QUORVEX,", "protected already"),
        ("a" * 101 + ",", "at most 100"),
    ],
)
def test_one_bad_line_keeps_all_out_and_is_told(admin_client: Client, line: str, said: str) -> None:
    ProtectedWord.objects.create(text="Quorvex")
    answer = shown(admin_client, f"text,note\nGood,\n{line}\n")
    assert said in answer.content.decode()
    assert "confirm_form" not in answer.context
    assert ProtectedWord.objects.count() == 1


def test_an_import_is_in_the_history_of_each_row(admin_client: Client) -> None:
    carried_out(admin_client, "text,note\nQuorvex,\n")
    word = ProtectedWord.objects.get()
    entry = LogEntry.objects.get(object_id=str(word.pk))
    assert entry.is_addition()
    history = admin_client.get(f"{PAGE}{word.pk}/history/").content.decode()
    assert '<td class="nowrap">added</td>' in re.sub(r" rowspan=\"\d+\"", "", history)
    assert "<ins>Quorvex</ins>" in history


def exported(client: Client) -> list[dict[str, str]]:
    answer = client.get(f"{PAGE}export/")
    assert answer["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def test_what_goes_out_can_come_in_again(admin_client: Client) -> None:
    ProtectedWord.objects.create(text='Say "cheese", Ltd', note="with a comma")
    ProtectedWord.objects.create(text="Ølgård")
    rows = exported(admin_client)
    kept = set(ProtectedWord.objects.values_list("text", "note"))
    ProtectedWord.objects.all().delete()
    out = io.StringIO()
    writer = csv.DictWriter(out, ("text", "note"))
    writer.writeheader()
    writer.writerows(rows)
    carried_out(admin_client, out.getvalue())
    assert set(ProtectedWord.objects.values_list("text", "note")) == kept


def test_no_cell_is_a_formula_to_a_spreadsheet(admin_client: Client) -> None:
    ProtectedWord.objects.create(text="Quorvex", note='=HYPERLINK("http://evil.example")')
    assert not exported(admin_client)[0]["note"].startswith("=")


def test_importing_is_for_those_who_may_add_and_exporting_for_those_who_may_view(
    staff: Callable[..., Client],
) -> None:
    stranger, viewer = staff(), staff("lexicon.view_protectedword")
    editor = staff(*(f"lexicon.{right}_protectedword" for right in ("view", "add", "change")))
    assert stranger.get(f"{PAGE}export/").status_code == 403
    assert viewer.get(f"{PAGE}export/").status_code == 200
    assert viewer.get(f"{PAGE}import/").status_code == 403
    assert viewer.post(f"{PAGE}process_import/").status_code == 403
    assert stranger.get(f"{PAGE}import/").status_code == 403
    assert editor.get(f"{PAGE}import/").status_code == 200


def test_many_words_come_in_with_few_queries_as_one_change(
    admin_client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(500):
        ProtectedWord.objects.create(text=f"word {number}")
    file = "text,note\n" + "".join(f"word {number},new\n" for number in range(250, 750))
    with django_assert_max_num_queries(60):
        confirmation = shown(admin_client, file).context["confirm_form"].initial
    assert not ProtectedWord.objects.exclude(draft=None).exists(), "it was only shown"
    with django_assert_max_num_queries(60):
        admin_client.post(f"{PAGE}process_import/", confirmation, follow=True)
    assert ProtectedWord.objects.exclude(draft=None).filter(note="new").count() == 500
    assert Draft.objects.get().revision == 1
    assert LogEntry.objects.count() == 500


def test_words_that_are_the_same_within_one_file_are_told(admin_client: Client) -> None:
    page = shown(admin_client, "text,note\nQuorvex,\nQUORVEX,\n").content.decode()
    assert "protected already, as “Quorvex”" in page
    carried_out(admin_client, "text,note\nQuorvex,first\nQuorvex,second\n")
    assert ProtectedWord.objects.get().note == "second"


def test_what_was_shown_but_cannot_be_any_more_imports_nothing(admin_client: Client) -> None:
    confirmation = shown(admin_client, "text,note\nNimbus,\nQuorvex,\n").context["confirm_form"]
    ProtectedWord.objects.create(text="QUORVEX")
    answer = admin_client.post(f"{PAGE}process_import/", confirmation.initial, follow=True)
    assert "Nothing was imported: line 2: " in answer.content.decode()
    assert ProtectedWord.objects.get().text == "QUORVEX"
