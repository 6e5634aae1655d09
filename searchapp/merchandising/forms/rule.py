"""The form of a query rule: rows of triggers and of actions, limits, and a schedule."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django import forms

from searchapp.adminsite.confirming import AsksToConfirm
from searchapp.lexicon.forms.fields import TermsField, language_choices
from searchapp.merchandising.forms.action import ActionRows, action_fields
from searchapp.merchandising.forms.trigger import TriggerRows, trigger_fields
from searchapp.merchandising.models import QueryRule
from searchapp.merchandising.rule_linting import remarks_on
from searchapp.pipeline.plain_value import PlainFault, PlainValueError
from searchapp.pipeline.request import Kind
from searchapp.pipeline.rules.plain import DAYS, checked_rule, rule_to_plain
from searchapp.pipeline.rules.remarks import Remark
from searchapp.pipeline.rules.rule import Rule
from searchapp.pipeline.rules.schedule import Schedule, zone
from searchapp.publishing.models import Draft

_SCHEDULE = ("begins", "ends", "days", "opens", "closes", "time_zone")
_ROWS = {"when": "Triggers", "do": "Actions"}


class MomentField(forms.DateTimeField):
    """A day and an hour by the clock of some time zone, which the form knows."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"})

    def prepare_value(self, value: Any) -> Any:
        """To the minute, unless seconds were meant."""
        if not isinstance(value, datetime):
            return value
        return value.isoformat(timespec="seconds" if value.second else "minutes")

    def to_python(self, value: Any) -> datetime | None:
        moment = super().to_python(value)
        return None if moment is None else moment.replace(tzinfo=None)


def _boxes(label: str, choices: Any, **more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "boxes"}),
        **more,
    )


def _hour(label: str, **more: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget, **more)


class QueryRuleForm(AsksToConfirm, forms.ModelForm):  # type: ignore[type-arg]
    """What makes the rule broken is an error at its field or row; what is odd about it beside the
    draft's other rules asks to be confirmed, unless the rule is saved as it was.
    """

    draft: Draft | None = None

    name = forms.CharField(max_length=200, help_text="In a few words, what it is for.")
    enabled = forms.BooleanField(label="Active", required=False, initial=True)
    priority = forms.IntegerField(
        initial=0, help_text="Of rules that contradict each other the greater one counts."
    )
    kinds = _boxes(
        "Kinds",
        [(each.value, each.value) for each in Kind],
        help_text="Only searches for one of these; none is all.",
    )
    languages = _boxes("Languages", (), help_text="Only searches in one of these; none is all.")
    segments = TermsField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 40}),
        help_text="Groups of shoppers, with commas between; none is all.",
    )
    begins = MomentField(required=False)
    ends = MomentField(required=False, help_text="Until before this moment.")
    days = _boxes("Days", [(day, day.capitalize()) for day in DAYS], help_text="None is every day.")
    opens = _hour("From hour")
    closes = _hour(
        "Until hour", help_text="Hours past midnight belong to the day on which they open."
    )
    time_zone = forms.ChoiceField(
        choices=lambda: [(name, name) for name in sorted(available_timezones())], initial="UTC"
    )

    class Meta:
        model = QueryRule
        fields = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.remarks: list[Remark] = []
        self._saved = _rule_of(self.instance)
        plain = {} if self._saved is None else rule_to_plain(self._saved)
        self.initial = {**_initial(plain, self._saved), **self.initial}
        languages = dict(language_choices()) | {each: each for each in plain.get("languages", ())}
        languages.pop("")
        self.fields["languages"].choices = list(languages.items())  # type: ignore[attr-defined]
        data = self.data if self.is_bound else None
        self.triggers = TriggerRows(
            data, prefix="when", initial=[trigger_fields(each) for each in plain.get("when", ())]
        )
        self.actions = ActionRows(
            data, prefix="do", initial=[action_fields(each) for each in plain.get("do", ())]
        )

    @property
    def media(self) -> forms.Media:
        own = forms.Media(
            css={"all": ["merchandising/admin.css"]}, js=["merchandising/rule_rows.js"]
        )
        return super().media + self.triggers.media + self.actions.media + own

    @property
    def advice(self) -> list[dict[str, Any]]:
        """The remarks as findings."""
        return [{"level": "warning", "message": each.message} for each in self.remarks]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not all([self.triggers.is_valid(), self.actions.is_valid()]):
            self.add_error(None, "Please correct the rows of triggers and actions below.")
        if self.errors:
            return cleaned
        try:
            rule = checked_rule(self.instance.key, self._plain(cleaned))
        except PlainValueError as error:
            for fault in error.faults:
                self._show(fault)
            return cleaned
        if rule != self._saved:
            self.instance.value = rule_to_plain(rule)
        self.remarks = remarks_on(rule, self.draft)
        if self.remarks and rule != self._saved:
            self.ask_to_confirm(each.message for each in self.remarks)
        return cleaned

    def _plain(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        schedule = {
            name: value for name in _SCHEDULE if (value := cleaned[name]) not in (None, "", [])
        }
        for name in ("begins", "ends"):
            if name in schedule:
                moment = schedule[name].replace(tzinfo=zone(cleaned["time_zone"]))
                schedule[name] = moment.isoformat()
        for name in ("opens", "closes"):
            if name in schedule:
                schedule[name] = schedule[name].isoformat()
        return {
            "name": cleaned["name"],
            "when": [row.plain for row in _kept(self.triggers)],
            "do": [row.plain_value for row in _kept(self.actions)],
            **{name: cleaned[name] for name in ("priority", "kinds", "languages", "segments")},
            "schedule": schedule,
            "enabled": cleaned["enabled"],
        }

    def _show(self, fault: PlainFault) -> None:
        """Shows a fault at its row, or at its field."""
        part, _, rest = fault.path.partition("[")
        if part in _ROWS:
            if not rest:
                self.add_error(None, f"{_ROWS[part]} {fault.message}.")
                return
            place, _, within = rest.partition("]")
            row = _kept(self.triggers if part == "when" else self.actions)[int(place)]
            row.add_error(row.field_of(within.lstrip(".")), fault.message)
            self.add_error(None, "Please correct the rows of triggers and actions below.")
            return
        name = part.removeprefix("schedule.")
        if name == "schedule":
            name = next((each for each in _SCHEDULE if fault.message.startswith(each)), "begins")
        self.add_error(name if name in self.fields else None, fault.message)


def _kept(rows: Any) -> list[Any]:
    """The rows that are filled in and not removed."""
    return [
        row
        for row in rows.forms
        if row not in rows.deleted_forms and not (row.empty_permitted and not row.has_changed())
    ]


def _initial(plain: Mapping[str, Any], rule: Rule | None) -> dict[str, Any]:
    schedule = Schedule() if rule is None else rule.schedule
    here = zone(schedule.time_zone)
    return {
        **{
            name: plain[name]
            for name in ("name", "priority", "kinds", "languages")
            if name in plain
        },
        "segments": list(plain.get("segments", ())),
        "enabled": plain.get("enabled", True),
        "begins": schedule.begins and schedule.begins.astimezone(here).replace(tzinfo=None),
        "ends": schedule.ends and schedule.ends.astimezone(here).replace(tzinfo=None),
        "days": [DAYS[day] for day in sorted(schedule.days)],
        "opens": schedule.opens,
        "closes": schedule.closes,
        "time_zone": schedule.time_zone,
    }


def _rule_of(row: QueryRule) -> Rule | None:
    """What the row says; None for a new one, and for one that no form would have saved."""
    try:
        return row.rule if row.plain else None
    except PlainValueError:
        return None
