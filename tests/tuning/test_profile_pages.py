"""Ranking profiles on their pages: the most used numbers as fields, the rest as text."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from searchapp.merchandising.snapshot import BUILT_IN
from searchapp.pipeline.profile_plain import profile_to_plain
from searchapp.publishing.actors import COMMAND
from searchapp.publishing.documents import document_of
from searchapp.publishing.editing import change, new_draft
from searchapp.publishing.models import Draft
from searchapp.publishing.publication import publish
from searchapp.tuning.profile_form import ProfileForm
from tests.storefront.shop import Shop
from tests.tuning.entering import entered, read, sent
from tests.tuning.page_forms import fields_of

pytestmark = pytest.mark.django_db

SPRING: dict[str, Any] = {
    "minimum_match": 0.6,
    "field_weights": {"product": {"title": 4.5, "body": False}},
    "channels": {"product": {"semantic": {"weight": 0.8, "size": 60}, "behavioural": False}},
    "rerankers": [{"name": "feature_ranker", "head": 50}, {"name": "identity", "share": 0.5}],
    "objective": {"freshness": 0.3},
    "mixed_row": {"slots": {"live": [1, 5], "video": []}, "period": 12},
    "features": {"product": ["rating"]},
}


@pytest.fixture
def editor() -> Client:
    return entered("ed", "editor")


def published(**values: dict[str, Any]) -> None:
    draft = new_draft("Profiles", COMMAND)
    change(draft, "profiles", values, COMMAND)
    publish(draft, COMMAND)


def drafted(name: str) -> Any:
    return document_of(Draft.objects.latest("pk"))["profiles"].get(name)


def changed(client: Client, name: str, **typed: str) -> str:
    address = f"/tuning/profiles/{name}/"
    fields = fields_of(read(client, address), "profile-form")
    return client.post(address, {**fields, **typed}, follow=True).content.decode()


def test_a_profile_that_is_sent_as_it_is_stays_as_it_is(editor: Client) -> None:
    published(spring=SPRING)
    assert "Saved" in changed(editor, "spring")
    assert drafted("spring") == SPRING


@pytest.mark.parametrize("profile", BUILT_IN)
def test_the_form_of_what_comes_with_it_says_the_same(profile: Any) -> None:
    form = ProfileForm.of(profile)
    made = form.checked()
    assert made is not None
    assert profile_to_plain(made) == profile_to_plain(profile)


@pytest.mark.parametrize(
    ("typed", "then"),
    [
        ({"field_weights.product.title": "5"}, {"field_weights": {"product": {"title": 5}}}),
        ({"field_weights.product.body": ""}, {"field_weights": {"product": {"body": False}}}),
        ({"channels.video.semantic": ""}, {"channels": {"video": {"semantic": False}}}),
        ({"channels.product.fresh": "0.1"}, {"channels": {"product": {"fresh": {"weight": 0.1}}}}),
        ({"objective.margin": "0.2"}, {"objective": {"margin": 0.2}}),
        ({"diversity.strength": "0.3"}, {"diversity": {"strength": 0.3}}),
        ({"mixed_row.slots.live": "1; 9"}, {"mixed_row": {"slots": {"live": [1, 9]}}}),
        ({"step-0-name": ""}, {"rerankers": []}),
        ({"few": "5"}, {"few": 5}),
        ({"rest": '{"features": {"product": ["rating"]}}'}, {"features": {"product": ["rating"]}}),
    ],
)
def test_each_field_changes_what_it_says_and_nothing_else(
    editor: Client, typed: dict[str, str], then: dict[str, Any]
) -> None:
    assert "Saved" in changed(editor, "default", **typed)
    assert drafted("default") == then


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"field_weights.product.title": "much"}, "Must be a number, not text."),
        ({"step-0-head": "all"}, "head must be a whole number"),
        ({"mixed_row.slots.live": "0"}, "Must lie between 1"),
        ({"channels.product.lexical": ""}, "lexical"),
        ({"objective.relevance": "0"}, "relevance"),
        ({"minimum_match": "3"}, "minimum_match"),
        ({"rest": "{"}, "It is no JSON"),
        ({"rest": "[]"}, "It must be a table"),
        ({"rest": '{"colour": 1}'}, "colour: is unknown here"),
        ({"rest": '{"channels": 7}'}, "channels"),
        ({"rest": '{"mixed_row": {"slots": [1]}}'}, "mixed_row.slots"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_saved(
    editor: Client, typed: dict[str, str], said: str
) -> None:
    page = changed(editor, "default", **typed)
    assert said in page
    assert "Saved" not in page
    assert not Draft.objects.exists()


def test_a_profile_is_begun_as_a_copy_and_removed(editor: Client) -> None:
    published(spring=SPRING)
    sent(editor, "/tuning/profiles/new/", name="summer", **{"from": "spring"})
    assert drafted("summer") == SPRING
    assert "summer" in read(editor, "/tuning/profiles/")
    assert "already" in sent(editor, "/tuning/profiles/new/", name="summer")
    assert "small letters" in sent(editor, "/tuning/profiles/new/", name="Su mmer")
    sent(editor, "/tuning/profiles/summer/remove/")
    assert drafted("summer") is None
    assert editor.get("/tuning/profiles/summer/").status_code == 404


def test_a_profile_is_tried_before_it_is_saved(editor: Client, shop: Shop) -> None:
    page = changed(editor, "default", **{"try-query": "shirt", "try": "1"})
    assert "Linen shirt 0" in page
    assert not Draft.objects.exists()


def test_a_viewer_reads_profiles_and_changes_none() -> None:
    published(spring=SPRING)
    viewer = entered("vic", "viewer")
    assert "New profile" not in read(viewer, "/tuning/profiles/")
    assert "Save in the draft" not in read(viewer, "/tuning/profiles/spring/")
    for address in ("new/", "spring/", "spring/remove/"):
        assert viewer.post(f"/tuning/profiles/{address}").status_code == 403
        assert Client().post(f"/tuning/profiles/{address}").status_code == 302
    assert entered("nobody").get("/tuning/profiles/").status_code == 403
