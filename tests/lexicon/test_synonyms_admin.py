"""Synonyms in the admin: what the linter says before saving, bulk actions, files, permissions."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from searchapp import wiring
from searchapp.behaviour.models import SearchLog
from searchapp.lexicon.models import Synonym
from searchapp.pipeline.config import SearchConfig
from tests.lexicon.staff import refused, staff
from tests.publishing.rows import edited

pytestmark = pytest.mark.django_db

LIST = "/admin/lexicon/synonym/"
ADD = f"{LIST}add/"
IMPORT = f"{LIST}import/"
EXPORT = f"{LIST}export/"


@pytest.fixture(autouse=True)
def config(monkeypatch: pytest.MonkeyPatch) -> None:
    """One configuration with an empty lexicon, and no queries remembered."""
    config = SearchConfig()
    monkeypatch.setattr(wiring, "current_config", lambda: config)
    cache.clear()


def form(**fields: Any) -> dict[str, Any]:
    return {
        "kind": "two-way",
        "terms": "tv, television",
        "targets": "",
        "language": "",
        "weight": "0.9",
        "is_active": "on",
        "note": "",
        **fields,
    }


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_terms_are_typed_and_saved(admin_client: Client) -> None:
    answer = admin_client.post(ADD, form(terms="tv, television\r\nflat screen"))
    assert answer.status_code == 302, text(answer)
    row = Synonym.objects.get()
    assert row.terms == ["tv", "television", "flat screen"]
    page = text(admin_client.get(f"{LIST}{row.pk}/change/"))
    assert "tv\ntelevision\nflat screen</textarea>" in page


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"terms": "tv"}, "at least two"),
        ({"terms": " , \n"}, "This field is required"),
        ({"kind": "one-way"}, "no target"),
        ({"targets": "telly"}, "has no targets"),
        ({"weight": "2"}, "at most 1"),
        ({"weight": "nan"}, "Enter a number"),
        ({"language": "xx"}, "Select a valid choice"),
        ({"terms": "x" * 1_001 + ", y"}, "at most 1,000 characters"),
        ({"terms": "lamp, light"}, "already says the same"),
    ],
)
def test_errors_always_refuse(admin_client: Client, fields: dict[str, str], says: str) -> None:
    Synonym.objects.create(terms=["light", "lamp"])
    answer = admin_client.post(ADD, form(**fields, save_anyway="on"))
    assert answer.status_code == 200
    assert says in text(answer)
    assert Synonym.objects.count() == 1


def confirmation(page: str) -> str:
    """What the box "save anyway" sends."""
    box = re.search(r'<input type="checkbox" name="save_anyway"[^>]*value="([^"]+)"', page)
    assert box, page
    return box[1]


def test_warnings_ask_to_be_confirmed_and_a_confirmation_counts_for_what_was_shown(
    admin_client: Client,
) -> None:
    Synonym.objects.create(terms=["lamp", "light", "torch"])
    answer = admin_client.post(ADD, form(terms="lamp, light"))
    assert "says all of this and more" in text(answer)
    token = confirmation(text(answer))
    assert Synonym.objects.count() == 1

    Synonym.objects.create(terms=["tv", "television", "telly"])
    other = admin_client.post(ADD, form(save_anyway=token))
    assert other.status_code == 200
    assert confirmation(text(other)) != token

    saved = admin_client.post(ADD, form(terms="lamp, light", save_anyway=token))
    assert saved.status_code == 302
    assert Synonym.objects.filter(terms=["lamp", "light"]).exists()


def test_a_rule_that_stays_as_it_is_is_not_asked_about_again(admin_client: Client) -> None:
    Synonym.objects.create(terms=["tv", "television", "telly"])
    row = Synonym.objects.create(terms=["tv", "television"])
    answer = admin_client.post(f"{LIST}{row.pk}/change/", form(note="kept on purpose"))
    assert answer.status_code == 302, text(answer)
    assert edited(row).note == "kept on purpose"
    row.refresh_from_db()
    assert row.note == "", "what is published stays as it is"


def test_how_many_of_the_top_queries_change_is_said(admin_client: Client) -> None:
    SearchLog.objects.bulk_create(
        SearchLog(query_id=f"q{number}", time=timezone.now(), text=query)
        for number, query in enumerate(["TV stand", "tv stand", "sofa"])
    )
    answer = admin_client.post(ADD, form(), follow=True)
    assert "Changes 1 of the 2 most frequent queries" in text(answer)


def test_a_language_that_the_shop_gave_up_stays(admin_client: Client) -> None:
    row = Synonym.objects.create(terms=["a", "b"], language="fi")
    page = text(admin_client.get(f"{LIST}{row.pk}/change/"))
    assert '<option value="fi" selected>Finnish</option>' in page
    answer = admin_client.post(f"{LIST}{row.pk}/change/", form(terms="c, d", language="fi"))
    assert answer.status_code == 302, text(answer)


def test_lists_are_searched_and_filtered_and_show_what_is_broken(admin_client: Client) -> None:
    Synonym.objects.create(terms=["Glühbirne", "Lampe"], language="de", is_active=False)
    Synonym.objects.create(kind="one-way", terms=["tv"], targets=["television"])
    Synonym.objects.create(kind="sideways", terms=["broken"])
    Synonym.objects.create(terms="broken too")
    page = text(admin_client.get(LIST))
    assert "sideways" in page
    assert "terms must be a list of texts" in page
    for query, shown in (
        ("q=Glühbirne", {"Glühbirne"}),
        ("q=TELEVISION", {"television"}),
        ("language=de", {"Glühbirne"}),
        ("language=all&kind__exact=one-way", {"television"}),
        ("is_active__exact=0", {"Glühbirne"}),
    ):
        page = text(admin_client.get(f"{LIST}?{query}"))
        results = page.split('id="result_list"')[1].split("</table>")[0]
        assert {word for word in ("Glühbirne", "television") if word in results} == shown, query


def act(client: Client, action: str, *rows: Synonym) -> str:
    fields = {"action": action, "_selected_action": [row.pk for row in rows]}
    return text(client.post(LIST, fields, follow=True))


def test_rows_are_turned_off_and_on_and_the_change_is_seen(admin_client: Client) -> None:
    rows = [Synonym.objects.create(terms=terms) for terms in (["a", "b"], ["c", "d"])]
    for action, state in (("deactivate", False), ("activate", True)):
        assert "2 synonyms." in act(admin_client, action, *map(edited, rows))
        assert {edited(row).is_active for row in rows} == {state}
        assert {row.is_active for row in Synonym.objects.filter(draft=None)} == {True}
    assert LogEntry.objects.count() == 4


def test_rows_with_errors_stay_off(admin_client: Client) -> None:
    on = Synonym.objects.create(terms=["a", "b"])
    off = [
        Synonym.objects.create(terms=["b", "a"], is_active=False),
        Synonym.objects.create(terms=["<b>only</b>"], is_active=False),
        Synonym.objects.create(kind="sideways", terms=["x", "y"], is_active=False),
        Synonym.objects.create(terms=["fine", "good"], is_active=False),
    ]
    page = act(admin_client, "activate", *off)
    assert "Activated 1 synonym." in page
    assert page.count("stays off") == 3
    assert "<b>only" not in page
    active = {row.key for row in Synonym.objects.filter(is_active=True)}
    assert active == {on.key, off[3].key}


def upload(client: Client, content: bytes | str, **fields: str) -> Any:
    data = content if isinstance(content, bytes) else content.encode()
    return client.post(IMPORT, {"file": SimpleUploadedFile("s.txt", data), **fields}, follow=True)


def test_a_file_is_imported_with_the_count_of_what_was_new(admin_client: Client) -> None:
    Synonym.objects.create(terms=["sofa", "couch"])
    page = text(upload(admin_client, "tv, television\ncouch, sofa\n", language="en"))
    assert "Added 2 synonyms; 0 were there already." in page
    page = text(upload(admin_client, "tv, television\ncouch, sofa\n", language="en"))
    assert "Added 0 synonyms; 2 were there already." in page


def test_bad_lines_are_named_and_nothing_is_saved_unless_they_are_skipped(
    admin_client: Client,
) -> None:
    bad = "tv, television\n<b> =>\n"
    page = text(upload(admin_client, bad))
    assert "Nothing was imported" in page
    assert "<strong>Line 2</strong>" in page
    assert not Synonym.objects.exists()
    assert "1 bad lines were skipped" in text(upload(admin_client, bad, skip_bad="on"))
    assert Synonym.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff\xfe\x00", "not text in UTF-8"),
        (b"a, b\x1b[31m", "control characters"),
        (b"a" * 5_000_001, "more than 5 MB"),
        (b"", "empty"),
    ],
)
def test_what_is_no_text_is_refused(admin_client: Client, content: bytes, says: str) -> None:
    assert says in text(upload(admin_client, content))


def test_the_export_is_a_file_to_download(admin_client: Client) -> None:
    Synonym.objects.create(terms=["für", "pour"])
    answer = admin_client.get(EXPORT)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "attachment" in answer["Content-Disposition"]
    assert "für, pour" in text(answer)


def test_pages_have_no_inline_script_or_style(admin_client: Client) -> None:
    row = Synonym.objects.create(terms=["a", "b"])
    for path in (LIST, ADD, IMPORT, f"{LIST}{row.pk}/change/"):
        page = text(admin_client.get(path))
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*(src=|json))", page), path


def test_strangers_see_nothing(client: Client) -> None:
    for path in (LIST, ADD, IMPORT, EXPORT):
        assert refused(client, path)
    customer = Client()
    customer.force_login(User.objects.create_user("customer"))
    without = staff()
    for path in (LIST, ADD, IMPORT, EXPORT):
        assert refused(customer, path)
        assert refused(without, path)


def test_who_may_view_may_look_and_export_but_change_nothing() -> None:
    row = Synonym.objects.create(terms=["a", "b"])
    viewer = staff("view_synonym")
    page = text(viewer.get(LIST))
    assert "Export" in page
    assert IMPORT not in page
    assert viewer.get(EXPORT).status_code == 200
    assert viewer.get(f"{LIST}{row.pk}/change/").status_code == 200
    assert refused(viewer, ADD)
    assert refused(viewer, IMPORT)
    assert upload(viewer, "c, d").status_code == 403
    assert viewer.post(f"{LIST}{row.pk}/change/", form()).status_code == 403
    act(viewer, "deactivate", row)
    row.refresh_from_db()
    assert row.terms == ["a", "b"]
    assert row.is_active


def test_who_may_change_may_change_but_not_add_or_import() -> None:
    row = Synonym.objects.create(terms=["a", "b"])
    editor = staff("view_synonym", "change_synonym")
    assert editor.post(f"{LIST}{row.pk}/change/", form()).status_code == 302
    act(editor, "deactivate", edited(row))
    assert edited(row).terms == ["tv", "television"]
    assert not edited(row).is_active
    assert refused(editor, ADD)
    assert refused(editor, IMPORT)


def test_a_query_can_be_tried_by_who_may_see_analyses(admin_client: Client) -> None:
    assert "Try a query" in text(admin_client.get(ADD))
    assert "Try a query" not in text(staff("view_synonym").get(LIST))
