"""What is odd about rules is told, with the cure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.query import AnalyzedQuery
from searchapp.pipeline.request import Kind, SearchRequest
from searchapp.pipeline.rules import actions as do
from searchapp.pipeline.rules import triggers as when
from searchapp.pipeline.rules.coverage import Coverage, keys_of
from searchapp.pipeline.rules.linting import lint
from searchapp.pipeline.rules.matcher import Matcher
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
    assert not told(replace(one, sellers=("a",)), replace(two, sellers=("b",)))
    assert told(replace(one, sellers=("a", "b")), replace(two, sellers=("b",)))
    assert not told(one, rule("2", do.PinTo(B, 2)))


def test_an_item_that_is_hidden_and_pinned() -> None:
    assert told(rule("1", do.PinTo(A, 1)), rule("2", do.Hide(A))) == [("1", "hidden pin", "2")]
    assert told(rule("1", do.PinTo(A, 1), do.Hide(A))) == [("1", "hidden pin", "1")]


def test_a_rule_without_a_say() -> None:
    weighty = replace(rule("1", do.Redirect("/a/")), priority=1)
    light = rule("2", do.Redirect("/b/"))
    assert told(light, weighty) == [("2", "shadowed", "1")]
    assert not told(light, replace(weighty, segments=("vip",)))
    assert not told(light, replace(weighty, sellers=("harbour",)))
    assert told(replace(light, sellers=("harbour",)), weighty) == [("2", "shadowed", "1")]
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


def of(id_: str, trigger: when.Trigger, *actions: do.Action, **more: object) -> Rule:
    return replace(Rule(id_, f"Rule {id_}", (trigger,), actions), **more)  # type: ignore[arg-type]


WIDER = [
    (when.AnyQuery(), when.Exact("red shoes")),
    (when.AnyQuery(), when.HasIntent("returns")),
    (when.Phrase("shoes"), when.Exact("red shoes")),
    (when.Phrase("Red Shoe"), when.Exact("red shoes")),
    (when.Phrase("red shoes"), when.Phrase("red shoes for men")),
    (when.AllWords("shoes red"), when.Exact("red running shoes")),
    (when.AllWords("men"), when.AllWords("shoes men")),
    (when.Phrase("men"), when.AllWords("shoes men")),
    (when.Recognised("category", "Shoes"), when.Recognised("category", "shoes > boots")),
]
APART = [
    (when.Exact("red shoes"), when.Phrase("red shoes")),
    (when.Phrase("red shoes"), when.AllWords("red shoes")),
    (when.Phrase("red shoes"), when.Exact("red running shoes")),
    (when.AllWords("red boots"), when.Exact("red shoes")),
    (when.Recognised("category", "Shoes > Boots"), when.Recognised("category", "Shoes")),
    (when.Recognised("category", "Shoe"), when.Recognised("category", "Shoes > Boots")),
    (when.Recognised("brand", "Velo"), when.Exact("velo")),
    (when.HasIntent("returns"), when.AnyQuery()),
]


@pytest.mark.parametrize(("wide", "narrow"), WIDER)
def test_a_wider_trigger_that_comes_first_leaves_no_say(
    wide: when.Trigger, narrow: when.Trigger
) -> None:
    above, below = of("1", wide, do.Redirect("/a/")), of("2", narrow, do.Redirect("/b/"))
    assert told(above, below) == [("2", "shadowed", "1")]
    assert not told(below, above)
    assert not told(above, replace(below, priority=1))
    also = replace(below, triggers=(narrow, when.Exact("something else")))
    assert bool(told(above, also)) == isinstance(wide, when.AnyQuery)


@pytest.mark.parametrize(("wide", "narrow"), WIDER)
def test_a_pin_for_fewer_searches_gives_way_only_to_one_that_comes_first(
    wide: when.Trigger, narrow: when.Trigger
) -> None:
    above, below = of("1", wide, do.PinTo(A, 1)), of("2", narrow, do.PinTo(B, 1))
    assert told(above, below) == [("2", "same position", "1")]
    assert "raise the priority" in lint([above, below], NOW)[0].message
    assert not told(below, above)
    assert not told(above, replace(below, priority=1))
    assert not told(replace(above, languages=("de",)), replace(below, languages=("en",)))


@pytest.mark.parametrize(("wide", "narrow"), WIDER)
def test_a_pin_is_hidden_by_whatever_hides_in_more_searches(
    wide: when.Trigger, narrow: when.Trigger
) -> None:
    hiding, pinning = of("1", wide, do.Hide(A)), of("2", narrow, do.PinTo(A, 1), priority=5)
    assert told(hiding, pinning) == [("2", "hidden pin", "1")]
    assert not told(of("1", narrow, do.Hide(A)), of("2", wide, do.PinTo(A, 1)))


@pytest.mark.parametrize(("wide", "narrow"), APART)
def test_triggers_that_do_not_imply_each_other_are_left_alone(
    wide: when.Trigger, narrow: when.Trigger
) -> None:
    redirects = of("1", wide, do.Redirect("/a/")), of("2", narrow, do.Redirect("/b/"))
    assert not told(*redirects)
    assert not told(of("1", wide, do.PinTo(A, 1)), of("2", narrow, do.PinTo(B, 1)))
    assert not told(of("1", wide, do.Hide(A)), of("2", narrow, do.PinTo(A, 1)))


def test_rules_of_other_days_or_hours_do_not_clash() -> None:
    def pins(first: Schedule, second: Schedule) -> list[tuple[str, str, str]]:
        return told(
            replace(rule("1", do.PinTo(A, 1)), schedule=first),
            replace(rule("2", do.PinTo(B, 1)), schedule=second),
        )

    monday, tuesday = Schedule(days=frozenset({0})), Schedule(days=frozenset({1}))
    assert not pins(monday, tuesday)
    assert pins(monday, Schedule(days=frozenset({0, 1})))
    assert pins(monday, replace(tuesday, time_zone="Asia/Tokyo"))
    night = replace(monday, opens=time(22), closes=time(4))
    assert pins(night, tuesday)
    assert not pins(Schedule(opens=time(8), closes=time(12)), Schedule(opens=time(12)))
    assert pins(Schedule(opens=time(8), closes=time(12)), Schedule(opens=time(11)))


def test_rules_for_other_kinds_share_a_row() -> None:
    one = replace(rule("1", do.PinTo(A, 1)), kinds=(Kind.PRODUCT,))
    two = replace(rule("2", do.PinTo(do.Item(Kind.VIDEO, "v"), 1)), kinds=(Kind.VIDEO,))
    assert told(one, two) == [("2", "same position", "1")]


WORDS = st.lists(st.sampled_from("abc"), min_size=1, max_size=3).map(" ".join)
WORDED = (
    st.builds(when.Exact, WORDS) | st.builds(when.Phrase, WORDS) | st.builds(when.AllWords, WORDS)
)


@given(st.lists(WORDED, min_size=2, max_size=6), st.lists(st.sampled_from("abcd"), max_size=5))
def test_a_wider_trigger_holds_in_every_query_of_the_narrower(
    triggers: list[when.Trigger], said: list[str]
) -> None:
    rules = [of(str(place), each, do.Hide(A)) for place, each in enumerate(triggers)]
    coverage = Coverage.of(key for each in rules for key in keys_of(each))
    text = " ".join(said)
    query = AnalyzedQuery(text, text, "en")
    met = Matcher.of(rules).matches(query, SearchRequest(text), NOW)
    keys = {key for each in met for key in keys_of(each)}
    assert all(coverage.wider(key) <= keys for key in keys)


@settings(max_examples=40, deadline=None)
@given(WORDED, WORDED)
def test_every_wider_trigger_is_found(one: when.Trigger, other: when.Trigger) -> None:
    (first,), (second,) = keys_of(of("1", one, do.Hide(A))), keys_of(of("2", other, do.Hide(A)))
    rules = [of("1", one, do.Hide(A)), of("2", other, do.Hide(A))]
    matcher = Matcher.of(rules)
    texts = [" ".join(words) for n in range(1, 6) for words in product("abcd", repeat=n)]
    holds: dict[str, list[bool]] = {"1": [], "2": []}
    for text in texts:
        query = AnalyzedQuery(text, text, "en")
        met = {each.id for each in matcher.matches(query, SearchRequest(text), NOW)}
        for id_, held in holds.items():
            held.append(id_ in met)
    implied = all(b for a, b in zip(holds["1"], holds["2"], strict=True) if a)
    assert implied == (first == second or second in Coverage.of([first, second]).wider(first))


def test_an_intent_that_the_shop_does_not_have() -> None:
    one = Rule("1", "Orders", (when.HasIntent("order-status"), when.Exact("a")), (do.Hide(A),))
    (said,) = lint([one], NOW, {"returns"})
    assert (said.rule, said.code) == ("1", "unknown intent")
    assert "the intent “order-status”, which no query can have; choose one" in said.message
    assert not lint([one], NOW, {"order-status"})
    assert not lint([one], NOW), "where the intents are not known nothing is said of them"
    assert not lint([replace(one, enabled=False)], NOW, ())
