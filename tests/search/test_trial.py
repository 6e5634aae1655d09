"""A rule or profile is tried on a query before it is saved, on every engine."""

from __future__ import annotations

from typing import Any

import pytest

from searchapp.pipeline.request import SearchRequest
from searchapp.publishing.actors import COMMAND
from searchapp.publishing.editing import change, new_draft
from searchapp.publishing.models import Version
from searchapp.tuning.trial import SIZE, Trial, tried
from tests.search.shop import Shop

pytestmark = pytest.mark.django_db
QUERY = "running shoes"
RULE: dict[str, Any] = {"name": "Kettle first", "when": [{"exact": QUERY}]}


def found(shop: Shop) -> list[str]:
    return [hit.id for hit in shop.service.search(SearchRequest(text=QUERY), shop.config).hits]


def shown(trial: Trial) -> list[tuple[str, str]]:
    return [(hit.id, said) for hit, said in trial.moved]


def test_a_rule_shows_what_it_would_do_and_nothing_changes(shop: Shop) -> None:
    before = found(shop)
    pinned = {**RULE, "do": [{"pin": "kettle", "kind": "product", "position": 1}]}
    trial = tried(SearchRequest(text=QUERY), None, "rules", "new", pinned)
    assert [hit.id for hit in trial.live.hits] == before[:SIZE]
    assert shown(trial)[:2] == [("kettle", "new here"), (before[0], "down 1")]
    assert found(shop) == before
    assert not Version.objects.exists()


def test_it_is_tried_with_what_else_the_draft_has(shop: Shop) -> None:
    before = found(shop)
    draft = new_draft("Hiding", COMMAND)
    hidden = {**RULE, "do": [{"hide": before[0], "kind": "product"}]}
    change(draft, "rules", {"hide": hidden}, COMMAND)
    pinned = {**RULE, "do": [{"pin": "kettle", "kind": "product", "position": 1}]}
    trial = tried(SearchRequest(text=QUERY), draft, "rules", "new", pinned)
    assert shown(trial)[0][0] == "kettle"
    assert before[0] not in {hit.id for hit in trial.draft.hits}
    assert trial.left == 1
