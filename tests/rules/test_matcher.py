"""Which rules a query meets."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.normalization import normalize
from analyzers.query import AnalyzedQuery, Entity, Intent
from searchapp.pipeline.request import AnyOf, Between, Filter, Kind, SearchRequest
from searchapp.pipeline.rules import triggers as when
from searchapp.pipeline.rules.actions import Redirect
from searchapp.pipeline.rules.matcher import Matcher
from searchapp.pipeline.rules.rule import Rule, shop_of
from searchapp.pipeline.rules.schedule import Schedule

ACTION = Redirect("/sale/")
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC).timestamp()  # a Wednesday


def rule(*triggers: when.Trigger, id_: str = "r", **limits: Any) -> Rule:
    return Rule(id_, id_, triggers, (ACTION,), **limits)


def query(text: str, **found: Any) -> AnalyzedQuery:
    return AnalyzedQuery(text, normalize(text), found.pop("language", "en"), **found)


def meets(
    wanted: Rule, asked: AnalyzedQuery, request: SearchRequest | None = None, now: float = NOW
) -> bool:
    return bool(Matcher.of([wanted]).matches(asked, request or SearchRequest(), now))


@pytest.mark.parametrize("written", ["T-Shirts", "t shirt", "T-SHIRT", "t–shirts"])
def test_words_are_folded_as_those_of_synonyms(written: str) -> None:
    for typed in ("t shirt", "T-Shirts"):
        assert meets(rule(when.Exact(written)), query(typed))


def test_each_trigger_meets_its_queries_only() -> None:
    assert not meets(rule(when.Exact("red shoes")), query("red shoes women"))
    assert meets(rule(when.Phrase("red shoes")), query("cheap red shoe women"))
    assert not meets(rule(when.Phrase("red shoes")), query("shoes red"))
    assert meets(rule(when.AllWords("red shoes")), query("shoes that are red"))
    assert not meets(rule(when.AllWords("red shoes")), query("red boots"))
    assert meets(rule(when.AnyQuery()), query(""))
    guide = query("how to", intents=(Intent("guide", 0.9, ""),))
    assert meets(rule(when.HasIntent("guide")), guide)
    assert not meets(rule(when.HasIntent("guide")), query("how to"))


def test_a_category_is_met_by_those_below_it_and_only_if_sure() -> None:
    below = Entity("category", ("Home > Kitchen",), 0, 7, 0.9, "")
    doubtful = Entity("category", ("Home > Kitchen",), 0, 7, 0.4, "")
    assert meets(rule(when.Recognised("category", "home")), query("kitchen", entities=(below,)))
    assert not meets(rule(when.Recognised("category", "Home > K")), query("", entities=(below,)))
    assert not meets(rule(when.Recognised("category", "Home")), query("", entities=(doubtful,)))


def test_a_rule_is_for_its_languages_segments_and_kinds() -> None:
    any_query = when.AnyQuery()
    assert not meets(rule(any_query, languages=("de",)), query("a"))
    assert meets(rule(any_query, languages=("de",)), query("a", language="de"))
    assert not meets(rule(any_query, segments=("vip",)), query("a"))
    assert meets(rule(any_query, segments=("vip",)), query("a"), SearchRequest(segment="vip"))
    products = SearchRequest(kinds=(Kind.PRODUCT,))
    assert not meets(rule(any_query, kinds=(Kind.VIDEO,)), query("a"), products)
    assert not meets(rule(any_query, enabled=False), query("a"))


seller_ids = st.sampled_from(["harbour", "summit", "alpine"])
filters: st.SearchStrategy[Filter] = (
    st.builds(AnyOf, st.just("seller"), st.lists(seller_ids, max_size=3).map(tuple))
    | st.builds(AnyOf, st.just("brand"), st.lists(seller_ids, max_size=2).map(tuple))
    | st.just(Between("price", 1, 2))
)


def in_shop(*sellers: str) -> SearchRequest:
    return SearchRequest(filters=(Between("price", 1, 9), AnyOf("seller", sellers)))


def test_a_rule_for_a_seller_holds_where_only_that_sellers_items_are_asked_for() -> None:
    wanted = rule(when.AnyQuery(), sellers=("harbour", "alpine"))
    assert meets(wanted, query("a"), in_shop("harbour"))
    assert meets(wanted, query("a"), in_shop("alpine", "alpine"))
    assert not meets(wanted, query("a"))
    assert not meets(wanted, query("a"), in_shop("summit"))
    assert not meets(wanted, query("a"), in_shop("harbour", "alpine"))
    named = SearchRequest(filters=(AnyOf("brand", ("harbour",)),), segment="harbour")
    assert not meets(wanted, query("harbour"), named)
    assert meets(rule(when.AnyQuery()), query("a"), in_shop("summit"))


@given(st.lists(filters, max_size=4).map(tuple), seller_ids)
def test_a_search_is_in_a_shop_where_its_filters_let_one_seller_pass(
    asked: tuple[Filter, ...], id_: str
) -> None:
    def passes(seller: str) -> bool:
        chosen = [each for each in asked if isinstance(each, AnyOf) and each.field == "seller"]
        return bool(chosen) and all(seller in each.values for each in chosen)

    others = [each for each in ("harbour", "summit", "alpine") if each != id_]
    assert (shop_of(SearchRequest(filters=asked)) == id_) == (
        passes(id_) and not any(map(passes, others))
    )
    wanted = rule(when.AnyQuery(), sellers=(id_,))
    assert meets(wanted, query("a"), SearchRequest(filters=asked)) == (
        shop_of(SearchRequest(filters=asked)) == id_
    )


@pytest.mark.parametrize(
    ("schedule", "hour", "holds"),
    [
        (Schedule(begins=datetime(2026, 3, 4, 12, tzinfo=UTC)), 12, True),
        (Schedule(ends=datetime(2026, 3, 4, 12, tzinfo=UTC)), 12, False),
        (Schedule(days=frozenset({2})), 12, True),
        (Schedule(days=frozenset({3})), 12, False),
        (Schedule(opens=time(9), closes=time(17)), 17, False),
        (Schedule(opens=time(9), closes=time(17), time_zone="America/New_York"), 21, True),
        (Schedule(days=frozenset({1}), opens=time(22), closes=time(2)), 1, True),
        (Schedule(days=frozenset({2}), opens=time(22), closes=time(2)), 1, False),
        (Schedule(days=frozenset({2}), opens=time(22)), 23, True),
    ],
)
def test_a_rule_holds_at_its_times(schedule: Schedule, hour: int, holds: bool) -> None:
    now = datetime(2026, 3, 4, hour, tzinfo=UTC).timestamp()
    assert schedule.holds(now) is holds


def test_the_weightiest_come_first_and_equals_in_their_order() -> None:
    rules = [
        rule(when.AnyQuery(), id_="a"),
        rule(when.Exact("tv"), id_="b", priority=5),
        rule(when.Phrase("tv"), id_="c"),
    ]
    met = Matcher.of(rules).matches(query("tv"), SearchRequest(), NOW)
    assert [each.id for each in met] == ["b", "a", "c"]


WORDS = st.lists(
    st.sampled_from(["red", "Shoes", "shoe", "t-shirt", "50 ml", "é", "tv"]), max_size=5
)
TEXTS = WORDS.map(" ".join)
NAMED = TEXTS.filter(bool)
TRIGGERS = st.one_of(
    NAMED.map(when.Exact),
    NAMED.map(when.Phrase),
    NAMED.map(when.AllWords),
    st.just(when.AnyQuery()),
)


def naive(trigger: when.Trigger, words: tuple[str, ...]) -> bool:
    """Each trigger by its definition."""
    if isinstance(trigger, when.AnyQuery):
        return True
    assert isinstance(trigger, when.Exact | when.Phrase | when.AllWords)
    wanted = when.trigger_words(trigger.text)
    if isinstance(trigger, when.Exact):
        return words == wanted
    if isinstance(trigger, when.AllWords):
        return set(wanted) <= set(words)
    return any(words[at : at + len(wanted)] == wanted for at in range(len(words)))


@given(st.lists(st.lists(TRIGGERS, min_size=1, max_size=3), max_size=8), TEXTS)
def test_the_hashes_find_what_looking_at_every_rule_finds(
    triggers: list[list[when.Trigger]], text: str
) -> None:
    rules = [rule(*each, id_=str(place)) for place, each in enumerate(triggers)]
    words = when.trigger_words(text)
    expected = [each.id for each in rules if any(naive(one, words) for one in each.triggers)]
    met = Matcher.of(rules).matches(query(text), SearchRequest(), NOW)
    assert [each.id for each in met] == expected


def test_a_search_asks_the_rules_of_its_own_shop_and_those_for_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    admits = Rule.admits

    def counted(self: Rule, *args: Any) -> bool:
        asked.append(self.id)
        return admits(self, *args)

    monkeypatch.setattr(Rule, "admits", counted)
    shops = [rule(when.AnyQuery(), id_=f"s{n}", sellers=(f"s{n}",)) for n in range(50)]
    matcher = Matcher.of([*shops, rule(when.AnyQuery(), id_="all")])
    assert [each.id for each in matcher.matches(query("x"), SearchRequest(), NOW)] == ["all"]
    assert asked == ["all"]
    asked.clear()
    found = matcher.matches(query("x"), in_shop("s7"), NOW)
    assert {each.id for each in found} == {"s7", "all"}
    assert set(asked) == {"s7", "all"}
