"""What is odd about rules is told, with the cure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time

from searchapp.pipeline.request import Kind
from searchapp.pipeline.rules import actions as do
from searchapp.pipeline.rules import triggers as when
from searchapp.pipeline.rules.linting import lint
from searchapp.pipeline.rules.rule import Rule
from searchapp.pipeline.rules.schedule import Schedule

NOW = datetime(2026, 3, 4, tzinfo=UTC).timestamp()
A, B = do.Item(Kind.PRODUCT, "a"), do.Item(Kind.PRODUCT, "b")


def rule(id_: str, *actions: do.Action, trigger: str = "t-shirts") -> Rule:
    return Rule(id_, f"Rule {id_}", (when.Exact(trigger),), actions)


def told(*rules: Rule) -> list[tuple[str, str, str]]:
    return [(each.rule, each.code, each.other) for each in lint(rules, NOW)]


def test_two_items_at_one_position() -> None:
    one, two = rule("1", do.PinTo(A, 1)), rule("2", do.PinTo(B, 1), trigger="T shirt")
    assert told(one, two) == [("2", "same position", "1")]
    assert "choose another position" in lint([one, two], NOW)[0].message
    assert told(one, replace(two, languages=("de",))) == [("2", "same position", "1")]
    assert not told(replace(one, languages=("en",)), replace(two, languages=("de",)))
    assert not told(one, rule("2", do.PinTo(B, 2)))


def test_an_item_that_is_hidden_and_pinned() -> None:
    assert told(rule("1", do.PinTo(A, 1)), rule("2", do.Hide(A))) == [("1", "hidden pin", "2")]
    assert told(rule("1", do.PinTo(A, 1), do.Hide(A))) == [("1", "hidden pin", "1")]


def test_a_rule_without_a_say() -> None:
    weighty = replace(rule("1", do.Redirect("/a/")), priority=1)
    light = rule("2", do.Redirect("/b/"))
    assert told(light, weighty) == [("2", "shadowed", "1")]
    assert not told(light, replace(weighty, segments=("vip",)))
    assert not told(light, replace(weighty, schedule=Schedule(opens=time(9), closes=time(10))))
    assert not told(light, replace(weighty, enabled=False))


def test_dates_in_the_past_and_days_that_never_come() -> None:
    over = Schedule(ends=datetime(2026, 3, 1, tzinfo=UTC))
    assert told(replace(rule("1", do.Hide(A)), schedule=over)) == [("1", "over", "")]
    never = Schedule(
        begins=datetime(2026, 3, 9, tzinfo=UTC),
        ends=datetime(2026, 3, 10, tzinfo=UTC),
        days=frozenset({3}),
    )
    assert told(replace(rule("1", do.Hide(A)), schedule=never)) == [("1", "never", "")]
