"""Rules as plain values that people keep in git and edit by hand, in TOML or JSON.

    {
      "name": "Autumn boots",
      "when": [{"phrase": "rain boots"}, {"recognised": "category", "value": "Shoes > Boots"}],
      "do": [
        {"boost": {"brand": ["Velo"]}, "strength": "strong"},
        {"pin": "B7", "kind": "product", "position": 1}
      ],
      "schedule": {"begins": "2026-09-01T00:00:00+02:00", "days": ["saturday", "sunday"]}
    }

What is the default is left out; docs/rules.md has all names.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any, TypeVar

from searchapp.pipeline.plain_value import Given, PlainFault, PlainValueError
from searchapp.pipeline.request import Kind
from searchapp.pipeline.rules import triggers as when
from searchapp.pipeline.rules.plain_actions import action_to_plain, read_action
from searchapp.pipeline.rules.rule import Rule
from searchapp.pipeline.rules.schedule import ALWAYS, Schedule
from searchapp.pipeline.rules.validity import problems

NAMES = (
    "name", "when", "do", "priority", "kinds", "languages", "segments", "sellers",
    "schedule", "enabled",
)  # fmt: skip
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TRIGGERS: Mapping[str, tuple[str, ...]] = {
    "exact": (),
    "phrase": (),
    "all_words": (),
    "recognised": ("value",),
    "intent": (),
    "any_query": (),
}
"""The names that say for which queries a rule is, and those that may stand beside each."""
_PATHS = {"triggers": "when", "actions": "do"}
T = TypeVar("T", datetime, time)


def rule_to_plain(rule: Rule) -> dict[str, Any]:
    """The rule without its id as JSON values, without what is the default. Its days are those of a
    week.
    """
    plain: dict[str, Any] = {
        "name": rule.name,
        "when": [_trigger_to_plain(each) for each in rule.triggers],
        "do": [action_to_plain(each) for each in rule.actions],
        "priority": rule.priority,
        "kinds": [str(each) for each in rule.kinds],
        "languages": list(rule.languages),
        "segments": list(rule.segments),
        "sellers": list(rule.sellers),
        "schedule": _schedule_to_plain(rule.schedule),
    }
    kept = {name: value for name, value in plain.items() if value or name in ("name", "when", "do")}
    return kept if rule.enabled else {**kept, "enabled": False}


def rule_from_plain(id_: str, value: object) -> Rule:
    """The rule `id_` of a plain value.

    Raises PlainValueError with all unknown names and wrong types; what a rule may say is checked by
    `checked_rule`.
    """
    given = Given(value)
    parts = given.table(NAMES)
    rule = Rule(
        id=id_,
        name=parts["name"].text(),
        triggers=tuple(
            trigger
            for each in parts["when"].items()
            if (trigger := _read_trigger(each)) is not None
        ),
        actions=tuple(
            action for each in parts["do"].items() if (action := read_action(each)) is not None
        ),
        priority=parts["priority"].whole(0),
        kinds=tuple(each.member(Kind) for each in parts["kinds"].items(())),
        languages=parts["languages"].texts(()),
        segments=parts["segments"].texts(()),
        sellers=parts["sellers"].texts(()),
        schedule=_read_schedule(parts["schedule"]),
        enabled=parts["enabled"].flag(True),
    )
    given.end()
    return rule


def checked_rule(id_: str, value: object) -> Rule:
    """The rule of a plain value, if it can be used. Raises PlainValueError with all that is wrong,
    as `validity.problems` tells it.
    """
    rule = rule_from_plain(id_, value)
    faults = [
        PlainFault(
            _PATHS.get(each.field, each.field) + ("" if each.place is None else f"[{each.place}]"),
            each.message,
        )
        for each in problems(rule)
    ]
    if faults:
        raise PlainValueError(faults)
    return rule


def _trigger_to_plain(trigger: when.Trigger) -> dict[str, Any]:
    match trigger:
        case when.Exact(text):
            return {"exact": text}
        case when.Phrase(text):
            return {"phrase": text}
        case when.AllWords(text):
            return {"all_words": text}
        case when.Recognised(field, value):
            return {"recognised": field, "value": value}
        case when.HasIntent(name):
            return {"intent": name}
        case when.AnyQuery():
            return {"any_query": True}


def _read_trigger(given: Given) -> when.Trigger | None:
    name, parts = given.variant(TRIGGERS)
    said = parts[name]
    match name:
        case "exact":
            return when.Exact(said.text())
        case "phrase":
            return when.Phrase(said.text())
        case "all_words":
            return when.AllWords(said.text())
        case "recognised":
            return when.Recognised(said.one_of(when.RECOGNISED_FIELDS), parts["value"].text())
        case "intent":
            return when.HasIntent(said.text())
        case "any_query":
            if not said.flag():
                said.wrong("must be true; leave it out where the rule is not for every query")
            return when.AnyQuery()
    return None


def _schedule_to_plain(schedule: Schedule) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for name, moment in (("begins", schedule.begins), ("ends", schedule.ends)):
        if moment is not None:
            plain[name] = moment.isoformat()
    if schedule.days:
        plain["days"] = [DAYS[day] for day in sorted(schedule.days)]
    for name, hour in (("opens", schedule.opens), ("closes", schedule.closes)):
        if hour is not None:
            is_round = not (hour.second or hour.microsecond)
            plain[name] = hour.isoformat("minutes" if is_round else "auto")
    if schedule.time_zone != ALWAYS.time_zone:
        plain["time_zone"] = schedule.time_zone
    return plain


def _read_schedule(given: Given) -> Schedule:
    if not given.is_there:
        return ALWAYS
    parts = given.table(Schedule.__slots__)
    days = parts["days"].items(())
    names = [each.one_of(DAYS) for each in days]
    schedule = Schedule(
        begins=_read_time(parts["begins"], datetime, "2026-09-01T00:00:00+02:00"),
        ends=_read_time(parts["ends"], datetime, "2026-10-01T00:00:00+02:00"),
        days=frozenset(DAYS.index(name) for name in names if name in DAYS),
        opens=_read_time(parts["opens"], time, "08:00"),
        closes=_read_time(parts["closes"], time, "20:00"),
        time_zone=parts["time_zone"].text(ALWAYS.time_zone),
    )
    for name in ("opens", "closes"):
        if getattr(schedule, name) is not None and getattr(schedule, name).tzinfo is not None:
            parts[name].wrong("has a time zone; leave it out, and name it as the time_zone")
    return ALWAYS if schedule == ALWAYS else schedule


def _read_time(given: Given, of: type[T], example: str) -> T | None:
    """A time as text, or as TOML has it; None where nothing is written."""
    if not given.is_there:
        return None
    if isinstance(given.value, of):
        return given.value
    text = given.text()
    try:
        return of.fromisoformat(text)
    except ValueError:
        if isinstance(given.value, str):
            given.wrong(f"{text!r} is no time; write one such as {example}")
        return None
