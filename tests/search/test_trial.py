"""A rule or profile is tried on a query before it is saved, on every engine."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from searchapp.merchandising.trial import HITS, Edited, Tried, tried
from searchapp.pipeline.request import PATIENT_MS, SearchRequest
from searchapp.publishing.actors import COMMAND
from searchapp.publishing.editing import change, new_draft
from searchapp.publishing.models import Version
from tests.search.shop import Shop

pytestmark = pytest.mark.django_db
QUERY = "running shoes"
ASKED = SearchRequest(QUERY, budget_ms=PATIENT_MS)
RULE: dict[str, Any] = {"name": "Kettle first", "when": [{"exact": QUERY}]}


def found(shop: Shop) -> list[str]:
    return [hit.id for hit in shop.service.search(ASKED, shop.config).hits]


def shown(trial: Tried) -> list[tuple[str, str]]:
    return [(each.hit.id, each.move) for each in trial.hits]


def test_a_rule_shows_what_it_would_do_and_nothing_changes(shop: Shop) -> None:
    before = found(shop)
    pinned = {**RULE, "do": [{"pin": "kettle", "kind": "product", "position": 1}]}
    live, changed = tried(ASKED, None, Edited("rules", "new", pinned))
    assert [each.hit.id for each in live.hits] == before[:HITS]
    assert shown(changed)[:2] == [("kettle", "new here"), (before[0], "down 1")]
    assert found(shop) == before
    assert not Version.objects.exists()


def test_it_is_tried_with_what_else_the_draft_has(shop: Shop) -> None:
    before = found(shop)
    draft = new_draft("Hiding", COMMAND)
    hidden = {**RULE, "do": [{"hide": before[0], "kind": "product"}]}
    change(draft, "rules", {"hide": hidden}, COMMAND)
    pinned = {**RULE, "do": [{"pin": "kettle", "kind": "product", "position": 1}]}
    live, changed = tried(ASKED, draft, Edited("rules", "new", pinned))
    assert shown(changed)[0][0] == "kettle"
    assert before[0] not in {each.hit.id for each in changed.hits}
    assert live.alone == 1


def test_a_profile_that_is_not_live_yet_is_tried_too(shop: Shop) -> None:
    asked = replace(ASKED, profile="new")
    live, changed = tried(asked, None, Edited("profiles", "new", {"few": 3}))
    assert "does not exist" in live.problem
    assert changed.hits
