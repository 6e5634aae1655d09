"""A query tried while a rule is written: what is live beside what the draft makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from searchapp.merchandising.models import Profile, QueryRule
from searchapp.merchandising.trial import tried
from searchapp.pipeline.request import PATIENT_MS, SearchRequest
from searchapp.publishing.actors import COMMAND
from searchapp.publishing.editing import change, new_draft
from searchapp.publishing.models import Draft
from tests.search.conftest import open_shop
from tests.search.shop import ROWS

pytestmark = pytest.mark.django_db
SHOES = SearchRequest("running shoes", budget_ms=PATIENT_MS)


@pytest.fixture(scope="module", autouse=True)
def shop(django_db_setup: Any, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), open_shop("embedded", ROWS):
        yield


def drafted(*actions: dict[str, Any]) -> Draft:
    draft = new_draft("Spring", COMMAND)
    rule = {"name": "Shoes", "when": [{"phrase": "running shoes"}], "do": list(actions)}
    change(draft, QueryRule.section, {"shoes": rule}, COMMAND)
    return draft


def test_the_lists_tell_what_rises_falls_comes_and_goes() -> None:
    live = [each.hit.id for each in tried(SHOES, None)[0].hits]
    last = live[-1]
    draft = drafted(
        {"pin": "kettle", "kind": "product", "position": 1}, {"hide": last, "kind": "product"}
    )
    before, after = tried(SHOES, draft)
    assert (before.name, after.name) == ("Live", "Draft “Spring”")
    assert after.hits[0].hit.id == "kettle"
    assert after.hits[0].raised is None
    assert after.hits[1].hit.id == live[0]
    assert after.hits[1].raised == -1
    gone = {each.hit.id for each in before.hits if each.raised is None}
    assert gone == {last}


def test_a_redirect_and_what_cannot_be_tried_are_told() -> None:
    draft = drafted({"redirect": "/sale/"})
    before, after = tried(SHOES, draft)
    assert (before.redirect, after.redirect) == ("", "/sale/")
    change(draft, Profile.section, {"new": {"few": 3}}, COMMAND)
    before, after = tried(replace(SHOES, profile="new"), draft)
    assert "does not exist" in before.problem
    assert after.hits


def test_the_page_of_a_rule_shows_them(admin_client: Client) -> None:
    page = admin_client.get("/admin/merchandising/queryrule/add/?try=kettle").content.decode()
    assert "Electric Kettle 1.7 Litre" in page
    assert 'value="kettle"' in page
