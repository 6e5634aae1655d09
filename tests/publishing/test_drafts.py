"""Every edit goes to a draft; what is live stays as it is."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from searchapp.lexicon.models import Synonym
from searchapp.publishing.actors import COMMAND, Actor
from searchapp.publishing.documents import document_of, published_document, seen_in
from searchapp.publishing.editing import (
    DraftClosed,
    NotYours,
    change,
    discard,
    new_draft,
    take_back,
)
from searchapp.publishing.models import AuditEntry, Draft
from searchapp.publishing.publication import changes_of, conflicts_of, publish, settle
from searchapp.publishing.sections import UnknownSection
from tests.publishing.people import actor

pytestmark = pytest.mark.django_db

TV = {"terms": ["tv", "television"]}
SOFA = {"terms": ["sofa", "couch"]}


@pytest.fixture
def draft() -> Draft:
    return new_draft("Spring", COMMAND)


def synonyms(draft: Draft | None) -> set[str]:
    return {str(row) for row in seen_in(Synonym, draft)}


def test_a_draft_shows_what_is_live_with_its_changes(draft: Draft) -> None:
    live = Synonym.objects.create(terms=["a", "b"])
    gone = Synonym.objects.create(terms=["c", "d"])
    change(draft, "synonyms", {"tv": TV, live.key: SOFA, gone.key: None}, COMMAND)
    assert synonyms(draft) == {"tv ↔ television", "sofa ↔ couch"}
    assert synonyms(None) == {"a ↔ b", "c ↔ d"}
    assert document_of(draft)["synonyms"] == {live.key: SOFA, "tv": TV}
    assert set(published_document()["synonyms"]) == {live.key, gone.key}
    assert {(each.key, each.verb) for each in changes_of(draft)} == {
        ("tv", "added"),
        (live.key, "changed"),
        (gone.key, "removed"),
    }


def test_drafts_do_not_see_one_another(draft: Draft) -> None:
    other = new_draft("Summer", COMMAND)
    change(draft, "synonyms", {"tv": TV}, COMMAND)
    change(other, "synonyms", {"tv": SOFA}, COMMAND)
    assert synonyms(draft) == {"tv ↔ television"}
    assert synonyms(other) == {"sofa ↔ couch"}


def test_a_change_that_ends_where_it_began_is_none(draft: Draft) -> None:
    live = Synonym.objects.create(terms=["a", "b"])
    change(draft, "synonyms", {live.key: SOFA, "tv": TV}, COMMAND)
    change(draft, "synonyms", {live.key: live.value, "tv": None}, COMMAND)
    assert not changes_of(draft)
    assert Synonym.objects.count() == 1


def test_changes_are_taken_back_one_by_one(draft: Draft) -> None:
    change(draft, "synonyms", {"tv": TV, "sofa": SOFA}, COMMAND)
    take_back(draft, "synonyms", ["tv"], COMMAND)
    assert synonyms(draft) == {"sofa ↔ couch"}


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ({"terms": "tv"}, "terms"),
        ({"terms": ["a", "b"], "weight": 7}, "weight"),
        ({"terms": ["a", "b"], "colour": "red"}, "colour"),
        ({"terms": ["a", "b"], "kind": "sideways"}, "kind"),
    ],
)
def test_what_can_not_be_is_refused_and_nothing_is_changed(
    draft: Draft, value: dict[str, object], field: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        change(draft, "synonyms", {"good": TV, "bad": value}, COMMAND)
    assert field in caught.value.message_dict
    assert not Synonym.objects.exists()
    with pytest.raises(UnknownSection, match="intents"):
        change(draft, "synonym", {"a": TV}, COMMAND)


def test_who_changed_what_from_what_to_what_is_kept(draft: Draft) -> None:
    change(draft, "synonyms", {"tv": TV}, COMMAND)
    change(draft, "synonyms", {"tv": SOFA}, COMMAND)
    change(draft, "synonyms", {"tv": SOFA}, COMMAND)
    change(draft, "synonyms", {"tv": None}, COMMAND)
    entries = AuditEntry.objects.filter(section="synonyms").order_by("pk")
    assert [(each.action, each.before, each.after) for each in entries] == [
        ("added", None, TV),
        ("changed", TV, SOFA),
        ("removed", SOFA, None),
    ]
    assert {each.actor for each in entries} == {"command line"}


def test_a_draft_of_ones_own_is_not_written_by_others() -> None:
    ann, bob = actor("ann", "editor"), actor("bob", "editor")
    own, shared = new_draft("Own", ann), new_draft("Shared", ann, shared=True)
    change(shared, "synonyms", {"tv": TV}, bob)
    for other in (bob, Actor("key of the shop")):
        with pytest.raises(NotYours, match="belongs to ann"):
            change(own, "synonyms", {"tv": TV}, other)
    change(own, "synonyms", {"tv": TV}, COMMAND)


def test_a_draft_that_is_over_is_not_changed(draft: Draft) -> None:
    discard(draft, COMMAND)
    with pytest.raises(DraftClosed, match="discarded"):
        change(draft, "synonyms", {"tv": TV}, COMMAND)


def test_a_conflict_is_told_and_settled_either_way(draft: Draft) -> None:
    live = Synonym.objects.create(terms=["a", "b"])
    other = new_draft("Other", COMMAND)
    for each in (draft, other):
        change(each, "synonyms", {live.key: {"terms": ["a", each.name]}}, COMMAND)
    publish(other, COMMAND)
    (conflict,) = conflicts_of(draft)
    assert conflict.before == {"terms": ["a", "b"]}
    assert conflict.after == {"terms": ["a", "Other"]}
    settle(draft, "synonyms", live.key, COMMAND, keep_mine=True)
    assert not conflicts_of(draft)
    publish(draft, COMMAND)
    assert synonyms(None) == {"a ↔ Spring"}


def test_their_change_may_be_taken(draft: Draft) -> None:
    live = Synonym.objects.create(terms=["a", "b"])
    other = new_draft("Other", COMMAND)
    change(draft, "synonyms", {live.key: SOFA}, COMMAND)
    change(other, "synonyms", {live.key: None}, COMMAND)
    publish(other, COMMAND)
    settle(draft, "synonyms", live.key, COMMAND, keep_mine=False)
    assert not changes_of(draft)


def test_ten_thousand_changes_take_few_queries(
    draft: Draft, django_assert_max_num_queries: object
) -> None:
    values = {f"k{number:05}": {"terms": [f"a{number}", f"b{number}"]} for number in range(10_000)}
    with django_assert_max_num_queries(400):  # type: ignore[operator]
        change(draft, "synonyms", values, COMMAND)
    with django_assert_max_num_queries(400):  # type: ignore[operator]
        publish(draft, COMMAND)
    assert len(published_document()["synonyms"]) == 10_000
