"""Rules are kept as plain values that people edit: nothing is lost, and every slip is named."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime, time, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchapp.pipeline.merchandising import Banner
from searchapp.pipeline.plain_value import PlainValueError
from searchapp.pipeline.request import AnyOf, Between, Filter, Kind
from searchapp.pipeline.rules import actions as do
from searchapp.pipeline.rules import triggers as when
from searchapp.pipeline.rules.plain import (
    DAYS,
    NAMES,
    TRIGGERS,
    checked_rule,
    rule_from_plain,
    rule_to_plain,
)
from searchapp.pipeline.rules.plain_actions import VERBS
from searchapp.pipeline.rules.rule import Rule
from searchapp.pipeline.rules.schedule import Schedule

AUTUMN: dict[str, Any] = {
    "name": "Autumn boots",
    "when": [{"phrase": "rain boots"}, {"recognised": "category", "value": "Shoes > Boots"}],
    "do": [
        {"boost": {"brand": ["Velo"]}, "strength": "strong"},
        {"pin": "B7", "kind": "product", "position": 1},
    ],
    "priority": 10,
    "schedule": {"begins": "2026-09-01T00:00:00+02:00", "days": ["saturday", "sunday"]},
}

texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)
numbers = st.floats(allow_nan=False, allow_infinity=False)
kinds = st.sampled_from(Kind)
items = st.builds(do.Item, kinds, texts)
filters: st.SearchStrategy[Filter] = st.builds(
    AnyOf, texts, st.lists(texts, max_size=3).map(tuple)
) | st.builds(Between, texts, st.none() | numbers, st.none() | numbers)
targets = items | filters
strengths = st.sampled_from(do.Strength) | numbers
places = st.integers(1, 1000)
rule_triggers = st.one_of(
    st.builds(when.Exact, texts),
    st.builds(when.Phrase, texts),
    st.builds(when.AllWords, texts),
    st.builds(when.Recognised, st.sampled_from(when.RECOGNISED_FIELDS), texts),
    st.builds(when.HasIntent, texts),
    st.builds(when.AnyQuery),
)
rule_actions = st.one_of(
    st.builds(do.Boost, targets, strengths),
    st.builds(do.Bury, targets, strengths),
    st.builds(
        do.Promote,
        kinds,
        st.lists(texts, max_size=3).map(tuple),
        st.lists(filters, max_size=3).map(tuple),
        numbers,
    ),
    st.builds(do.PinTo, items, places),
    st.builds(do.Hide, items),
    st.builds(do.Require, filters),
    st.builds(do.AddWords, texts),
    st.builds(do.RemoveWords, texts),
    st.builds(do.ReplaceWords, texts, texts),
    st.builds(do.Redirect, texts),
    st.builds(do.ShowBanner, st.builds(Banner, texts, texts, texts, texts)),
    st.builds(do.Slots, kinds, st.lists(places, max_size=4).map(tuple)),
)
zones = st.none() | st.integers(-1400, 1400).map(lambda each: timezone(timedelta(minutes=each)))
times = st.none() | st.datetimes(datetime(1970, 1, 3), datetime(2200, 1, 1), timezones=zones)
hours = st.none() | st.times()
schedules = st.builds(Schedule, times, times, st.frozensets(st.integers(0, 6)), hours, hours, texts)
rules = st.builds(
    Rule,
    st.just("1"),
    texts,
    st.lists(rule_triggers, max_size=3).map(tuple),
    st.lists(rule_actions, max_size=4).map(tuple),
    st.integers(-100, 100),
    st.lists(kinds, max_size=3).map(tuple),
    st.lists(texts, max_size=2).map(tuple),
    st.lists(texts, max_size=2).map(tuple),
    st.lists(texts, max_size=2).map(tuple),
    st.just(Schedule()) | schedules,
    st.booleans(),
)

_names = st.sampled_from(
    [
        *NAMES,
        *TRIGGERS,
        *VERBS,
        *Schedule.__slots__,
        *("kind", "strength", "factor", "position", "weight", "words", "value", "brand", "price"),
    ]
)
_leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["product", "brand", "strong", "B7", "08:00", "2026-09-01", *DAYS, "\ud800"])
)
anything = st.recursive(
    _leaves,
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(_names, parts, max_size=5),
    max_leaves=25,
)


@settings(deadline=None)
@given(rules)
def test_no_rule_loses_anything_as_a_plain_value(rule: Rule) -> None:
    plain = json.loads(json.dumps(rule_to_plain(rule)))
    assert rule_from_plain("1", plain) == rule
    assert rule_to_plain(rule_from_plain("1", plain)) == plain


def read_or_refuse(value: Any) -> None:
    try:
        checked_rule("1", value)
    except PlainValueError as error:
        assert error.faults
        assert all(fault.message for fault in error.faults)


@settings(deadline=None)
@given(anything)
def test_whatever_is_written_is_a_rule_or_has_its_faults_named(value: Any) -> None:
    read_or_refuse(value)


@settings(deadline=None)
@given(
    st.fixed_dictionaries(
        {"name": st.just("a"), "when": st.lists(anything), "do": st.lists(anything)},
        optional={"schedule": anything, "languages": anything, "kinds": anything},
    )
)
def test_whatever_stands_in_its_parts_too(value: Any) -> None:
    read_or_refuse(value)


def test_a_rule_reads_as_it_is_written() -> None:
    rule = checked_rule("autumn", AUTUMN)
    assert rule.triggers == (
        when.Phrase("rain boots"),
        when.Recognised("category", "Shoes > Boots"),
    )
    assert rule.actions == (
        do.Boost(AnyOf("brand", ("Velo",)), do.Strength.STRONG),
        do.PinTo(do.Item(Kind.PRODUCT, "B7"), 1),
    )
    assert rule.schedule.days == {5, 6}
    assert rule_to_plain(rule) == AUTUMN


def test_what_is_the_default_is_left_out() -> None:
    rule = Rule("1", "Sale", (when.AnyQuery(),), (do.Bury(do.Item(Kind.LIVE, "l")),))
    assert rule_to_plain(rule) == {
        "name": "Sale",
        "when": [{"any_query": True}],
        "do": [{"bury": "l", "kind": "live"}],
    }


def test_toml_may_have_its_own_times() -> None:
    toml = """
        name = "Happy hour"
        when = [{ any_query = true }]
        do = [
            { promote = [{ brand = ["Velo"] }, { price = { at_most = 50 } }], kind = "product" },
            { replace_by = "boots", words = "wellies" },
            { slots = [1, 4], kind = "video" },
        ]
        schedule = { begins = 2026-09-01T00:00:00Z, opens = 17:00:00, time_zone = "Europe/Berlin" }
    """
    rule = checked_rule("1", tomllib.loads(toml))
    assert rule.schedule.begins == datetime(2026, 9, 1, tzinfo=UTC)
    assert rule.schedule.opens == time(17)
    assert rule.actions[0] == do.Promote(
        Kind.PRODUCT, filters=(AnyOf("brand", ("Velo",)), Between("price", at_most=50.0))
    )


@pytest.mark.parametrize(
    ("changed", "path", "cure"),
    [
        ({"nmae": "x"}, "nmae", "use one of do, enabled"),
        ({"name": 5}, "name", "must be text, not a number"),
        ({"name": "\ud800"}, "name", "type it again"),
        ({"enabled": "no"}, "enabled", "must be true or false, not text"),
        ({"priority": 1.5}, "priority", "must be a whole number"),
        (
            {"do": [{"require": {"price": {"at_least": 2**63}}}]},
            "do[0].require.price.at_least",
            "give another",
        ),
        (
            {"do": [{"require": {"price": {"at_most": float("inf")}}}]},
            "do[0].require.price.at_most",
            "give another",
        ),
        ({"priority": 2**40}, "priority", "must lie between"),
        ({"kinds": ["products"]}, "kinds[0]", "use one of live, product, video"),
        ({"when": {"exact": "tv"}}, "when", "must be a list, not a table"),
        ({"when": [{"exact": "tv", "phrase": "tv"}]}, "when[0]", "write each for itself"),
        ({"when": [{"word": "tv"}]}, "when[0]", "use one of all_words"),
        ({"when": [{"any_query": False}]}, "when[0].any_query", "must be true"),
        ({"when": [{"recognised": "colour", "value": "red"}]}, "when[0].recognised", "brand"),
        ({"do": [{"pin": "B7", "kind": "product"}]}, "do[0].position", "is missing"),
        ({"do": [{"pin": "B7", "kind": "product", "position": 0}]}, "do[0].position", "between 1"),
        ({"do": [{"pin": "B7", "kind": "shoe", "position": 1}]}, "do[0].kind", "use one of"),
        ({"do": [{"hide": "B7", "kind": "product", "position": 1}]}, "do[0].position", "hide"),
        ({"do": [{"boost": 7}]}, "do[0].boost", "an item's id or a filter"),
        ({"do": [{"boost": {"brand": "Velo"}}]}, "do[0].boost.brand", "must be a list"),
        ({"do": [{"boost": {"price": {"from": 1}}}]}, "do[0].boost.price.from", "at_least"),
        ({"do": [{"boost": {"brand": ["V"]}, "kind": "live"}]}, "do[0].kind", "own kinds"),
        (
            {"do": [{"boost": {"brand": ["V"]}, "strength": "weak", "factor": 2}]},
            "do[0].factor",
            "give one of them",
        ),
        ({"do": [{"require": {}}]}, "do[0].require", "must name one field"),
        ({"schedule": {"begins": "soon"}}, "schedule.begins", "write one such as 2026-"),
        ({"schedule": {"days": ["caturday"]}}, "schedule.days[0]", "use one of friday"),
        ({"schedule": {"opens": "08:00+02:00"}}, "schedule.opens", "name it as the time_zone"),
    ],
)
def test_a_slip_is_named_where_it_is_with_the_cure(
    changed: dict[str, Any], path: str, cure: str
) -> None:
    with pytest.raises(PlainValueError) as refused:
        checked_rule("1", {**AUTUMN, **changed})
    (fault,) = refused.value.faults
    assert fault.path == path
    assert cure in fault.message


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"name": " "}, "name"),
        ({"when": [{"any_query": True}, {"exact": "!"}]}, "when[1]"),
        ({"do": [{"add_words": "boots"}, {"redirect": "sale"}]}, "do[1]"),
        ({"do": [{"promote": [], "kind": "product"}]}, "do[0]"),
        ({"do": [{"promote": ["B7", {"brand": ["V"]}], "kind": "product"}]}, "do[0]"),
        ({"do": [{"promote": [""], "kind": "product"}]}, "do[0]"),
        ({"do": [{"promote": [{"no": ["1"]}], "kind": "product"}]}, "do[0]"),
        ({"do": [{"promote": ["B7"], "kind": "product", "weight": 0}]}, "do[0]"),
        ({"schedule": {"time_zone": "Mars/Base"}}, "schedule"),
    ],
)
def test_what_no_rule_may_say_is_named_too(changed: dict[str, Any], path: str) -> None:
    with pytest.raises(PlainValueError) as refused:
        checked_rule("1", {**AUTUMN, **changed})
    assert [fault.path for fault in refused.value.faults] == [path]


def test_all_slips_are_told_at_once() -> None:
    slips = {"when": [{}], "do": [{"pin": 7, "kind": "shoe"}], "prio": 1}
    with pytest.raises(PlainValueError) as refused:
        checked_rule("1", slips)
    assert {fault.path for fault in refused.value.faults} == {
        "prio", "name", "when[0]", "do[0].pin", "do[0].kind", "do[0].position",
    }  # fmt: skip
    assert "do[0].position: is missing; give a whole number" in str(refused.value)
