"""The form of a rule: read from what was typed, with what is wrong told at its field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from searchapp.merchandising.rule_fields.description import ACTIONS, TRIGGERS
from searchapp.merchandising.rule_fields.faults import place_of
from searchapp.merchandising.rule_fields.plain_rows import action_of, rows_of, trigger_of
from searchapp.merchandising.rule_fields.rows import Row, read_rows
from searchapp.merchandising.rule_fields.times import NAMES, read_schedule, schedule_fields
from searchapp.pipeline.plain_value import PlainValueError
from searchapp.pipeline.rules.plain import checked_rule, rule_from_plain, rule_to_plain
from searchapp.pipeline.rules.rule import Rule

NEW: Mapping[str, Any] = {"name": "", "when": [{"exact": ""}], "do": []}


@dataclass(slots=True)
class RuleForm:
    """What the fields say. `faults` has sentences by the field, "" for what is about the whole;
    those of triggers and actions stand at their rows.
    """

    name: str
    enabled: bool
    priority: str
    kinds: list[str]
    languages: list[str]
    segments: str
    sellers: str
    schedule: dict[str, Any]
    triggers: list[Row]
    actions: list[Row]
    plain_schedule: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> RuleForm:
        """The form of a rule as it is."""
        try:
            plain = rule_to_plain(rule_from_plain("shown", plain))
        except PlainValueError:
            plain = {**NEW, "name": str(plain.get("name", ""))}
        triggers, actions = rows_of(plain)
        schedule = plain.get("schedule", {})
        return cls(
            plain["name"],
            plain.get("enabled", True),
            str(plain.get("priority", 0)),
            list(plain.get("kinds", ())),
            list(plain.get("languages", ())),
            ", ".join(plain.get("segments", ())),
            ", ".join(plain.get("sellers", ())),
            schedule_fields(schedule),
            triggers,
            actions,
            dict(schedule),
        )

    @classmethod
    def read(cls, data: QueryDict, before: Mapping[str, Any]) -> RuleForm:
        """What was typed; `before` is the plain value that was shown."""
        texts = {name: data.get(name, "") for name in data}
        triggers, actions = read_rows(texts)
        schedule = {**{each: texts.get(each, "") for each in NAMES}, "days": data.getlist("days")}
        return cls(
            " ".join(texts.get("name", "").split()),
            "enabled" in data,
            texts.get("priority", "").strip() or "0",
            data.getlist("kinds"),
            data.getlist("languages"),
            texts.get("segments", ""),
            texts.get("sellers", ""),
            schedule,
            triggers,
            actions,
            read_schedule(texts, data.getlist("days"), before.get("schedule", {})),
        )

    @property
    def plain(self) -> dict[str, Any]:
        """The plain value that the fields say."""
        priority: Any = self.priority
        if re.fullmatch(r"[+-]?\d{1,12}", priority):
            priority = int(priority)
        plain = {
            "name": self.name,
            "when": [trigger_of(row) for row in self.triggers],
            "do": [action_of(row) for row in self.actions],
            "priority": priority,
            "kinds": self.kinds,
            "languages": self.languages,
            "segments": _parts(self.segments),
            "sellers": _parts(self.sellers),
            "schedule": self.plain_schedule,
        }
        kept = {
            name: said for name, said in plain.items() if said or name in ("name", "when", "do")
        }
        return kept if self.enabled else {**kept, "enabled": False}

    @property
    def schedule_faults(self) -> list[str]:
        """What is wrong with the times."""
        names = ("schedule", *NAMES)
        return [said for name in names for said in self.faults.get(name, ())]

    def checked(self, key: str) -> Rule | None:
        """The rule, if it can be used; else its faults stand at their fields."""
        try:
            return checked_rule(key, self.plain)
        except PlainValueError as error:
            for each in error.faults:
                self._tell(each.path, each.message)
        return None

    def apply(self, data: QueryDict) -> bool:
        """Adds or removes a row where a button of the form asks for it; whether one did."""
        if "add-when" in data:
            is_ = data.get("new-when", "exact")
            if is_ in TRIGGERS:
                self.triggers.append(Row("when", len(self.triggers), is_))
        elif "add-do" in data:
            is_ = data.get("new-do", "pin")
            if is_ in ACTIONS:
                self.actions.append(Row("do", len(self.actions), is_, {"strength": "moderate"}))
        elif "take-away" in data:
            gone = data["take-away"]
            self.triggers = [row for row in self.triggers if row.prefix != gone]
            self.actions = [row for row in self.actions if row.prefix != gone]
            for rows in (self.triggers, self.actions):
                for place, row in enumerate(rows):
                    row.place = place
        else:
            return False
        return True

    def _tell(self, path: str, message: str) -> None:
        place = place_of(path)
        faults = (
            self.faults.setdefault(place.field, [])
            if not place.group
            else ((self.triggers if place.group == "when" else self.actions)[place.number].faults)
        )
        faults.append(place.sentence(message))


def _parts(text: str) -> list[str]:
    """What stands between commas."""
    return [each.strip() for each in text.split(",") if each.strip()]
