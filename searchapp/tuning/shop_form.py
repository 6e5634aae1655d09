"""The form of a rule that a seller writes for their own shop: one thing done to one item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.http import QueryDict

from searchapp.merchandising.shop_rules import acted_on
from searchapp.pipeline.plain_value import PlainValueError
from searchapp.pipeline.request import Kind
from searchapp.pipeline.rules import actions as do
from searchapp.pipeline.rules import triggers as when
from searchapp.pipeline.rules.plain import checked_rule, rule_to_plain
from searchapp.pipeline.rules.rule import Rule
from searchapp.pipeline.rules.schedule import Schedule
from searchapp.tuning.pages import number_of

ASKED: Mapping[str, str] = {
    "any": "for every search, and for who just looks around",
    "exact": "for exactly these words",
    "phrase": "for searches that have these words side by side",
}
ACTS: Mapping[str, str] = {
    "pin": "pin it to a position",
    "boost": "raise it",
    "bury": "lower it",
    "hide": "hide it",
}
_TRIGGERS: Mapping[str, type[when.Exact | when.Phrase]] = {
    "exact": when.Exact,
    "phrase": when.Phrase,
}
_FIELDS = {"when": "words", "do": "act", "schedule": "ends"}
_TEXTS = ("asked", "words", "act", "item", "position", "begins", "ends")


@dataclass(slots=True)
class ShopRuleForm:
    """What the fields say; `faults` has sentences by field, "others" for what has none.
    `item` is its kind, a slash and its id;
    the dates are days in UTC, both included.
    """

    asked: str = "any"
    words: str = ""
    act: str = "pin"
    item: str = ""
    position: str = "1"
    begins: str = ""
    ends: str = ""
    enabled: bool = True
    faults: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, rule: Rule) -> ShopRuleForm:
        """The form of a simple rule."""
        (trigger,), (action,) = rule.triggers, rule.actions
        item = acted_on(action)
        return cls(
            asked=next((name for name, of in _TRIGGERS.items() if type(trigger) is of), "any"),
            words=getattr(trigger, "text", ""),
            act=_act_of(action),
            item="" if item is None else f"{item.kind}/{item.id}",
            position=str(action.position) if isinstance(action, do.PinTo) else "1",
            begins=_day(rule.schedule.begins),
            ends=_day(rule.schedule.ends, is_end=True),
            enabled=rule.enabled,
        )

    @classmethod
    def read(cls, data: QueryDict) -> ShopRuleForm:
        """What was typed."""
        asked, words, act, item, position, begins, ends = (
            " ".join(data.get(name, "").split()) for name in _TEXTS
        )
        enabled = "enabled" in data
        return cls(asked, words, act, item, position, begins, ends, enabled)

    @property
    def chosen(self) -> do.Item | None:
        """The item that is named; None for what is no item's name."""
        kind, _, id_ = self.item.partition("/")
        if kind not in set(Kind) or not id_:
            return None
        return do.Item(Kind(kind), id_)

    def checked(self, key: str, seller: str, name: str, before: Rule | None) -> Rule | None:
        """The rule, if it can be used; else its faults stand at their fields. How far the rule that
        was there `before` moved the same item stays, and so do hours that no day says.
        """
        item, schedule = self.chosen, self._schedule(before)
        action = None if item is None else self._action(item, before)
        if item is None:
            self._tell("item", "Choose one of your items.")
        if self.asked != "any" and not self.words:
            self._tell("words", "Say for which words.")
        if self.faults or action is None:
            return None
        trigger: when.Trigger = when.AnyQuery()
        if self.asked in _TRIGGERS:
            trigger = _TRIGGERS[self.asked](self.words)
        rule = Rule(
            key,
            name,
            (trigger,),
            (action,),
            sellers=(seller,),
            schedule=schedule,
            enabled=self.enabled,
        )
        try:
            return checked_rule(key, rule_to_plain(rule))
        except PlainValueError as error:
            for each in error.faults:
                place = each.path.partition("[")[0].partition(".")[0]
                self._tell(
                    _FIELDS.get(place, "others"), f"{each.message[:1].upper()}{each.message[1:]}."
                )
        return None

    def _action(self, item: do.Item, before: Rule | None) -> do.Action | None:
        if self.act == "pin":
            position = number_of(self.position)
            if not position:
                self._tell("position", "Give a whole number, from 1 on.")
            return do.PinTo(item, position or 1)
        if self.act == "hide":
            return do.Hide(item)
        if self.act not in ACTS:
            self._tell("act", "Choose what is done.")
            return None
        was = before.actions[0] if before else None
        verb = do.Boost if self.act == "boost" else do.Bury
        return was if isinstance(was, verb) and was.target == item else verb(item)

    def _schedule(self, before: Rule | None) -> Schedule:
        was = before.schedule if before else Schedule()
        begins = self._moment("begins", was.begins)
        ends = self._moment("ends", was.ends, is_end=True)
        return Schedule(begins, ends, was.days, was.opens, was.closes, was.time_zone)

    def _moment(self, name: str, was: datetime | None, *, is_end: bool = False) -> datetime | None:
        text = getattr(self, name)
        if text == _day(was, is_end=is_end):
            return was
        try:
            day = date.fromisoformat(text) + timedelta(days=is_end)
        except (ValueError, OverflowError):
            if text:
                self._tell(name, "Give a day, such as 2026-12-31.")
            return None
        return datetime.combine(day, time.min, UTC)

    def _tell(self, name: str, said: str) -> None:
        self.faults.setdefault(name, []).append(said)


def is_simple(rule: Rule) -> bool:
    """Whether the form says all of the rule."""
    if rule.priority or rule.kinds or rule.languages or rule.segments:
        return False  # The shop set these.
    simple = len(rule.triggers) == len(rule.actions) == 1 and acted_on(rule.actions[0])
    return bool(simple) and isinstance(rule.triggers[0], when.Exact | when.Phrase | when.AnyQuery)


def _act_of(action: Any) -> str:
    kinds = {do.PinTo: "pin", do.Boost: "boost", do.Bury: "bury", do.Hide: "hide"}
    return kinds.get(type(action), "pin")


def _day(moment: datetime | None, *, is_end: bool = False) -> str:
    """The day of a moment in UTC; of an end the last day before it."""
    if moment is None:
        return ""
    at = moment.astimezone(UTC) - timedelta(microseconds=int(is_end))
    return at.date().isoformat()
