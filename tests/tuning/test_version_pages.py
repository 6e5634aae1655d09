"""Versions on their pages: what each changed, any two compared, and the way back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from searchapp.publishing.actors import COMMAND, Actor
from searchapp.publishing.approval import submit
from searchapp.publishing.documents import newest_number, published_document
from searchapp.publishing.draft_details import share
from searchapp.publishing.editing import change, new_draft
from searchapp.publishing.models import AuditEntry, Draft, Version
from searchapp.publishing.publication import changes_of, publish
from tests.tuning.entering import entered, read, sent

pytestmark = pytest.mark.django_db

WORDS = ({"terms": ["tv", "television"]}, {"terms": ["tv", "telly"]})


@pytest.fixture(autouse=True)
def versions() -> None:
    """The first is what was there before, the second and third each change a synonym."""
    for value in WORDS:
        draft = new_draft(f"To {value['terms'][1]}", COMMAND)
        change(draft, "synonyms", {"tv": value}, COMMAND)
        publish(draft, COMMAND, note="as asked")


@pytest.fixture
def approver() -> Client:
    return entered("app", "approver")


def test_versions_are_listed_and_the_live_one_is_marked(approver: Client) -> None:
    page = read(approver, "/tuning/versions/")
    assert "2 To television" in page
    assert page.count(">live</span>") == 1


def test_a_version_shows_what_it_changed_who_and_why(approver: Client) -> None:
    page = read(approver, "/tuning/versions/3/")
    assert "<del>tv; television</del>" in page
    assert "<ins>tv; telly</ins>" in page
    assert "command line" in page
    assert "as asked" in page


def test_any_two_versions_are_compared(approver: Client) -> None:
    page = read(approver, "/tuning/versions/compare/?before=1&after=3")
    assert "added" in page
    assert "tv ↔ telly" in page
    assert "removed" in read(approver, "/tuning/versions/compare/?before=3&after=1")
    assert approver.get("/tuning/versions/compare/?before=1&after=99").status_code == 404
    assert approver.get("/tuning/versions/compare/?before=x").status_code == 404


def test_a_version_is_restored_after_it_was_asked(approver: Client) -> None:
    assert "Make version 2 live again?" in read(approver, "/tuning/versions/2/restore/")
    assert newest_number() == 3
    assert "Version 2 is live again" in sent(approver, "/tuning/versions/2/restore/")
    assert published_document()["synonyms"] == {"tv": WORDS[0]}
    assert Version.objects.get(number=4).restores == 2


def test_the_way_back_goes_into_a_draft() -> None:
    editor = entered("ed", "editor")
    sent(editor, "/tuning/versions/2/draft/")
    draft = Draft.objects.get(name="Back to version 2")
    assert [each.after for each in changes_of(draft)] == [WORDS[0]]


def test_with_four_eyes_what_was_live_is_restored_without_a_new_approval(
    approver: Client, environment: Callable[..., None]
) -> None:
    environment(SEARCHAPP_FOUR_EYES=True)
    sent(approver, "/tuning/versions/2/restore/")
    assert newest_number() == 4


@pytest.mark.parametrize("role", ["viewer", "editor"])
def test_who_may_not_publish_does_not_restore(role: str) -> None:
    client = entered("x", role)
    assert "Restore" not in read(client, "/tuning/versions/")
    assert client.get("/tuning/versions/2/restore/").status_code == 403
    assert client.post("/tuning/versions/2/restore/").status_code == 403
    assert newest_number() == 3


def test_strangers_see_no_version() -> None:
    for address in ("", "2/", "compare/", "2/restore/"):
        assert Client().get(f"/tuning/versions/{address}").status_code == 302
    assert Client().get("/tuning/audit/").status_code == 302
    assert entered("nobody").get("/tuning/audit/").status_code == 403


def test_a_damaged_version_is_told(approver: Client) -> None:
    Version.objects.filter(number=2).update(digest="0" * 64)
    assert "damaged" in read(approver, "/tuning/versions/2/")
    assert "damaged" in sent(approver, "/tuning/versions/2/restore/")


def test_the_list_takes_few_queries(
    approver: Client, django_assert_max_num_queries: Callable[..., object]
) -> None:
    with django_assert_max_num_queries(15):  # type: ignore[attr-defined]
        read(approver, "/tuning/versions/")
    with django_assert_max_num_queries(15):  # type: ignore[attr-defined]
        read(approver, "/tuning/audit/")


def test_the_record_tells_who_changed_what_from_what_to_what(approver: Client) -> None:
    page = read(approver, "/tuning/audit/")
    assert "command line" in page
    assert "tv ↔ television" in page


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("action=published", ["published", "published"]),
        ("actor=command line&section=synonyms&action=changed", ["changed"]),
        ("q=telly&section=synonyms", ["changed"]),
        ("actor=nobody", []),
        ("since=2999-01-01", []),
        ("until=2000-01-01", []),
        ("since=nonsense&action=created", ["created", "created"]),
    ],
)
def test_the_record_is_filtered(approver: Client, wanted: str, found: list[str]) -> None:
    answer = approver.get(f"/tuning/audit/?{wanted}")
    assert [row.action for row, _ in answer.context["rows"]] == found


def test_what_is_done_in_a_draft_of_ones_own_is_not_told_to_others_until_it_is_published() -> None:
    people = {
        name: entered(name, role)
        for name, role in (("ann", "editor"), ("ed", "editor"), ("ap2", "approver"))
    }
    people["root"] = Client()
    people["root"].force_login(User.objects.create_superuser("root"))
    ann = Actor.of(User.objects.get(username="ann"))
    draft = new_draft("Secret", ann)
    change(draft, "synonyms", {"sofa": {"terms": ["sofa", "couch"]}}, ann)

    def told() -> set[str]:
        pages = {name: read(each, "/tuning/audit/") for name, each in people.items()}
        assert all(("Secret" in page) == ("couch" in page) for page in pages.values())
        return {name for name, page in pages.items() if "couch" in page}

    assert told() == {"ann", "root"}
    submit(draft, ann)
    assert told() == {"ann", "root", "ap2"}
    share(draft, ann, shared=True)
    assert told() == set(people)
    share(draft, ann, shared=False)
    assert told() == {"ann", "root", "ap2"}
    publish(draft, COMMAND)
    assert told() == set(people)
    draft.delete()
    assert "couch" not in read(people["ed"], "/tuning/audit/?action=added")


def test_older_entries_follow(approver: Client) -> None:
    AuditEntry.objects.bulk_create(AuditEntry(actor="x", action="created") for _ in range(60))
    first = approver.get("/tuning/audit/?actor=x")
    second = approver.get(f"/tuning/audit/?{first.context['more']}")
    ids = [row.pk for page in (first, second) for row, _ in page.context["rows"]]
    assert len(ids) == 60
    assert len(set(ids)) == 60
