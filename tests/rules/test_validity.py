"""A rule that can't be used is refused with its name, the field and the cure."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from searchapp.pipeline.merchandising import Banner
from searchapp.pipeline.request import AnyOf, Between, Kind
from searchapp.pipeline.rules import actions as do
from searchapp.pipeline.rules import triggers as when
from searchapp.pipeline.rules.rule import Rule
from searchapp.pipeline.rules.rule_set import RuleSet
from searchapp.pipeline.rules.schedule import Schedule
from searchapp.pipeline.rules.validity import BrokenRules, is_address

SHOE = do.Item(Kind.PRODUCT, "shoe")
LATER = datetime(2026, 5, 1, tzinfo=UTC)


def rule(**parts: Any) -> Rule:
    return Rule(
        **{
            "id": "1",
            "name": "Autumn",
            "triggers": (when.Exact("tv"),),
            "actions": (do.Hide(SHOE),),
            **parts,
        }
    )


@pytest.mark.parametrize(
    ("parts", "field", "cure"),
    [
        ({"name": " "}, "name", "say in a few words"),
        ({"triggers": ()}, "triggers", "choose any query"),
        ({"triggers": (when.Phrase("!?"),)}, "triggers", "name at least one"),
        ({"triggers": (when.Exact("a " * 11),)}, "triggers", "10 at most"),
        ({"triggers": (when.AllWords("a " * 101),)}, "triggers", "100 at most"),
        ({"triggers": (when.Recognised("price", "5"),)}, "triggers", "choose brand or category"),
        ({"triggers": (when.HasIntent(""),)}, "triggers", "name one"),
        ({"actions": ()}, "actions", "say what the rule does"),
        ({"actions": (do.PinTo(SHOE, 0),)}, "actions", "count from 1"),
        ({"actions": (do.Boost(SHOE, 0.5),)}, "actions", "above 1"),
        ({"actions": (do.Bury(SHOE, 1.5),)}, "actions", "or boost"),
        ({"actions": (do.Boost(SHOE, float("nan")),)}, "actions", "no number"),
        ({"actions": (do.Boost(AnyOf("stock", ("1",))),)}, "actions", "another field"),
        ({"actions": (do.Boost(Between("stock", 1)),)}, "actions", "require it instead"),
        ({"actions": (do.Require(AnyOf("no", ("1",))),)}, "actions", "another field"),
        ({"actions": (do.Redirect("javascript:alert(1)"),)}, "actions", "give a path"),
        ({"actions": (do.ShowBanner(Banner("")),)}, "actions", "a title or an image"),
        ({"actions": (do.Slots(Kind.PRODUCT, (1,)),)}, "actions", "pin products"),
        ({"actions": (do.AddWords("--"),)}, "actions", "name at least one"),
        ({"schedule": Schedule(begins=LATER, ends=LATER)}, "schedule", "put the end later"),
        ({"schedule": Schedule(time_zone="Mars/Base")}, "schedule", "Europe/Berlin"),
        ({"schedule": Schedule(days=frozenset({7}))}, "schedule", "leave out"),
        ({"schedule": Schedule(ends=datetime(2026, 1, 1))}, "schedule", "give it one"),
    ],
)
def test_what_is_broken_is_refused(parts: dict[str, Any], field: str, cure: str) -> None:
    with pytest.raises(BrokenRules) as refused:
        RuleSet.of([rule(**parts)])
    (problem,) = refused.value.problems
    assert problem.field == field
    assert cure in problem.message
    assert problem.rule in str(refused.value)


def test_all_problems_are_told_at_once_and_ids_are_distinct() -> None:
    with pytest.raises(BrokenRules) as refused:
        RuleSet.of([rule(triggers=()), rule(actions=())])
    assert [each.field for each in refused.value.problems] == ["triggers", "actions", "id", "id"]


@pytest.mark.parametrize("url", ["//evil.example", "/a b", "http:", "sale", "ftp://a", "/\\evil"])
def test_shoppers_are_sent_to_no_odd_address(url: str) -> None:
    assert not is_address(url)


def test_the_version_changes_with_the_rules_and_only_with_them() -> None:
    assert RuleSet.of([rule()]).version == RuleSet.of([rule()]).version
    assert RuleSet.of([rule()]).version != RuleSet.of([rule(priority=1)]).version
