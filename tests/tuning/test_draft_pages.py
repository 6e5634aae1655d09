"""A draft's way to shoppers, on its pages, without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from searchapp.lexicon.models import Synonym
from searchapp.publishing.actors import COMMAND, Actor
from searchapp.publishing.documents import published_document
from searchapp.publishing.editing import change, new_draft
from searchapp.publishing.models import AuditEntry, Draft, Status, Version
from searchapp.publishing.publication import changes_of, publish
from tests.tuning.entering import entered, read, sent

pytestmark = pytest.mark.django_db

TV = {"terms": ["tv", "television"]}
SOFA = {"terms": ["sofa", "couch"]}
BOOTS = {
    "name": "Velo first",
    "when": [{"exact": "boots"}],
    "do": [{"boost": {"brand": ["Velo"]}, "strength": "strong"}],
}


@pytest.fixture
def editor() -> Client:
    return entered("ed", "editor")


@pytest.fixture
def approver() -> Client:
    return entered("app", "approver")


def actor(name: str) -> Actor:
    return Actor.of(User.objects.get(username=name))


@pytest.fixture
def draft(editor: Client) -> Draft:
    made = new_draft("Spring", actor("ed"), shared=True)
    change(made, "synonyms", {"tv": TV}, actor("ed"))
    change(made, "rules", {"boots": BOOTS}, actor("ed"))
    return made


def at(draft: Draft, step: str = "") -> str:
    return f"/tuning/drafts/{draft.pk}/{step}"


def test_drafts_are_listed_by_whose_they_are(editor: Client, draft: Draft) -> None:
    new_draft("Hers", COMMAND, shared=True)
    private = new_draft("Private", Actor.of(User.objects.create_user("other")))
    page = read(editor, "/tuning/")
    assert "Spring" in page
    assert "2 changes" in page
    assert "Hers" in page
    assert private.name not in page


def test_an_approver_finds_what_waits_though_it_is_not_shared(
    editor: Client, approver: Client
) -> None:
    own = new_draft("Own", actor("ed"))
    assert approver.get(at(own)).status_code == 404
    sent(editor, at(own, "submit/"))
    assert "Own" in read(approver, "/tuning/")
    assert "Waits for approval" in read(approver, at(own))


def test_a_draft_shows_its_changes_as_sentences(editor: Client, draft: Draft) -> None:
    page = read(editor, at(draft))
    assert "When the query is exactly “boots”: raise brand Velo strongly." in page
    assert "tv ↔ television" in page
    assert "You may not publish; ask someone who may." in page


def test_a_change_of_a_rule_shows_the_parts_that_differ(approver: Client, draft: Draft) -> None:
    publish(draft, COMMAND)
    later = new_draft("Later", COMMAND, shared=True)
    weaker = {**BOOTS, "do": [{"boost": {"brand": ["Velo"]}, "strength": "weak"}], "priority": 7}
    change(later, "rules", {"boots": weaker}, COMMAND)
    page = read(approver, at(later))
    assert "<del>raise brand Velo strongly</del>" in page
    assert "<ins>raise brand Velo weakly</ins>" in page
    assert "<del>0</del>" in page
    assert "<ins>7</ins>" in page


def test_what_it_would_change_is_asked_on_its_page(approver: Client, draft: Draft) -> None:
    page = read(approver, f"/tuning/drafts/{draft.pk}/")
    assert "Nobody has looked at what this draft would change." in page
    assert f'action="/tuning/impact/ask/{draft.pk}/"' in page


def test_all_is_published_at_once(approver: Client, draft: Draft) -> None:
    page = sent(approver, at(draft, "publish/"), all="1", name="Week 12", note="For the sale")
    assert "Published as version 2" in page
    version = Version.objects.get(number=2)
    assert (version.name, version.note, version.author) == ("Week 12", "For the sale", "app")
    draft.refresh_from_db()
    assert draft.status == Status.PUBLISHED


def test_one_change_is_published_alone(approver: Client, draft: Draft) -> None:
    sent(approver, at(draft, "publish/"), one="rules:boots")
    assert published_document()["rules"] == {"boots": BOOTS}
    assert [each.key for each in changes_of(draft)] == ["tv"]


def test_the_chosen_ones_are_published(approver: Client, draft: Draft) -> None:
    change(draft, "synonyms", {"sofa": SOFA}, COMMAND)
    sent(approver, at(draft, "publish/"), change=["synonyms:tv", "rules:boots"])
    assert [each.key for each in changes_of(draft)] == ["sofa"]
    assert "choose at least one" in sent(approver, at(draft, "publish/"))


def test_an_editor_may_not_publish(editor: Client, draft: Draft) -> None:
    assert "You may not publish" in sent(editor, at(draft, "publish/"), all="1")
    assert not Version.objects.exists()


def test_one_change_is_taken_back(editor: Client, draft: Draft) -> None:
    assert "Took back 1 change." in sent(editor, at(draft, "take-back/"), one="synonyms:tv")
    assert [each.key for each in changes_of(draft)] == ["boots"]


def test_four_eyes(
    editor: Client, approver: Client, draft: Draft, environment: Callable[..., None]
) -> None:
    environment(SEARCHAPP_FOUR_EYES=True)
    assert "must approve it; submit it first" in read(editor, at(draft))
    assert "approved by someone else" in sent(approver, at(draft, "publish/"), all="1")
    sent(editor, at(draft, "submit/"))
    assert "You may not approve" in sent(editor, at(draft, "approve/"))
    assert "Approved" in sent(approver, at(draft, "approve/"))
    assert "Published" in sent(approver, at(draft, "publish/"), all="1")


def revision(page: str) -> str:
    """The revision that the forms of the page tell."""
    (told,) = set(re.findall(r'name="revision" value="(\d+)"', page))
    return str(told)


def test_what_was_not_seen_is_not_published(approver: Client, draft: Draft) -> None:
    seen = revision(read(approver, at(draft)))
    change(draft, "synonyms", {"sofa": SOFA}, COMMAND)
    page = sent(approver, at(draft, "publish/"), all="1", revision=seen)
    assert "changed since this page was opened; look again" in page
    assert not Version.objects.exists()
    assert "sofa ↔ couch" in page
    assert "Published" in sent(approver, at(draft, "publish/"), all="1", revision=revision(page))


def test_what_was_not_seen_is_not_approved(editor: Client, approver: Client, draft: Draft) -> None:
    sent(editor, at(draft, "submit/"))
    seen = revision(read(approver, at(draft)))
    change(draft, "synonyms", {"sofa": SOFA}, COMMAND)
    sent(editor, at(draft, "submit/"))
    page = sent(approver, at(draft, "approve/"), revision=seen)
    assert "changed since this page was opened; look again" in page
    draft.refresh_from_db()
    assert draft.status == Status.SUBMITTED
    page = sent(approver, at(draft, "approve/"), revision=revision(page))
    assert "Approved; it can be published now." in page


def test_it_is_sent_back_with_a_reason(editor: Client, approver: Client, draft: Draft) -> None:
    sent(editor, at(draft, "submit/"))
    sent(approver, at(draft, "send-back/"), reason="too strong")
    assert "too strong" in read(editor, at(draft))
    draft.refresh_from_db()
    assert draft.status == Status.OPEN


@pytest.mark.parametrize(("keep", "then"), [("mine", "sofa ↔ couch"), ("theirs", None)])
def test_a_conflict_is_told_and_settled(
    approver: Client, draft: Draft, keep: str, then: str | None
) -> None:
    live = Synonym.objects.create(terms=["a", "b"])
    change(draft, "synonyms", {live.key: SOFA}, COMMAND)
    other = new_draft("Other", COMMAND)
    change(other, "synonyms", {live.key: {"terms": ["a", "c"]}}, COMMAND)
    publish(other, COMMAND)
    page = read(approver, at(draft))
    assert "Changed by others meanwhile" in page
    assert "a ↔ c" in page
    assert "meanwhile" in sent(approver, at(draft, "publish/"), all="1")
    sent(approver, at(draft, "settle/"), change=f"synonyms:{live.key}", keep=keep)
    page = read(approver, at(draft))
    assert "Changed by others meanwhile" not in page
    assert any(each.key == live.key for each in changes_of(draft)) == bool(then)


def test_what_is_wrong_is_told_before_it_is_published(approver: Client, draft: Draft) -> None:
    broken = {**BOOTS, "do": [{"require": {"smell": ["mint"]}}]}
    change(draft, "rules", {"broken": broken}, COMMAND)
    page = read(approver, at(draft))
    assert "To be mended" in page
    assert "filtered in this way" in page
    assert "filtered in this way" in sent(approver, at(draft, "publish/"), all="1")
    assert not Version.objects.exists()


def test_it_is_renamed_shared_and_given_up(editor: Client, draft: Draft) -> None:
    sent(editor, at(draft, "rename/"), name="Summer", note="hot")
    sent(editor, at(draft, "share/"))
    draft.refresh_from_db()
    assert (draft.name, draft.note, draft.is_shared) == ("Summer", "hot", False)
    assert "“Summer” was given up." in sent(editor, at(draft, "discard/"))
    assert "Discarded" in read(editor, at(draft))
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"renamed", "unshared", "discarded"} <= actions


def test_only_its_owner_shares_a_draft(approver: Client, draft: Draft) -> None:
    assert "only its owner shares it" in sent(approver, at(draft, "share/"))
    draft.refresh_from_db()
    assert draft.is_shared


STEPS = (
    "publish",
    "take-back",
    "settle",
    "submit",
    "approve",
    "send-back",
    "rename",
    "share",
    "discard",
)


@pytest.mark.parametrize("step", STEPS)
def test_a_viewer_looks_and_changes_nothing(draft: Draft, step: str) -> None:
    viewer = entered("vic", "viewer")
    assert "Publish" not in read(viewer, at(draft))
    assert viewer.post(at(draft, f"{step}/"), {"all": "1"}).status_code == 403
    assert Client().post(at(draft, f"{step}/"))["Location"].startswith("/tuning/login/")
    assert entered("nobody").post(at(draft, f"{step}/")).status_code == 403
    assert len(changes_of(draft)) == 2


@pytest.mark.parametrize("step", STEPS)
def test_a_draft_of_someone_else_is_not_there(editor: Client, step: str) -> None:
    other = new_draft("Private", Actor.of(User.objects.create_user("other")))
    assert editor.post(at(other, f"{step}/"), {"all": "1"}).status_code == 404


def test_lists_take_few_queries(
    approver: Client, draft: Draft, django_assert_max_num_queries: Callable[..., object]
) -> None:
    first = new_draft("First", COMMAND)
    change(first, "synonyms", {"sofa": SOFA}, COMMAND)
    publish(first, COMMAND)
    for number in range(30):
        each = new_draft(f"Draft {number}", actor("ed"), shared=True)
        change(
            each, "synonyms", {f"k{n}": {"terms": [f"a{n}", f"b{n}"]} for n in range(5)}, COMMAND
        )
    with django_assert_max_num_queries(25):  # type: ignore[attr-defined]
        read(approver, "/tuning/")
    with django_assert_max_num_queries(35):  # type: ignore[attr-defined]
        read(approver, at(draft))
