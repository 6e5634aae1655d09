"""Published versions: numbered, whole, immutable, restored in one step."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from searchapp.lexicon.models import ProtectedWord, Synonym
from searchapp.publishing.actors import COMMAND, Actor
from searchapp.publishing.approval import approve, send_back, submit
from searchapp.publishing.difference import difference
from searchapp.publishing.documents import published_document, published_state
from searchapp.publishing.editing import NotYours, change, new_draft
from searchapp.publishing.models import AuditEntry, Draft, Status, Version, VersionDamaged
from searchapp.publishing.publication import (
    Conflicting,
    NotAllowed,
    Refused,
    publish,
    restore,
    settle,
)
from tests.publishing.people import actor

pytestmark = pytest.mark.django_db

TV = {"terms": ["tv", "television"]}
SOFA = {"terms": ["sofa", "couch"]}


def drafted(name: str = "Spring", **values: object) -> Draft:
    draft = new_draft(name, COMMAND)
    change(draft, "synonyms", values, COMMAND)  # type: ignore[arg-type]
    return draft


def live() -> dict[str, object]:
    return dict(published_document()["synonyms"])


def test_publishing_makes_a_draft_live_as_a_numbered_version() -> None:
    before = published_state()
    draft = drafted(tv=TV)
    version = publish(draft, COMMAND, name="Spring sale", note="as agreed")
    assert (version.number, version.name, version.author) == (2, "Spring sale", "command line")
    assert Version.objects.get(number=1).name == "Before the first publication"
    assert live() == {"tv": TV}
    assert published_state() != before
    draft.refresh_from_db()
    assert draft.status == Status.PUBLISHED
    assert AuditEntry.objects.filter(action="published", version=2).count() == 1


def test_one_change_is_published_alone() -> None:
    draft = drafted(tv=TV, sofa=SOFA)
    publish(draft, COMMAND, only={("synonyms", "tv")})
    assert live() == {"tv": TV}
    draft.refresh_from_db()
    assert draft.is_alive
    publish(draft, COMMAND)
    assert live() == {"tv": TV, "sofa": SOFA}


def test_a_version_is_restored_in_one_step_and_the_drafts_stay() -> None:
    first = publish(drafted(tv=TV), COMMAND)
    publish(drafted(tv=SOFA, lamp={"terms": ["lamp", "light"]}), COMMAND)
    open_draft = drafted("Open", x={"terms": ["x", "y"]})
    again = restore(first.number, COMMAND)
    assert again.restores == first.number
    assert again.number == 4
    assert live() == {"tv": TV}
    assert not difference(first.document, again.document)
    open_draft.refresh_from_db()
    assert open_draft.is_alive


def test_versions_are_told_apart_by_what_changed() -> None:
    one = publish(drafted(tv=TV), COMMAND)
    two = publish(drafted(tv={**TV, "weight": 0.5}), COMMAND)
    (step,) = difference(one.document, two.document)
    assert (step.verb, step.fields) == ("changed", (("weight", None, 0.5),))


def test_a_row_that_can_not_be_used_is_refused_with_all_that_is_wrong() -> None:
    draft = drafted(bad={"terms": ["only"]}, worse={"terms": ["a"], "kind": "one-way"}, tv=TV)
    with pytest.raises(Refused) as caught:
        publish(draft, COMMAND)
    assert {each.key for each in caught.value.problems} == {"bad", "worse"}
    assert "at least two" in str(caught.value)
    assert not Version.objects.exists()
    assert not Synonym.objects.filter(draft=None).exists()


def test_two_words_that_are_one_are_refused() -> None:
    ProtectedWord.objects.create(text="Flickr")
    draft = new_draft("Words", COMMAND)
    change(draft, "protected_words", {"new": {"text": "FLICKR"}}, COMMAND)
    with pytest.raises(Refused, match="already, as “"):
        publish(draft, COMMAND)


def test_others_changes_of_the_same_row_are_never_overwritten() -> None:
    publish(drafted(tv=TV), COMMAND)
    mine, theirs = drafted("Mine", tv=SOFA), drafted("Theirs", tv={"terms": ["tv", "telly"]})
    publish(theirs, COMMAND)
    with pytest.raises(Conflicting, match="keep yours or take theirs"):
        publish(mine, COMMAND)
    assert live() == {"tv": {"terms": ["tv", "telly"]}}


def test_nothing_is_no_version() -> None:
    with pytest.raises(NotAllowed, match="changes nothing"):
        publish(new_draft("Empty", COMMAND), COMMAND)


def test_a_damaged_version_says_so() -> None:
    version = publish(drafted(tv=TV), COMMAND)
    Version.objects.filter(pk=version.pk).update(data=b"not compressed")
    with pytest.raises(VersionDamaged, match="version 2 is damaged"):
        restore(version.number, COMMAND)
    data, _ = Version.packed({"synonyms": {}})
    Version.objects.filter(pk=version.pk).update(data=data)
    with pytest.raises(VersionDamaged, match="its digest is another"):
        published_document(version.number)


def test_an_editor_may_not_publish() -> None:
    editor = actor("ed", "editor")
    draft = new_draft("Ed's", editor)
    change(draft, "synonyms", {"tv": TV}, editor)
    with pytest.raises(NotAllowed, match="may not publish"):
        publish(draft, editor)
    ann = actor("ann", "approver")
    with pytest.raises(NotYours, match="not submitted yet"):
        publish(draft, ann)
    submit(draft, editor)
    publish(draft, ann)


def test_four_eyes(environment: Callable[..., None]) -> None:
    environment(SEARCHAPP_FOUR_EYES=True)
    ann, bob, ed = actor("ann", "approver"), actor("bob", "approver"), actor("ed", "editor")
    draft = new_draft("Ann's", ann)
    change(draft, "synonyms", {"tv": TV}, ann)
    with pytest.raises(NotAllowed, match="approved by someone else"):
        publish(draft, ann)
    with pytest.raises(NotAllowed, match="submit it first"):
        approve(draft, bob)
    submit(draft, ann)
    for who, why in ((ann, "who changed a draft"), (ed, "may not approve")):
        with pytest.raises(NotAllowed, match=why):
            approve(draft, who)
    approve(draft, bob)
    change(draft, "synonyms", {"tv": SOFA}, ann)
    with pytest.raises(NotAllowed, match="approved by someone else"):
        publish(draft, ann)
    submit(draft, ann)
    send_back(draft, bob, "the sofa is wrong")
    submit(draft, ann)
    approve(draft, bob)
    version = publish(draft, ann)
    assert (version.author, version.approver) == ("ann", "bob")
    again = restore(1, ann)
    assert again.restores == 1, "what was live once needs no new approval"


def test_what_was_looked_at_is_what_is_approved_and_published(
    environment: Callable[..., None],
) -> None:
    environment(SEARCHAPP_FOUR_EYES=True)
    ann, bob = actor("ann", "approver"), actor("bob", "approver")
    draft = new_draft("Ann's", ann)
    change(draft, "synonyms", {"tv": TV}, ann)
    submit(draft, ann)
    seen = draft.revision
    change(draft, "synonyms", {"tv": SOFA}, ann)
    submit(draft, ann)
    with pytest.raises(NotAllowed, match="look again"):
        approve(draft, bob, revision=seen)
    approve(draft, bob, revision=draft.revision)
    with pytest.raises(NotAllowed, match="look again"):
        publish(draft, ann, revision=seen)
    publish(draft, ann, revision=draft.revision)


def test_who_settles_a_conflict_has_changed_the_draft(environment: Callable[..., None]) -> None:
    environment(SEARCHAPP_FOUR_EYES=True)
    ann, bob = actor("ann", "approver"), actor("bob", "approver")
    draft = new_draft("Ann's", ann, shared=True)
    change(draft, "synonyms", {"tv": TV}, ann)
    settle(draft, "synonyms", "tv", bob, keep_mine=True)
    submit(draft, ann)
    with pytest.raises(NotAllowed, match="who changed a draft"):
        approve(draft, bob)


def test_when_the_newest_version_is_damaged_another_mends_it() -> None:
    first = publish(drafted(tv=TV), COMMAND)
    newest = publish(drafted(sofa=SOFA), COMMAND)
    Version.objects.filter(pk=newest.pk).update(data=b"not compressed")
    with pytest.raises(VersionDamaged):
        published_document()
    publish(drafted(lamp={"terms": ["lamp", "light"]}), COMMAND)
    assert set(live()) == {"tv", "sofa", "lamp"}
    restore(first.number, COMMAND)
    assert live() == {"tv": TV}


def test_a_draft_whose_owner_is_gone_is_not_everyones() -> None:
    ann = actor("ann", "editor")
    draft = new_draft("Own", ann)
    change(draft, "synonyms", {"tv": TV}, ann)
    assert ann.user is not None
    ann.user.delete()
    draft.refresh_from_db()
    for other in (actor("bob", "approver"), Actor("key of the shop")):
        with pytest.raises(NotYours):
            change(draft, "synonyms", {"tv": SOFA}, other)
        with pytest.raises(NotYours):
            publish(draft, other)
    publish(draft, COMMAND)
