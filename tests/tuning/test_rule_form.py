"""No rule loses anything on its way through the form."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given, settings

from searchapp.merchandising.rule_fields.plain_rows import action_of, rows_of
from searchapp.pipeline.rules.plain import rule_to_plain
from searchapp.pipeline.rules.rule import Rule
from searchapp.tuning.rule_form import RuleForm
from tests.rules.test_plain import rules

BOOTS: dict[str, Any] = {"name": "Boots", "when": [{"exact": "boots"}], "do": [{"redirect": "/b/"}]}


def typed(form: RuleForm, **fields: object) -> QueryDict:
    """What a browser sends of the form, with other texts in some fields."""
    data = QueryDict(mutable=True)
    for row in (*form.triggers, *form.actions):
        data[f"{row.prefix}-is"] = row.is_
        for name, text in row.texts.items():
            data[f"{row.prefix}-{name}"] = text
    for name, value in form.schedule.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    data["name"], data["priority"], data["segments"] = form.name, form.priority, form.segments
    data["sellers"] = form.sellers
    data.setlist("kinds", form.kinds)
    data.setlist("languages", form.languages)
    if form.enabled:
        data["enabled"] = "on"
    for name, value in fields.items():
        data.setlist(name, value if isinstance(value, list) else [str(value)])
    return data


@settings(deadline=None)
@given(rules)
def test_no_action_loses_anything_in_its_fields(rule: Rule) -> None:
    plain = rule_to_plain(rule)
    assert [action_of(row) for row in rows_of(plain)[1]] == plain["do"]


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"when": [{"phrase": "rain boots"}, {"recognised": "category", "value": "Shoes > Boots"}]},
        {"when": [{"any_query": True}]},
        {"when": [{"intent": "order-status"}, {"all_words": "a b"}]},
        {"priority": -3, "enabled": False},
        {"kinds": ["product", "video"], "languages": ["de", "xx"], "segments": ["vip", "new"]},
        {"sellers": ["harbour", "summit"]},
        {
            "do": [
                {"boost": "B7", "kind": "video"},
                {"bury": {"brand": ["A, B", "C"]}, "factor": 0.5},
            ]
        },
        {"do": [{"require": {"price": {"at_least": 10.0}}}, {"slots": [2, 6], "kind": "live"}]},
        {"do": [{"promote": [{"brand": ["A"]}, {"colour": ["red"]}], "kind": "product"}]},
        {"do": [{"banner": {"title": "Sale", "text": "Now", "link": "/s/"}}]},
        {"schedule": {"time_zone": "Europe/Berlin"}},
        {"schedule": {"begins": "2026-09-01T00:00:00+02:00", "days": ["monday", "sunday"]}},
        {
            "schedule": {
                "ends": "2026-09-01T10:30:15+02:00",
                "opens": "08:00",
                "closes": "20:00",
                "time_zone": "Europe/Berlin",
            }
        },
    ],
)
def test_a_rule_that_is_sent_as_it_is_stays_as_it_is(changed: dict[str, Any]) -> None:
    plain = {**BOOTS, **changed}
    form = RuleForm.read(typed(RuleForm.of(plain)), plain)
    assert form.plain == plain


def test_times_are_those_of_the_time_zone() -> None:
    plain = {**BOOTS, "schedule": {"begins": "2026-09-01T00:00:00+02:00"}}
    shown = RuleForm.of(plain)
    assert shown.schedule["begins"] == "2026-08-31T22:00"
    sent = typed(shown, begins="2026-12-01T09:00", time_zone="America/New_York")
    schedule = RuleForm.read(sent, plain).plain["schedule"]
    assert schedule == {"begins": "2026-12-01T09:00:00-05:00", "time_zone": "America/New_York"}


@pytest.mark.parametrize(
    ("fields", "where", "said"),
    [
        ({"name": ""}, "name", "Is missing"),
        ({"priority": "high"}, "priority", "whole number"),
        ({"begins": "soon"}, "begins", "no time"),
        ({"time_zone": "Mars/Base"}, "schedule", "unknown"),
        ({"opens": "08:00", "closes": "08:00"}, "schedule", "same hour"),
        ({"kinds": ["shoe"]}, "kinds", "unknown"),
    ],
)
def test_what_is_wrong_stands_at_its_field(
    fields: dict[str, object], where: str, said: str
) -> None:
    form = RuleForm.read(typed(RuleForm.of(BOOTS), **fields), BOOTS)
    assert form.checked("r") is None
    assert said in " ".join(form.faults[where])


@pytest.mark.parametrize(
    ("action", "text", "said"),
    [
        ({"pin": "B7", "kind": "product", "position": 1}, {"position": "first"}, "whole number"),
        ({"pin": "B7", "kind": "product", "position": 1}, {"position": "0"}, "between 1"),
        ({"pin": "B7", "kind": "product", "position": 1}, {"id": ""}, "is missing"),
        ({"boost": {"brand": ["A"]}}, {"strength": "factor", "factor": "0.5"}, "raises nothing"),
        ({"require": {"brand": ["A"]}}, {"at_least": "1"}, "can't be filtered"),
        ({"redirect": "/b/"}, {"url": "javascript:alert(1)"}, "is no address"),
        ({"promote": ["A"], "kind": "product"}, {"weight": "-1"}, "promotes nothing"),
    ],
)
def test_what_is_wrong_with_an_action_stands_at_its_row(
    action: dict[str, Any], text: dict[str, str], said: str
) -> None:
    plain = {**BOOTS, "do": [{"add_words": "x"}, action]}
    fields = {f"do-1-{name}": value for name, value in text.items()}
    form = RuleForm.read(typed(RuleForm.of(plain), **fields), plain)
    assert form.checked("r") is None
    assert said in " ".join(form.actions[1].faults)
    assert not form.actions[0].faults


def test_rows_are_added_and_removed() -> None:
    form = RuleForm.of(BOOTS)
    assert form.apply(QueryDict("add-do=1&new-do=hide"))
    assert form.apply(QueryDict("add-when=1&new-when=brand"))
    assert [row.is_ for row in form.actions] == ["redirect", "hide"]
    assert form.apply(QueryDict("take-away=do-0"))
    assert [(row.prefix, row.is_) for row in form.actions] == [("do-0", "hide")]
    assert form.apply(QueryDict("add-do=1&new-do=nonsense"))
    assert len(form.actions) == 1
    assert not form.apply(QueryDict("name=x"))
