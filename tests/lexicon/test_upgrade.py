"""A shop that had words before there were drafts keeps them all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from searchapp.lexicon.models import Intent, ProtectedWord, Synonym
from searchapp.publishing.actors import COMMAND
from searchapp.publishing.documents import published_document
from searchapp.publishing.editing import change, new_draft
from searchapp.publishing.publication import publish

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = [("lexicon", "0002_default_intents")]


@pytest.fixture
def before() -> Iterator[MigrationExecutor]:
    """The database as it was before drafts; as it is now at the end."""
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    yield MigrationExecutor(connection)
    now = MigrationExecutor(connection)
    now.migrate(now.loader.graph.leaf_nodes())


def test_words_of_before_are_published_under_keys_in_their_order(
    before: MigrationExecutor,
) -> None:
    old = before.loader.project_state(BEFORE).apps
    synonym, word = old.get_model("lexicon", "Synonym"), old.get_model("lexicon", "ProtectedWord")
    intent = old.get_model("lexicon", "Intent")
    intent.objects.all().delete()
    for number in range(12):
        synonym.objects.create(
            kind="two-way", terms=[f"für {number}", "pour"], weight=0.5, note="kept"
        )
    synonym.objects.create(kind="one-way", terms=["tv"], targets=["telly"], is_active=False)
    word.objects.create(text="Quorvex", note="a brand")
    intent.objects.create(name="order", language="en", phrases=["my order"], leads="video")

    before.migrate(before.loader.graph.leaf_nodes())

    rows = list(Synonym.objects.order_by("pk"))
    assert [row.terms[0] for row in rows[:12]] == [f"für {number}" for number in range(12)]
    assert {(row.weight, row.note) for row in rows[:12]} == {(0.5, "kept")}
    assert not rows[12].is_active
    keys = [row.key for row in rows]
    assert keys == [f"{row.pk:08d}" for row in rows]
    assert keys == sorted(set(keys))
    assert all(row.draft is None and not row.is_removed and row.base is None for row in rows)
    assert ProtectedWord.objects.get().value == {"text": "Quorvex", "note": "a brand"}
    assert Intent.objects.get().leads == "video"

    document = published_document()
    assert [value["terms"][0] for value in document["synonyms"].values()][:2] == ["für 0", "für 1"]
    draft = new_draft("First", COMMAND)
    change(draft, "synonyms", {keys[0]: None}, COMMAND)
    publish(draft, COMMAND)
    assert set(published_document()["synonyms"]) == set(keys[1:])


def test_going_back_keeps_what_is_published_and_forgets_drafts(before: MigrationExecutor) -> None:
    before.migrate(before.loader.graph.leaf_nodes())
    draft = new_draft("Spring", COMMAND)
    change(draft, "protected_words", {"a": {"text": "Quorvex"}, "b": {"text": "Nimbus"}}, COMMAND)
    publish(draft, COMMAND)
    again = new_draft("Summer", COMMAND)
    changes = {"a": None, "b": {"text": "Nimbus", "note": "a brand"}, "c": {"text": "Velo"}}
    change(again, "protected_words", changes, COMMAND)

    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)

    word = executor.loader.project_state(BEFORE).apps.get_model("lexicon", "ProtectedWord")
    words = word.objects.order_by("text").values_list("text", "note")
    assert list(words) == [("Nimbus", ""), ("Quorvex", "")]
